package io.github.thorax4j.cli;

import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.djl.EngineThreads;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that asks a model about many images. */
final class ModelOptions {

  @Mixin private final ModelChoice choice = new ModelChoice();

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Threads.class,
      description = "How many images to work on at once (default: the number of processors).")
  private Optional<Integer> threads = Optional.empty();

  /** Opens the model; the caller closes it. */
  PneumoniaClassifier open() throws IOException {
    EngineThreads.perCall(Math.max(1, Runtime.getRuntime().availableProcessors() / threads()));
    return choice.open();
  }

  OptionalDouble threshold() {
    return choice.threshold();
  }

  int threads() {
    return threads.orElse(Runtime.getRuntime().availableProcessors());
  }
}
