package io.github.thorax4j.imagej;

import ij.IJ;
import ij.Prefs;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.TrainingPlan;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.ModelText;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.batch.TrainingReport;
import io.github.thorax4j.batch.Writable;
import io.github.thorax4j.djl.LabelledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * <i>Train Model...</i>: trains a model on labelled radiographs, as {@code thorax4j train} does. In
 * a macro:
 *
 * <pre>run("Train Model...", "data=[/images] out=[/my.thorax] epochs=10 seed=1 replace");</pre>
 *
 * {@code data} is a folder with {@code NORMAL} and {@code PNEUMONIA} folders or a table with the
 * columns {@code path}, {@code label} and {@code patient}; {@code out} is where to save the model,
 * and {@code replace} allows for one that is there. {@code architecture}, {@code recipe}, {@code
 * epochs} (0 for the recipe's), {@code seed}, {@code hold-out} (the part of the patients to
 * validate on), {@code batch} (images a step, 0 for the recipe's), {@code name} and {@code version}
 * are those of the plan. The folder {@code checkpoints}, by default one next to the model and named
 * after it, gets {@code best.thorax} and {@code last.thorax} after each epoch; the folder {@code
 * report}, if given, the report.
 *
 * <p>On Linux the command trains faster than ImageJ, whose process has not the allocator settings
 * of its launcher (docs/decisions/0007).
 *
 * <p>Escape ends the training; the model as it is then is saved, unless no step was made.
 */
public final class TrainModel extends Command<TrainModel.Options> {

  private static final String NAME = "Train Model";
  private static final String LAST_DATA = "thorax4j.train.data";
  private static final String LAST_OUT = "thorax4j.train.out";
  private static final String EXTENSION = ".thorax";
  private static final double MOST_HELD_OUT = 0.9;
  private static final long LARGEST = 1_000_000;

  /** ImageJ's macros know no larger whole numbers. */
  private static final long LARGEST_SEED = 1L << 53;

  /** For ImageJ. */
  public TrainModel() {
    super(NAME);
  }

  /**
   * What to do.
   *
   * @param data the labelled images
   * @param out where to save the model
   * @param replace whether a file that is there may be replaced
   * @param plan how to train, its checkpoints set
   * @param report where to write the report
   */
  record Options(Path data, Path out, boolean replace, TrainingPlan plan, Optional<Path> report) {}

  @Override
  Options options(MacroOptions macro) {
    macro.checked(
        "data",
        "out",
        "replace",
        "architecture",
        "recipe",
        "epochs",
        "seed",
        "hold-out",
        "batch",
        "name",
        "version",
        "checkpoints",
        "report");
    TrainingPlan defaults = TrainingPlan.builder().build();
    TrainingPlan.Builder plan = TrainingPlan.builder();
    plan.architecture(macro.text("architecture", defaults.architecture()));
    plan.recipe(macro.text("recipe", defaults.recipe()));
    plan.seed(macro.whole("seed", defaults.seed(), -LARGEST_SEED, LARGEST_SEED));
    plan.holdOut(macro.number("hold-out", defaults.holdOut(), 0, MOST_HELD_OUT));
    setCounts(plan, macro.whole("epochs", 0, 0, LARGEST), macro.whole("batch", 0, 0, LARGEST));
    setNames(plan, macro.text("name", ""), macro.text("version", ""));
    return of(
        MacroOptions.path(macro.text("data", "")),
        MacroOptions.path(macro.text("out", "")),
        macro.flag("replace"),
        plan,
        MacroOptions.path(macro.text("checkpoints", "")),
        MacroOptions.path(macro.text("report", "")));
  }

  @Override
  Optional<Options> dialog() {
    ClassifierTrainer trainer = ClassifierTrainer.open();
    TrainingPlan defaults = TrainingPlan.builder().build();
    GenericDialog dialog = new GenericDialog(NAME);
    DataField.add(dialog, Prefs.get(LAST_DATA, ""));
    dialog.addFileField("Out (.thorax)", Prefs.get(LAST_OUT, ""));
    dialog.addChoice(
        "Architecture", trainer.architectures().toArray(String[]::new), defaults.architecture());
    dialog.addChoice("Recipe", trainer.recipes().toArray(String[]::new), defaults.recipe());
    dialog.addNumericField("Epochs (0: the recipe's)", 0, 0);
    dialog.addNumericField("Seed", (double) defaults.seed(), 0);
    dialog.addNumericField("Hold-out (part of the patients)", defaults.holdOut(), 2);
    dialog.addNumericField("Batch size (0: the recipe's)", 0, 0);
    dialog.addStringField("Name (blank: the architecture's)", "", 15);
    dialog.addStringField("Version", defaults.version(), 15);
    dialog.addDirectoryField("Checkpoints (blank: next to the model)", "");
    dialog.addDirectoryField("Report folder (optional)", "");
    dialog.addMessage("Escape ends the training and keeps the model. " + Disclaimer.TEXT);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    String data = dialog.getNextString();
    String out = dialog.getNextString();
    TrainingPlan.Builder plan = TrainingPlan.builder();
    plan.architecture(dialog.getNextChoice());
    plan.recipe(dialog.getNextChoice());
    double epochs = dialog.getNextNumber();
    plan.seed(whole("seed", dialog.getNextNumber(), -LARGEST_SEED, LARGEST_SEED));
    plan.holdOut(dialog.getNextNumber());
    double batch = dialog.getNextNumber();
    setCounts(plan, whole("epochs", epochs, 0, LARGEST), whole("batch", batch, 0, LARGEST));
    setNames(plan, dialog.getNextString(), dialog.getNextString());
    String checkpoints = dialog.getNextString();
    String report = dialog.getNextString();
    Prefs.set(LAST_DATA, data);
    Prefs.set(LAST_OUT, out);
    Options options =
        of(
            MacroOptions.path(data),
            MacroOptions.path(out),
            true,
            plan,
            MacroOptions.path(checkpoints),
            MacroOptions.path(report));
    return mayReplace(options.out()) ? Optional.of(options) : Optional.empty();
  }

  private static boolean mayReplace(Path out) {
    if (!Files.isRegularFile(out)) {
      return true;
    }
    boolean replace = IJ.showMessageWithCancel(NAME, "Replace " + out + "?");
    if (replace && Recorder.record) {
      Recorder.recordOption("replace");
    }
    return replace;
  }

  private static long whole(String key, double value, long least, long most) {
    if (value >= least && value <= most && value == Math.rint(value)) {
      return (long) value;
    }
    throw new IllegalArgumentException(
        key + " must be a whole number from " + least + " to " + most);
  }

  private static void setCounts(TrainingPlan.Builder plan, long epochs, long batch) {
    if (epochs > 0) {
      plan.epochs((int) epochs);
    }
    if (batch > 0) {
      plan.batchSize((int) batch);
    }
  }

  private static void setNames(TrainingPlan.Builder plan, String name, String version) {
    if (!name.isBlank()) {
      plan.name(name.strip());
    }
    if (!version.isBlank()) {
      plan.version(version.strip());
    }
  }

  private static Options of(
      Optional<Path> data,
      Optional<Path> out,
      boolean replace,
      TrainingPlan.Builder plan,
      Optional<Path> checkpoints,
      Optional<Path> report) {
    Path images =
        data.orElseThrow(() -> new IllegalArgumentException("data: the images are missing"));
    Path model =
        out.orElseThrow(
            () -> new IllegalArgumentException("out: there is no file to save the model to"));
    plan.checkpoints(checkpoints.orElseGet(() -> nextTo(model)));
    return new Options(images, model, replace, plan.build(), report);
  }

  private static Path nextTo(Path model) {
    String name = String.valueOf(model.getFileName());
    String stem =
        name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    return model.resolveSibling(stem + "-checkpoints");
  }

  @Override
  void run(Options options) throws IOException {
    ClassifierTrainer trainer = ClassifierTrainer.open();
    TrainingPlan plan = options.plan();
    checkName("architecture", plan.architecture(), trainer.architectures());
    checkName("recipe", plan.recipe(), trainer.recipes());
    LabelledImages images = LabelledFiles.read(options.data());
    checkTargets(options);
    IJ.log(
        "Training "
            + plan.architecture()
            + " with recipe "
            + plan.recipe()
            + " on "
            + images.images().size()
            + " images ("
            + images.count(Finding.NORMAL)
            + " normal, "
            + images.count(Finding.PNEUMONIA)
            + " pneumonia), seed "
            + plan.seed()
            + ".");
    TrainedModel model = train(trainer, images, options);
    String out = PlainText.printable(options.out().toString());
    if (model.card().provenance().epochs() == 0) {
      IJ.log("Stopped before the first step: there is no model to save; " + out + " is untouched.");
      IJ.showStatus("Thorax4J: stopped, nothing saved");
      return;
    }
    model.save(options.out());
    IJ.showStatus("Thorax4J: saved " + out);
    if (options.report().isPresent()) {
      TrainingReport.write(model, options.report().get());
    }
    tell(model, options);
  }

  private static void checkName(String option, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          option + ": '" + value + "' is none of " + String.join(", ", known));
    }
  }

  /** Finds out before the training, not after, what cannot be written. */
  private static void checkTargets(Options options) throws IOException {
    Path out = options.out();
    Writable.checkFile(out);
    if (Files.exists(out) && !options.replace()) {
      throw new IOException(out + " is there already; the option replace replaces it");
    }
    if (options.plan().checkpoints().isPresent()) {
      Writable.makeFolder(options.plan().checkpoints().get());
    }
    if (options.report().isPresent()) {
      Writable.makeFolder(options.report().get());
    }
  }

  private static TrainedModel train(
      ClassifierTrainer trainer, LabelledImages images, Options options) throws IOException {
    try {
      return trainer.train(images, options.plan(), new TrainingPlot(options.plan().name()));
    } catch (IllegalArgumentException e) {
      throw new IOException(options.data() + ": cannot be trained on: " + e.getMessage(), e);
    }
  }

  private static void tell(TrainedModel model, Options options) {
    StringBuilder text = new StringBuilder();
    if (model.cancelled()) {
      text.append("Stopped in epoch ").append(model.card().provenance().epochs());
      text.append(": the model is what it was then.\n");
    }
    text.append("Saved ").append(PlainText.printable(options.out().toString())).append('\n');
    options
        .plan()
        .checkpoints()
        .ifPresent(
            folder ->
                text.append("Checkpoints: ")
                    .append(PlainText.printable(folder.toString()))
                    .append('\n'));
    text.append("Plugins > Thorax4J > Model... chooses it.\n\n");
    text.append(ModelText.card(model.card()));
    TextReport.show(
        "Trained " + PlainText.printable(model.card().identity().toString()), text.toString());
  }
}
