package io.github.thorax4j.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.GenericDialog;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.batch.Charts;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Measurement;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.batch.ReportFolder;
import io.github.thorax4j.djl.LabelledFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * <i>Evaluate Model...</i>: measures a model on labelled radiographs, as {@code thorax4j evaluate}
 * does. In a macro:
 *
 * <pre>run("Evaluate Model...", "data=[/images] model=[/my.thorax] report=[/report]");</pre>
 *
 * {@code data} is as for <i>Train Model...</i>; the chosen model is measured, at the chosen
 * operating point, unless a {@code model} is given, which is at its own. The answer to each image
 * is in the report's {@code predictions.csv}. After Escape the figures are of what was asked until
 * then, and say so.
 */
public final class EvaluateModel extends Command<EvaluateModel.Options> {

  private static final String NAME = "Evaluate Model";
  private static final String LAST_DATA = "thorax4j.evaluate.data";

  /** For ImageJ. */
  public EvaluateModel() {
    super(NAME);
  }

  /**
   * What to do.
   *
   * @param data the labelled images
   * @param model the model's file; empty for the chosen one
   * @param report where to write the report
   */
  record Options(Path data, Optional<Path> model, Optional<Path> report) {}

  @Override
  Options options(MacroOptions macro) {
    macro.checked("data", "model", "report");
    return of(macro.text("data", ""), macro.text("model", ""), macro.text("report", ""));
  }

  @Override
  Optional<Options> dialog() {
    GenericDialog dialog = new GenericDialog(NAME);
    DataField.add(dialog, Prefs.get(LAST_DATA, ""));
    dialog.addFileField("Model file (blank: the chosen one)", "");
    dialog.addDirectoryField("Report folder (optional)", "");
    dialog.addMessage(Disclaimer.TEXT);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    String data = dialog.getNextString();
    Prefs.set(LAST_DATA, data);
    return Optional.of(of(data, dialog.getNextString(), dialog.getNextString()));
  }

  private static Options of(String data, String model, String report) {
    return new Options(
        MacroOptions.path(data)
            .orElseThrow(() -> new IllegalArgumentException("data: the images are missing")),
        MacroOptions.path(model),
        MacroOptions.path(report));
  }

  @Override
  void run(Options options) throws IOException, InterruptedException {
    LabelledImages images = LabelledFiles.read(options.data());
    if (images.images().isEmpty()) {
      throw new IOException(options.data() + ": holds no images");
    }
    if (options.model().isPresent()) {
      try (PneumoniaClassifier classifier = PneumoniaClassifier.open(options.model().get())) {
        evaluate(images, classifier, OptionalDouble.empty(), options.report());
      }
    } else {
      try (ClassifierSession.Use use = ClassifierSession.get().use()) {
        evaluate(images, use.classifier(), use.chosenThreshold(), options.report());
      }
    }
  }

  private static void evaluate(
      LabelledImages images,
      PneumoniaClassifier classifier,
      OptionalDouble threshold,
      Optional<Path> folder)
      throws IOException, InterruptedException {
    Optional<ReportFolder> report = Optional.empty();
    if (folder.isPresent()) {
      report = Optional.of(ReportFolder.make(folder.get()));
    }
    Measurement measurement = measure(images, classifier, threshold);
    if (measurement.answers().isEmpty()) {
      IJ.log("Stopped before the first image was classified.");
      return;
    }
    if (report.isPresent()) {
      report.get().write(measurement);
    }
    show(measurement);
  }

  private static Measurement measure(
      LabelledImages images, PneumoniaClassifier classifier, OptionalDouble threshold)
      throws IOException, InterruptedException {
    FileClassifier files =
        new FileClassifier(classifier, RadiographReader.open(), threshold, failure -> {});
    return Measurement.of(images.images(), files, Prefs.getThreads(), new StatusMonitor());
  }

  private static void show(Measurement measurement) {
    for (Measurement.Answer answer : measurement.answers()) {
      if (answer.result() instanceof FileResult.Failed failed) {
        IJ.log(PlainText.printable(failed.detail()));
      }
    }
    String model = PlainText.printable(measurement.model().toString());
    if (hasWindows() && measurement.evaluation().n() > 0) {
      new ImagePlus("ROC of " + model, Charts.roc(measurement.evaluation())).show();
      new ImagePlus("Reliability of " + model, Charts.reliability(measurement.evaluation())).show();
    }
    TextReport.show("Evaluation of " + model, measurement.text());
    IJ.showStatus(
        "Thorax4J: "
            + measurement.answers().size()
            + " images evaluated"
            + (measurement.notAsked() > 0 ? ", " + measurement.notAsked() + " not (stopped)" : ""));
  }
}
