package io.github.thorax4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritableTest {

  @TempDir Path folder;

  @Test
  void aFileInAFolderThatIsThereCanBeWrittenAndNothingIsLeftOfTheTry() throws IOException {
    Path file = Files.writeString(folder.resolve("there"), "precious");

    Writable.checkFile(file);
    Writable.checkFile(folder.resolve("new"));

    assertThat(folder).isDirectoryNotContaining(f -> !f.equals(file));
    assertThat(file).hasContent("precious");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatIOException()
        .isThrownBy(() -> Writable.checkFile(folder))
        .withMessage(folder + ": is a folder");
  }

  @Test
  void aFileInAFolderThatIsNotThereIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> Writable.checkFile(folder.resolve("missing/file")))
        .withMessage(
            folder.resolve("missing/file")
                + ": there is no folder "
                + folder.resolve("missing")
                + " that can be written to");
  }

  @Test
  void foldersAreMadeWithThoseAbove() throws IOException {
    Writable.makeFolder(folder.resolve("a/b"));

    assertThat(folder.resolve("a/b")).isEmptyDirectory();
  }

  @Test
  void aFolderWhereAFileIsCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatIOException()
        .isThrownBy(() -> Writable.makeFolder(file.resolve("folder")))
        .withMessage(file.resolve("folder") + ": the folder cannot be made");
  }
}
