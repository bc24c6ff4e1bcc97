package io.github.thorax4j.batch;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a report on a measurement. */
public final class ReportFolder {

  private final Path folder;

  private ReportFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A report in a folder, which is made if it is not there.
   *
   * @throws IOException if it cannot be made or written to; the message names it
   */
  public static ReportFolder make(Path folder) throws IOException {
    Writable.makeFolder(folder);
    return new ReportFolder(folder);
  }

  /**
   * Writes all files, replacing those of an earlier report.
   *
   * @throws IOException if one cannot be written; the message names it
   */
  public void write(Measurement measurement) throws IOException {
    write("report.txt", measurement.text());
    write("metrics.json", metrics(measurement) + "\n");
    write("predictions.csv", predictions(measurement));
    PngFile.write(Charts.roc(measurement.evaluation()), folder.resolve("roc.png"));
    PngFile.write(Charts.reliability(measurement.evaluation()), folder.resolve("reliability.png"));
  }

  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static String metrics(Measurement measurement) throws IOException {
    return Json.object(
        json -> {
          measurement.writeFigures(json);
          Json.number(json, "log_loss", measurement.evaluation().logLoss());
          json.writeObjectFieldStart("model");
          Json.identity(json, measurement.model());
          json.writeEndObject();
        });
  }

  private static String predictions(Measurement measurement) {
    StringBuilder table = new StringBuilder("file,label,status,finding,probability,right,detail\n");
    for (Measurement.Answer answer : measurement.answers()) {
      table.append(CsvRows.line(row(answer.label(), answer.result()))).append('\n');
    }
    return table.toString();
  }

  private static List<String> row(Finding label, FileResult result) {
    List<String> row = new ArrayList<>(List.of(result.file(), label.label()));
    if (result instanceof FileResult.Failed failed) {
      row.addAll(List.of("failed", "", "", "", failed.detail()));
    } else if (result instanceof FileResult.Answered answered) {
      if (answered.outcome() instanceof Outcome.Assessed assessed) {
        row.addAll(
            List.of(
                "assessed",
                assessed.finding().label(),
                Double.toString(assessed.probability()),
                Boolean.toString(assessed.finding() == label),
                ""));
      } else if (answered.outcome() instanceof Outcome.Declined declined) {
        row.addAll(List.of("declined", "", "", "", declined.detail()));
      }
    }
    return row;
  }
}
