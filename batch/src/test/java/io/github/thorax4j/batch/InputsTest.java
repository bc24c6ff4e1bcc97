package io.github.thorax4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("b/2", "b/10", "a", "b/c/x", "z")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<Input> all(String stdin, Optional<Path> leftOut, Object... paths) {
    InputStream in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
    List<String> names = Arrays.stream(paths).map(Object::toString).toList();
    List<Input> inputs = new ArrayList<>();
    new Inputs(names, in, leftOut).forEachRemaining(inputs::add);
    return inputs;
  }

  private List<String> names(Object... paths) {
    return all("", Optional.empty(), paths).stream().map(this::relative).toList();
  }

  private String relative(Input input) {
    return input.name().replace(folder + "/", "");
  }

  @Test
  void walksFoldersInOrderOfName() {
    assertThat(names(folder)).containsExactly("a", "b/10", "b/2", "b/c/x", "z");
  }

  @Test
  void keepsTheOrderOfArgumentsAndNamesFilesTwiceIfAskedTwice() {
    assertThat(names(folder.resolve("z"), folder.resolve("b"), folder.resolve("z")))
        .containsExactly("z", "b/10", "b/2", "b/c/x", "z");
  }

  @Test
  void tellsNamedFilesFromFound() {
    List<Input> inputs = all("", Optional.empty(), folder.resolve("a"), folder.resolve("b/c"));

    assertThat(inputs)
        .containsExactly(
            new Input.File(folder.resolve("a"), true),
            new Input.File(folder.resolve("b/c/x"), false));
  }

  @Test
  void aMissingFileIsHandedOnAsNamed() {
    Path missing = folder.resolve("missing");

    assertThat(all("", Optional.empty(), missing)).containsExactly(new Input.File(missing, true));
  }

  @Test
  void readsAListWithFoldersAndBlankLines() {
    String list = folder.resolve("z") + "\n\n  \n" + folder.resolve("b/c") + "\r\n";

    assertThat(all(list, Optional.empty(), "-").stream().map(this::relative))
        .containsExactly("z", "b/c/x");
  }

  @Test
  void anEmptyListIsNothing() {
    assertThat(all("", Optional.empty(), "-")).isEmpty();
  }

  @Test
  void aPathThatCannotBeOneIsSaidToBeNone() {
    assertThat(all("a\0b\n", Optional.empty(), "-"))
        .containsExactly(new Input.Unusable("a\0b", "a\0b: is no valid path"));
  }

  @Test
  void aLoopOfLinksIsWalkedOnce() throws IOException {
    Files.createSymbolicLink(folder.resolve("b/c/up"), folder);
    Files.createSymbolicLink(folder.resolve("b/self"), Path.of("."));

    assertThat(names(folder)).containsExactly("a", "b/10", "b/2", "b/c/x", "z");
  }

  @Test
  void aLinkedFolderThatIsNoLoopIsWalked() throws IOException {
    Files.createSymbolicLink(folder.resolve("y"), folder.resolve("b/c"));

    assertThat(names(folder)).containsExactly("a", "b/10", "b/2", "b/c/x", "y/x", "z");
  }

  @Test
  void brokenLinksInFoldersAreNoFiles() throws IOException {
    Files.createSymbolicLink(folder.resolve("c"), Path.of("nowhere"));

    assertThat(names(folder)).doesNotContain("c");
  }

  @Test
  void theFolderOfOutputsIsLeftOutUnlessNamed() {
    Path maps = folder.resolve("b/c");

    assertThat(all("", Optional.of(maps), folder).stream().map(this::relative))
        .containsExactly("a", "b/10", "b/2", "z");
    assertThat(all("", Optional.of(maps), maps)).hasSize(1);
  }

  @Test
  void anEmptyPathIsNotTheWorkingFolder() {
    List<Input> inputs = new ArrayList<>();
    new Inputs(List.of(""), InputStream.nullInputStream(), Optional.empty())
        .forEachRemaining(inputs::add);

    assertThat(inputs).containsExactly(new Input.Unusable("", "the path is empty"));
  }

  @Test
  void aPipeIsRefusedUnopened() throws IOException, InterruptedException {
    Path pipe = folder.resolve("b/c/pipe");
    int made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    } catch (IOException e) {
      made = -1;
    }
    assumeTrue(made == 0, "mkfifo makes no pipe here");

    assertThat(all("", Optional.empty(), pipe))
        .containsExactly(
            new Input.Unusable(pipe.toString(), pipe + ": is neither a file nor a folder"));
    assertThat(names(folder)).containsExactly("a", "b/10", "b/2", "b/c/x", "z");
  }
}
