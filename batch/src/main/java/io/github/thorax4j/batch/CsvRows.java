package io.github.thorax4j.batch;

import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import java.util.List;

/** Results as comma-separated values (RFC 4180), each line without its end. */
public final class CsvRows {

  /** The first line of a table of results. */
  public static final String HEADER =
      "file,status,finding,probability,threshold,model_name,model_version,model_sha256,"
          + "reason,detail,preprocessing,millis";

  private CsvRows() {}

  /** The line of an image that was assessed or declined. */
  public static String answered(FileResult.Answered result) {
    ModelIdentity model = result.outcome().model();
    String preprocessing = String.join("; ", result.outcome().preprocessing());
    String millis = Long.toString(result.millis());
    if (result.outcome() instanceof Outcome.Assessed assessed) {
      return line(
          List.of(
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
              millis));
    }
    Outcome.Declined declined = (Outcome.Declined) result.outcome();
    return line(
        List.of(
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
            millis));
  }

  /** The line of an image that could not be read. */
  public static String failed(FileResult.Failed result) {
    String millis = Long.toString(result.millis());
    return line(
        List.of(result.file(), "failed", "", "", "", "", "", "", "", result.detail(), "", millis));
  }

  /** A record of any values. */
  public static String line(List<String> values) {
    return String.join(",", values.stream().map(CsvRows::field).toList());
  }

  private static String field(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
