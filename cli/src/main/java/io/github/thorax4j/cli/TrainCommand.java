package io.github.thorax4j.cli;

import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.TrainingPlan;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.batch.TrainingReport;
import io.github.thorax4j.batch.Writable;
import io.github.thorax4j.djl.LabelledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax4j train}. */
@Command(
    name = "train",
    sortOptions = false,
    description = {"Trains a model on labelled radiographs.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the model is trained and saved",
      "1:it is not; one sentence says why",
      "2:wrong usage",
      "130:interrupted (Ctrl-C); the model as it was then is saved"
    },
    footer = {
      "",
      "Examples:",
      "  thorax4j train images/ --out my.thorax",
      "  thorax4j train labels.csv --out cnn.thorax --architecture seed-cnn --recipe origin",
      "  thorax4j train images/ --out my.thorax --force --epochs 10 --report training/",
      "  thorax4j model list"
    })
final class TrainCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  private final Diagnostics diagnostics;

  @Parameters(
      paramLabel = "DATA",
      description =
          "A folder with NORMAL and PNEUMONIA folders, or a table with the columns path, label and"
              + " patient.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to save the model, such as my.thorax.")
  private Path out;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "The network (default: thoraxnet); 'thorax4j model list' shows all.")
  private Optional<String> architecture = Optional.empty();

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "How to train (default: robust); 'thorax4j model list' shows all.")
  private Optional<String> recipe = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Same data, options and version, same seed: same weights (default: 1).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "The most passes over the images (default: the recipe's).")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Images a step (default: the recipe's).")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Threads.class,
      description = "Threads that read and augment; changes nothing in the result.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--hold-out",
      paramLabel = "PART",
      description = "The part of the patients to validate on, 0 to 0.9 (default: 0.1).")
  private Optional<Double> holdOut = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The model's name (default: the architecture's).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--model-version",
      paramLabel = "VERSION",
      description = "The model's version (default: 1).")
  private Optional<String> modelVersion = Optional.empty();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "Write best.thorax and last.thorax here after each epoch.")
  private Optional<Path> checkpoints = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write training.png, history.csv and hold-out.csv, the images set aside, which 'thorax4j"
              + " evaluate' takes, here.")
  private Optional<Path> report = Optional.empty();

  TrainCommand(Console console, Diagnostics diagnostics) {
    this.console = console;
    this.diagnostics = diagnostics;
  }

  @Override
  public Integer call() throws IOException {
    TrainingPlan plan = plan();
    checkOut();
    ClassifierTrainer trainer = ClassifierTrainer.open();
    checkName("--architecture", plan.architecture(), trainer.architectures());
    checkName("--recipe", plan.recipe(), trainer.recipes());
    LabelledImages images = LabelledFiles.read(data);
    makeFolders();
    Output output = console.output();
    output.line(
        String.format(
            Locale.ROOT,
            "Training %s with recipe %s on %s images (%s normal, %s pneumonia), seed %s.",
            plan.architecture(),
            plan.recipe(),
            images.images().size(),
            images.count(Finding.NORMAL),
            images.count(Finding.PNEUMONIA),
            plan.seed()));
    return train(trainer, images, plan) ? Interruption.EXIT_CODE : Main.DONE;
  }

  private TrainingPlan plan() {
    TrainingPlan.Builder plan = TrainingPlan.builder();
    architecture.ifPresent(plan::architecture);
    recipe.ifPresent(plan::recipe);
    seed.ifPresent(plan::seed);
    epochs.ifPresent(plan::epochs);
    batchSize.ifPresent(plan::batchSize);
    threads.ifPresent(plan::threads);
    holdOut.ifPresent(plan::holdOut);
    name.ifPresent(plan::name);
    modelVersion.ifPresent(plan::version);
    checkpoints.ifPresent(plan::checkpoints);
    try {
      return plan.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Finds out before the training, not after, that its model cannot be saved. */
  private void checkOut() {
    try {
      Writable.checkFile(out);
    } catch (IOException e) {
      throw wrong("--out: " + e.getMessage());
    }
    if (Files.exists(out) && !force) {
      throw wrong("--out: " + out + " is there already; --force replaces it");
    }
  }

  /** Finds out before the training that what it writes beside its model cannot be. */
  private void makeFolders() throws IOException {
    if (checkpoints.isPresent()) {
      Writable.makeFolder(checkpoints.get());
    }
    if (report.isPresent()) {
      Writable.makeFolder(report.get());
    }
  }

  private void checkName(String option, String value, List<String> known) {
    if (!known.contains(value)) {
      throw wrong(option + ": '" + value + "' is none of " + String.join(", ", known));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Trains and saves.
   *
   * @return whether the training was cut short
   */
  private boolean train(ClassifierTrainer trainer, LabelledImages images, TrainingPlan plan)
      throws IOException {
    try (Interruption interruption =
            new Interruption(() -> console.say("Stopping; the model is saved as it is now ..."));
        TrainingConsole monitor = new TrainingConsole(console, interruption)) {
      TrainedModel model = trainer.train(images, plan, monitor);
      monitor.close();
      model.save(out);
      if (report.isPresent()) {
        TrainingReport.write(model, report.get());
      }
      tell(model);
      return model.cancelled();
    } catch (IllegalArgumentException e) {
      diagnostics.trace(e);
      throw new IOException(data + ": cannot be trained on: " + e.getMessage(), e);
    }
  }

  private void tell(TrainedModel model) throws OutputException {
    Output output = console.output();
    int epochsDone = model.card().provenance().epochs();
    if (model.cancelled()) {
      output.line(
          epochsDone == 0
              ? "Interrupted before the first step: the model is untrained."
              : "Interrupted in epoch " + epochsDone + ".");
    }
    output.line("Saved " + PlainText.printable(out + ": " + model.card().identity()));
    for (Map.Entry<String, Double> metric : model.card().metrics().entrySet()) {
      output.line(String.format(Locale.ROOT, "  %-34s %.4f", metric.getKey(), metric.getValue()));
    }
    output.line(Disclaimer.TEXT);
  }
}
