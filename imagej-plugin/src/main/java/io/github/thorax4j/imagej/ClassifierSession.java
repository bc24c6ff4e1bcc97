package io.github.thorax4j.imagej;

import ij.IJ;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.ThoraxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The model that all commands ask: the one that ImageJ's preferences name, opened on first use and
 * kept until they name another or its file changes. Thread-safe.
 */
final class ClassifierSession {

  private static final String PROPERTY = "io.github.thorax4j.session";

  private Optional<Opened> current = Optional.empty();

  private ClassifierSession() {}

  /**
   * The session of this ImageJ, which keeps it: plugins come and go with each call.
   *
   * @throws ThoraxException if it belongs to another class loader
   */
  static ClassifierSession get() {
    synchronized (ClassifierSession.class) {
      if (IJ.getProperty(PROPERTY) instanceof ClassifierSession session) {
        return session;
      }
      if (IJ.getProperty(PROPERTY) != null) {
        throw new ThoraxException(PluginClassLoading.RESTART);
      }
      ClassifierSession session = new ClassifierSession();
      IJ.setProperty(PROPERTY, session);
      return session;
    }
  }

  /**
   * Remembers a choice, also for the next start of ImageJ.
   *
   * @param model a model file; empty for the shipped model
   * @param threshold the operating point, in [0, 1]; empty for the model's own
   */
  static void choose(Optional<Path> model, OptionalDouble threshold) {
    new ModelSelection(model.map(f -> f.toAbsolutePath().toString()).orElse(""), threshold)
        .remember();
  }

  /**
   * The chosen model, for as long as the caller holds it. Its operating point is that of now, even
   * if another is chosen meanwhile.
   *
   * @throws IOException if the model file cannot be read; the message names it and the cause
   */
  synchronized Use use() throws IOException {
    ModelSelection selection = ModelSelection.remembered();
    Version wanted = Version.of(selection.file());
    if (current.isEmpty() || !current.get().version.equals(wanted)) {
      IJ.showStatus("Thorax4J: starting the engine...");
      Opened opened = new Opened(wanted);
      current.ifPresent(Opened::release);
      current = Optional.of(opened);
    }
    return new Use(current.get(), selection.threshold());
  }

  /**
   * Which file a model is opened from, and what tells whether that was replaced: a model of the
   * same network has the same size, and a copy may keep its time.
   */
  private record Version(Optional<Path> file, long size, FileTime modified, String key) {

    private static final FileTime NEVER = FileTime.fromMillis(0);

    static Version of(Optional<Path> file) throws IOException {
      if (file.isEmpty()) {
        return new Version(file, 0, NEVER, "");
      }
      try {
        BasicFileAttributes now = Files.readAttributes(file.get(), BasicFileAttributes.class);
        return new Version(file, now.size(), now.lastModifiedTime(), String.valueOf(now.fileKey()));
      } catch (NoSuchFileException e) {
        throw new IOException(file.get() + ": no such file" + ModelSelection.ADVICE, e);
      } catch (IOException e) {
        throw new IOException(file.get() + ": cannot be read" + ModelSelection.ADVICE, e);
      }
    }

    PneumoniaClassifier open() throws IOException {
      try {
        return file.isPresent() ? PneumoniaClassifier.open(file.get()) : PneumoniaClassifier.open();
      } catch (IOException e) {
        throw new IOException(e.getMessage() + ModelSelection.ADVICE, e);
      }
    }
  }

  /** An open model, closed when the session and all its users have let go of it. */
  private static final class Opened {

    private final Version version;
    private final PneumoniaClassifier classifier;
    private int holders = 1;

    Opened(Version version) throws IOException {
      this.version = version;
      classifier = version.open();
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
    private final OptionalDouble threshold;
    private boolean closed;

    private Use(Opened opened, OptionalDouble threshold) {
      this.opened = opened;
      this.threshold = threshold;
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
