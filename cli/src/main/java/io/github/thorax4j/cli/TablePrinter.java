package io.github.thorax4j.cli;

import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.batch.Tally;
import java.io.IOException;
import java.util.Locale;

/** Results as a table for people, one line each as it comes. */
final class TablePrinter implements ResultPrinter {

  private final Output out;
  private final ModelIdentity model;
  private final double threshold;

  TablePrinter(Output out, ModelIdentity model, double threshold) {
    this.out = out;
    this.model = model;
    this.threshold = threshold;
  }

  @Override
  public void begin() throws IOException {
    row("finding", "probability", "file", "");
  }

  @Override
  public void answered(FileResult.Answered result) throws IOException {
    if (result.outcome() instanceof Outcome.Assessed assessed) {
      row(
          assessed.finding().label(),
          String.format(Locale.ROOT, "%.4f", assessed.probability()),
          result.file(),
          "");
    } else if (result.outcome() instanceof Outcome.Declined declined) {
      row("declined", "-", result.file(), declined.detail());
    }
  }

  @Override
  public void failed(FileResult.Failed result) throws IOException {
    row("failed", "-", result.file(), result.cause());
  }

  @Override
  public void end(Tally tally) throws IOException {
    out.line("");
    out.line(tally.sentence() + ".");
    out.line("Model " + PlainText.printable(model.toString()) + ", threshold " + threshold + ".");
    out.line(Disclaimer.TEXT);
  }

  private void row(String finding, String probability, String file, String note)
      throws OutputException {
    String line = String.format(Locale.ROOT, "%-9s  %11s  %s", finding, probability, file);
    out.line(PlainText.printable(note.isEmpty() ? line : line + "  (" + note + ")"));
  }
}
