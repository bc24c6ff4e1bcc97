package io.github.thorax4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("table.csv");
  }

  @Test
  void readsQuotedValuesAndKeepsTheirSpaces() throws IOException {
    Files.writeString(file, "path, label\n\"a, \"\"b\"\"\n.png\",NORMAL\n\n# c .png ,\n");

    CsvTable table = CsvTable.read(file);

    assertThat(table.columns()).containsExactly("path", "label");
    assertThat(table.rows())
        .containsExactly(List.of("a, \"b\"\n.png", "NORMAL"), List.of("# c .png ", ""));
    assertThat(table.column("label")).hasValue(1);
    assertThat(table.column("patient")).isEmpty();
  }

  @Test
  void readsWhatSpreadsheetsWrite() throws IOException {
    Files.writeString(file, "\ufeffpath\tlabel\r\nü.png\tNORMAL\r\n");

    assertThat(CsvTable.read(file))
        .isEqualTo(new CsvTable(List.of("path", "label"), List.of(List.of("ü.png", "NORMAL"))));
  }

  @Test
  void writesWhatItReads() throws IOException {
    CsvTable table =
        new CsvTable(List.of("a", "b"), List.of(List.of("x,\"y\"\r\nz", ""), List.of("ß #", "'")));

    table.write(file);

    assertThat(CsvTable.read(file)).isEqualTo(table);
    assertThat(folder.toFile().list()).containsExactly("table.csv");
  }

  @Test
  void followsALinkToTheTableItReplaces() throws IOException {
    Path real = folder.resolve("real.csv");
    Files.writeString(real, "a\n");
    Files.createSymbolicLink(file, real);

    new CsvTable(List.of("b"), List.of()).write(file);

    assertThat(file).isSymbolicLink();
    assertThat(real).hasContent("b");
  }

  @Test
  void namesWhatIsNoTable() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> CsvTable.read(file))
        .withMessage(file + ": no such file");
    Files.writeString(file, "");
    assertThatIOException()
        .isThrownBy(() -> CsvTable.read(file))
        .withMessage(file + ": the file is empty");
    Files.writeString(file, "a,b\n1,2\n3\n");
    assertThatIOException()
        .isThrownBy(() -> CsvTable.read(file))
        .withMessage(file + ": record 2 has too few or too many columns");
    Files.write(file, "a,\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatIOException()
        .isThrownBy(() -> CsvTable.read(file))
        .withMessage(file + ": is not text in UTF-8");
    Files.writeString(file, "a,\"b\n");
    assertThatIOException()
        .isThrownBy(() -> CsvTable.read(file))
        .withMessageStartingWith(file + ": ");
  }

  @Test
  void saysWhereItCannotWrite() {
    Path missing = folder.resolve("no folder/table.csv");

    assertThatIOException()
        .isThrownBy(() -> new CsvTable(List.of("a"), List.of()).write(missing))
        .withMessageStartingWith(missing + ": cannot be written: its folder is missing");
  }
}
