package io.github.thorax4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A model that a training made. Immutable and thread-safe; it holds no native resources. */
public interface TrainedModel {

  /** What the model says of itself. */
  ModelCard card();

  /** The epochs that were run, in order. */
  List<EpochReport> history();

  /** The images that were set aside and not trained on; empty without a hold-out. */
  LabelledImages heldOut();

  /** Whether the training was cancelled before its plan was done. */
  boolean cancelled();

  /**
   * Writes the model to a file, replacing one that is there only once the new one is complete.
   *
   * @throws IOException if it cannot be written; the message names the file and the cause
   */
  void save(Path file) throws IOException;

  /** Opens a classifier of this model; the caller closes it. */
  PneumoniaClassifier classifier();
}
