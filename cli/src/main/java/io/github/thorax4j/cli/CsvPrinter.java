package io.github.thorax4j.cli;

import io.github.thorax4j.batch.CsvRows;
import io.github.thorax4j.batch.FileResult;
import java.io.IOException;

/** Results as comma-separated values (RFC 4180, lines ended by a line feed). */
final class CsvPrinter implements ResultPrinter {

  private final Output out;

  CsvPrinter(Output out) {
    this.out = out;
  }

  @Override
  public void begin() throws IOException {
    out.line(CsvRows.HEADER);
  }

  @Override
  public void answered(FileResult.Answered result) throws IOException {
    out.line(CsvRows.answered(result));
  }

  @Override
  public void failed(FileResult.Failed result) throws IOException {
    out.line(CsvRows.failed(result));
  }
}
