package io.github.thorax4j.imagej;

import io.github.thorax4j.batch.CsvRows;
import io.github.thorax4j.batch.FileResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Results written as {@code thorax4j classify --csv} does, each line as soon as it is known, so
 * that nothing is lost if the process ends. Not thread-safe.
 */
final class ResultsCsv implements AutoCloseable {

  private final Path file;
  private final OutputStream out;

  private ResultsCsv(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Begins a table; one that is there is replaced.
   *
   * @throws IOException if it cannot be written; the message names it and the cause
   */
  static ResultsCsv begin(Path file) throws IOException {
    try {
      ResultsCsv csv = new ResultsCsv(file, Files.newOutputStream(file));
      csv.line(CsvRows.HEADER);
      return csv;
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no folder " + file.getParent(), e);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /**
   * Adds a result; a file that was skipped is none.
   *
   * @throws IOException if it cannot be written; the message names the table and the cause
   */
  void add(FileResult result) throws IOException {
    try {
      if (result instanceof FileResult.Answered answered) {
        line(CsvRows.answered(answered));
      } else if (result instanceof FileResult.Failed failed) {
        line(CsvRows.failed(failed));
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private void line(String line) throws IOException {
    out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
  }

  private static IOException failure(Path file, IOException cause) {
    String said = String.valueOf(cause.getMessage());
    boolean nameOnly = said.equals(file.toString());
    return new IOException(
        file + ": cannot be written" + (nameOnly ? "" : ": " + said.replace(file + ": ", "")),
        cause);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
