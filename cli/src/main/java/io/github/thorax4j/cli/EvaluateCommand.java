package io.github.thorax4j.cli;

import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Json;
import io.github.thorax4j.batch.Measurement;
import io.github.thorax4j.batch.ReportFolder;
import io.github.thorax4j.djl.LabelledFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thorax4j evaluate}. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Measures a model on labelled radiographs.",
      "Research software, not for diagnosis.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every file was assessed or declined",
      "1:a file failed, or there is nothing to measure on",
      "2:wrong usage"
    },
    footer = {
      "",
      "The calibration error is taken over 15 bins of equal width of the probability of pneumonia;",
      "the interval of the AUROC is DeLong's.",
      "",
      "Examples:",
      "  thorax4j evaluate held-out/",
      "  thorax4j evaluate labels.csv --model my.thorax --json",
      "  thorax4j evaluate held-out/ --report report/"
    })
final class EvaluateCommand implements Callable<Integer> {

  private final Console console;

  private final Diagnostics diagnostics;

  @Parameters(
      paramLabel = "DATA",
      description =
          "A folder with NORMAL and PNEUMONIA folders, or a table with the columns path, label and"
              + " patient.")
  private Path data;

  @Option(names = "--json", description = "Write the figures as one JSON object.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Also write report.txt, metrics.json, predictions.csv, roc.png and reliability.png here.")
  private Optional<Path> report = Optional.empty();

  @Mixin private final ModelOptions model = new ModelOptions();

  EvaluateCommand(Console console, Diagnostics diagnostics) {
    this.console = console;
    this.diagnostics = diagnostics;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabelledImages images = LabelledFiles.read(data);
    if (images.images().isEmpty()) {
      throw new IOException(data + ": holds no images");
    }
    Optional<ReportFolder> folder = Optional.empty();
    if (report.isPresent()) {
      folder = Optional.of(ReportFolder.make(report.get()));
    }
    Measurement measurement;
    try (PneumoniaClassifier classifier = model.open();
        Progress progress = new Progress(console)) {
      FileClassifier files =
          new FileClassifier(
              classifier, RadiographReader.open(), model.threshold(), diagnostics::trace);
      measurement = Measurement.of(images.images(), files, model.threads(), progress);
    }
    if (folder.isPresent()) {
      folder.get().write(measurement);
    }
    if (json) {
      console.output().line(Json.object(measurement::writeFigures));
    } else {
      console.output().text(measurement.text());
    }
    for (Measurement.Answer answer : measurement.answers()) {
      if (answer.result() instanceof FileResult.Failed failed) {
        console.say(failed.detail());
      }
    }
    return measurement.failed() > 0 ? Main.FAILED : Main.DONE;
  }
}
