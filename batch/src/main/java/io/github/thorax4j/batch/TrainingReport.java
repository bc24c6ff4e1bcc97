package io.github.thorax4j.batch;

import io.github.thorax4j.EpochReport;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The files of a report on a training. */
public final class TrainingReport {

  private TrainingReport() {}

  /**
   * Writes {@code training.png}, {@code history.csv} and {@code hold-out.csv}, replacing those of
   * an earlier report; no picture without an epoch, no table of an empty hold-out.
   *
   * @throws IOException if a file cannot be written; the message names it
   */
  public static void write(TrainedModel model, Path folder) throws IOException {
    ReportFolder report = ReportFolder.make(folder);
    report.write("history.csv", history(model.history()));
    if (!model.history().isEmpty()) {
      PngFile.write(Charts.training(model.history()), folder.resolve("training.png"));
    }
    if (!model.heldOut().images().isEmpty()) {
      report.write("hold-out.csv", heldOut(model.heldOut().images()));
    }
  }

  private static String history(List<EpochReport> epochs) {
    StringBuilder table =
        new StringBuilder(
            "epoch,training_loss,validation_loss,auroc,hard_auroc,accuracy,hard_accuracy,"
                + "images_per_second,engine_share,best\n");
    for (EpochReport e : epochs) {
      Stream<String> figures =
          DoubleStream.of(
                  e.trainingLoss(),
                  e.validationLoss(),
                  e.auroc(),
                  e.hardAuroc(),
                  e.accuracy(),
                  e.hardAccuracy(),
                  e.imagesPerSecond(),
                  e.engineShare())
              .mapToObj(figure -> Double.isNaN(figure) ? "" : Double.toString(figure));
      table.append(e.epoch()).append(',');
      table.append(String.join(",", figures.toList())).append(',');
      table.append(e.best()).append('\n');
    }
    return table.toString();
  }

  private static String heldOut(List<LabelledImage> images) {
    StringBuilder table = new StringBuilder("path,label,patient\n");
    for (LabelledImage image : images) {
      String path = image.file().toAbsolutePath().toString();
      List<String> row = List.of(path, image.label().name(), image.patient());
      table.append(CsvRows.line(row)).append('\n');
    }
    return table.toString();
  }
}
