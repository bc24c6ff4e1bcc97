package io.github.thorax4j.imagej;

import ij.IJ;
import ij.Prefs;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The model that all commands ask: the one that ImageJ's preferences name, opened on first use and
 * kept until they name another or its file changes. Thread-safe.
 */
final class ClassifierSession {

  private static final String PROPERTY = "io.github.thorax4j.session";
  private static final String MODEL = "thorax4j.model";
  private static final String THRESHOLD = "thorax4j.threshold";
  private static final double MODEL_DEFAULT = -1;

  private Optional<Opened> current = Optional.empty();

  private ClassifierSession() {}

  /** The session of this ImageJ, which keeps it: plugins come and go with each call. */
  static ClassifierSession get() {
    synchronized (ClassifierSession.class) {
      if (IJ.getProperty(PROPERTY) instanceof ClassifierSession session) {
        return session;
      }
      ClassifierSession session = new ClassifierSession();
      IJ.setProperty(PROPERTY, session);
      return session;
    }
  }

  /** The chosen model file; empty for the shipped model. */
  static Optional<Path> modelFile() {
    return Optional.of(Prefs.get(MODEL, "")).filter(name -> !name.isEmpty()).map(Path::of);
  }

  /** The chosen operating point, in [0, 1]; empty for the model's own. */
  static OptionalDouble threshold() {
    double value = Prefs.get(THRESHOLD, MODEL_DEFAULT);
    return value >= 0 && value <= 1 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Remembers a choice, also for the next start of ImageJ. */
  static void choose(Optional<Path> model, OptionalDouble threshold) {
    Prefs.set(MODEL, model.map(Path::toString).orElse(""));
    Prefs.set(THRESHOLD, threshold.orElse(MODEL_DEFAULT));
    Prefs.savePreferences();
  }

  /**
   * The chosen model, for as long as the caller holds it.
   *
   * @throws IOException if the model file cannot be read; the message names it and the cause
   */
  synchronized Use use() throws IOException {
    Version wanted = Version.of(modelFile());
    if (current.isEmpty() || !current.get().version.equals(wanted)) {
      IJ.showStatus("Thorax4J: starting the engine...");
      Opened opened = new Opened(wanted);
      current.ifPresent(Opened::release);
      current = Optional.of(opened);
    }
    return new Use(current.get());
  }

  /** Which file it was opened from, and what tells whether that was replaced. */
  private record Version(Optional<Path> file, long size, long modified) {

    static Version of(Optional<Path> file) throws IOException {
      if (file.isEmpty() || !Files.exists(file.get())) {
        return new Version(file, 0, 0);
      }
      return new Version(
          file, Files.size(file.get()), Files.getLastModifiedTime(file.get()).toMillis());
    }
  }

  /** An open model, closed when the session and all its users have let go of it. */
  private static final class Opened {

    private final Version version;
    private final PneumoniaClassifier classifier;
    private int holders = 1;

    Opened(Version version) throws IOException {
      this.version = version;
      classifier =
          version.file().isPresent()
              ? PneumoniaClassifier.open(version.file().get())
              : PneumoniaClassifier.open();
    }

    synchronized void hold() {
      holders++;
    }

    synchronized void release() {
      holders--;
      if (holders == 0) {
        classifier.close();
      }
    }
  }

  /** A use of the model; close it when done. Not thread-safe, its classifier is. */
  static final class Use implements AutoCloseable {

    private final Opened opened;
    private final OptionalDouble threshold = ClassifierSession.threshold();
    private boolean closed;

    private Use(Opened opened) {
      this.opened = opened;
      opened.hold();
    }

    /** The model; closed by the session, not by the caller. */
    PneumoniaClassifier classifier() {
      return opened.classifier;
    }

    /** The operating point, if it is not the model's own. */
    OptionalDouble chosenThreshold() {
      return threshold;
    }

    /** The outcome at the chosen operating point. */
    Outcome atChosenThreshold(Outcome outcome) {
      return outcome instanceof Outcome.Assessed assessed && threshold.isPresent()
          ? assessed.at(threshold.getAsDouble())
          : outcome;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        opened.release();
      }
    }
  }
}
