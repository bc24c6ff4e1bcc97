package io.github.thorax4j.cli;

import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.djl.EngineThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The options of every command that asks a model. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model to ask (default: the one that is shipped).")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--threshold",
      paramLabel = "T",
      converter = Values.Probability.class,
      description =
          "From this probability on it is pneumonia, 0 to 1 (default: the model's own threshold).")
  private Optional<Double> threshold = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Threads.class,
      description = "How many images to work on at once (default: the number of processors).")
  private Optional<Integer> threads = Optional.empty();

  /** Opens the model; the caller closes it. */
  PneumoniaClassifier open() throws IOException {
    EngineThreads.perCall(Math.max(1, Runtime.getRuntime().availableProcessors() / threads()));
    return model.isPresent() ? PneumoniaClassifier.open(model.get()) : PneumoniaClassifier.open();
  }

  OptionalDouble threshold() {
    return threshold.isPresent() ? OptionalDouble.of(threshold.get()) : OptionalDouble.empty();
  }

  int threads() {
    return threads.orElse(Runtime.getRuntime().availableProcessors());
  }
}
