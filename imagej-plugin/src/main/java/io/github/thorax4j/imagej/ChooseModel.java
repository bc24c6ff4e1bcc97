package io.github.thorax4j.imagej;

import ij.IJ;
import ij.gui.GenericDialog;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.ModelText;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.djl.Architectures;
import io.github.thorax4j.djl.NetworkSummary;
import io.github.thorax4j.djl.ThoraxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * <i>Model...</i>: which model the other commands ask, and at which operating point; ImageJ's
 * preferences remember it. In a macro:
 *
 * <pre>run("Model...", "model=[/my.thorax] threshold=0.4 inspect");
 * run("Model...", "reset");</pre>
 *
 * Without {@code model} the chosen model stays, with an empty one it is the shipped one; the
 * operating point is the model's own unless it is given. {@code reset} takes the shipped model at
 * its own operating point, whatever else is given; {@code inspect} shows the model's card and
 * layers.
 */
public final class ChooseModel extends Command<ChooseModel.Options> {

  private static final String NAME = "Model";

  /** For ImageJ. */
  public ChooseModel() {
    super(NAME);
  }

  /**
   * What to do.
   *
   * @param selection what to remember
   * @param inspect whether to show the model
   */
  record Options(ModelSelection selection, boolean inspect) {}

  @Override
  Options options(MacroOptions macro) {
    macro.checked("model", "threshold", "inspect", "reset");
    return of(
        macro.has("model") ? macro.text("model", "") : ModelSelection.remembered().model(),
        macro.has("model") || macro.has("threshold")
            ? threshold(macro.text("threshold", ""))
            : ModelSelection.remembered().threshold(),
        macro.flag("inspect"),
        macro.flag("reset"));
  }

  @Override
  Optional<Options> dialog() {
    ModelSelection now = ModelSelection.remembered();
    GenericDialog dialog = new GenericDialog(NAME);
    dialog.addFileField("Model file (blank: the shipped one)", now.model());
    dialog.addStringField(
        "Threshold (blank: the model's own)",
        now.threshold().isPresent() ? Double.toString(now.threshold().getAsDouble()) : "");
    dialog.addCheckbox("Inspect: show card and layers", false);
    dialog.addCheckbox("Reset to the shipped model", false);
    dialog.addMessage(Disclaimer.TEXT);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    String model = dialog.getNextString();
    String threshold = dialog.getNextString();
    boolean inspect = dialog.getNextBoolean();
    boolean reset = dialog.getNextBoolean();
    return Optional.of(
        of(model, reset ? OptionalDouble.empty() : threshold(threshold), inspect, reset));
  }

  private static Options of(
      String model, OptionalDouble threshold, boolean inspect, boolean reset) {
    return new Options(
        reset ? ModelSelection.SHIPPED : new ModelSelection(model.strip(), threshold), inspect);
  }

  private static OptionalDouble threshold(String text) {
    return text.isBlank()
        ? OptionalDouble.empty()
        : OptionalDouble.of(MacroOptions.number("threshold", text, 0, 1));
  }

  @Override
  void run(Options options) throws IOException {
    Optional<Path> file = options.selection().file();
    ThoraxModel model = read(file);
    NetworkSummary network = describe(file, model);
    ClassifierSession.choose(file, options.selection().threshold());
    String identity = PlainText.printable(model.card().identity().toString());
    double threshold = options.selection().threshold().orElse(model.card().threshold());
    if (options.inspect()) {
      String chosen =
          options.selection().threshold().isPresent()
              ? "chosen threshold: " + threshold + "\n"
              : "";
      TextReport.show(
          "Model " + identity,
          file.map(path -> PlainText.printable(path.toString())).orElse("the shipped model")
              + "\n"
              + chosen
              + ModelText.card(model.card())
              + ModelText.layers(network));
    }
    IJ.showStatus("Thorax4J: " + identity + ", threshold " + threshold);
  }

  private static ThoraxModel read(Optional<Path> file) throws IOException {
    try {
      return file.isPresent() ? ThoraxModel.read(file.get()) : Architectures.shipped();
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; 'reset' takes the shipped model", e);
    }
  }

  private static NetworkSummary describe(Optional<Path> file, ThoraxModel model)
      throws IOException {
    try {
      return Architectures.describe(model.card().architecture());
    } catch (IllegalArgumentException e) {
      throw new IOException(file.map(f -> f + ": ").orElse("") + e.getMessage(), e);
    }
  }
}
