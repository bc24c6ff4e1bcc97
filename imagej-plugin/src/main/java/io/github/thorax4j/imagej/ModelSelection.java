package io.github.thorax4j.imagej;

import ij.Prefs;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.batch.PlainText;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The model that commands ask, as ImageJ's preferences remember it.
 *
 * @param model the path of its file, which need not be there any more; empty for the shipped model
 * @param threshold the operating point, in [0, 1]; empty for the model's own
 */
record ModelSelection(String model, OptionalDouble threshold) {

  /** The shipped model at its own operating point. */
  static final ModelSelection SHIPPED = new ModelSelection("", OptionalDouble.empty());

  /** What to do about a model that cannot be had, for the end of a sentence. */
  static final String ADVICE =
      "; choose another model, or reset to the shipped one, with Plugins > Thorax4J > Model...";

  private static final String MODEL = "thorax4j.model";
  private static final String THRESHOLD = "thorax4j.threshold";

  /** Checks the operating point. */
  ModelSelection {
    threshold.ifPresent(value -> Outcome.checkProbability("threshold", value));
  }

  /** What the preferences say; an operating point that is none is passed over. */
  static ModelSelection remembered() {
    synchronized (ModelSelection.class) {
      double threshold = Prefs.get(THRESHOLD, Double.NaN);
      return new ModelSelection(
          Prefs.get(MODEL, ""),
          threshold >= 0 && threshold <= 1 ? OptionalDouble.of(threshold) : OptionalDouble.empty());
    }
  }

  /** Has the preferences remember it, also for the next start of ImageJ. */
  void remember() {
    synchronized (ModelSelection.class) {
      Prefs.set(MODEL, model.isEmpty() ? null : model);
      Prefs.set(THRESHOLD, threshold.isPresent() ? Double.toString(threshold.getAsDouble()) : null);
      Prefs.savePreferences();
    }
  }

  /**
   * The model's file; empty for the shipped model.
   *
   * @throws IOException if there can be no such file on this system; the message is one sentence
   */
  Optional<Path> file() throws IOException {
    try {
      return model.isEmpty() ? Optional.empty() : Optional.of(Path.of(model));
    } catch (InvalidPathException e) {
      throw new IOException(PlainText.printable(model) + ": is no valid path" + ADVICE, e);
    }
  }
}
