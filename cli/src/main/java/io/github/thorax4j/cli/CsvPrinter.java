package io.github.thorax4j.cli;

import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import java.io.IOException;
import java.util.List;

/** Results as comma-separated values (RFC 4180, lines ended by a line feed). */
final class CsvPrinter implements ResultPrinter {

  private final Output out;

  CsvPrinter(Output out) {
    this.out = out;
  }

  @Override
  public void begin() throws IOException {
    out.line(
        "file,status,finding,probability,threshold,model_name,model_version,model_sha256,"
            + "reason,detail,preprocessing,millis");
  }

  @Override
  public void answered(FileResult.Answered result) throws IOException {
    ModelIdentity model = result.outcome().model();
    String preprocessing = String.join("; ", result.outcome().preprocessing());
    String millis = Long.toString(result.millis());
    if (result.outcome() instanceof Outcome.Assessed assessed) {
      row(
          result.file(),
          "assessed",
          assessed.finding().label(),
          Double.toString(assessed.probability()),
          Double.toString(assessed.threshold()),
          model.name(),
          model.version(),
          model.sha256(),
          "",
          "",
          preprocessing,
          millis);
    } else if (result.outcome() instanceof Outcome.Declined declined) {
      row(
          result.file(),
          "declined",
          "",
          "",
          "",
          model.name(),
          model.version(),
          model.sha256(),
          declined.reason().label(),
          declined.detail(),
          preprocessing,
          millis);
    }
  }

  @Override
  public void failed(FileResult.Failed result) throws IOException {
    String millis = Long.toString(result.millis());
    row(result.file(), "failed", "", "", "", "", "", "", "", result.detail(), "", millis);
  }

  private void row(String... values) throws OutputException {
    out.line(line(List.of(values)));
  }

  /** A record without its end of line. */
  static String line(List<String> values) {
    return String.join(",", values.stream().map(CsvPrinter::field).toList());
  }

  private static String field(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
