package io.github.thorax4j;

import io.github.thorax4j.spi.TrainerProvider;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Trains models on labelled images. Thread-safe, but trainings in one JVM run one after another.
 */
public interface ClassifierTrainer {

  /**
   * The trainer on the class path.
   *
   * @throws ThoraxException if there is none
   */
  static ClassifierTrainer open() {
    return ServiceLoader.load(TrainerProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "no trainer on the class path: add thorax4j-model-djl or another"
                        + " implementation"))
        .trainer();
  }

  /** The networks a plan may name, the default first. */
  List<String> architectures();

  /** The recipes a plan may name, the default first. */
  List<String> recipes();

  /**
   * Trains a model.
   *
   * <p>A cancelled training returns the model as it is then; if not one step was made, the model is
   * untrained and says so by zero {@link ModelCard.Provenance#epochs()}.
   *
   * @param data images of both labels, of at least two patients each if some are to be held out
   * @param plan how to train
   * @param monitor told of progress and epochs, asked for cancellation
   * @throws IllegalArgumentException if the plan names an unknown network or recipe, or the data
   *     lack a label
   * @throws IOException if an image cannot be read; the message names the file and the cause
   * @throws ThoraxException if the engine fails
   */
  TrainedModel train(LabelledImages data, TrainingPlan plan, Monitor monitor) throws IOException;
}
