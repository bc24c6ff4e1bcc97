package io.github.thorax4j.cli;

import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Which model to ask, and at which operating point. */
final class ModelChoice {

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

  /** Opens the model; the caller closes it. */
  PneumoniaClassifier open() throws IOException {
    return model.isPresent() ? PneumoniaClassifier.open(model.get()) : PneumoniaClassifier.open();
  }

  OptionalDouble threshold() {
    return threshold.isPresent() ? OptionalDouble.of(threshold.get()) : OptionalDouble.empty();
  }

  /** The answer at the operating point that was asked for. */
  Outcome.Assessed at(Outcome.Assessed answer) {
    return threshold.isPresent() ? answer.at(threshold.get()) : answer;
  }
}
