package io.github.thorax4j;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a model is to be trained. What is not set is the recipe's own choice.
 *
 * @param architecture the network's name; see {@link ClassifierTrainer#architectures()}
 * @param recipe the recipe's name; see {@link ClassifierTrainer#recipes()}
 * @param seed the seed of all random choices: same data, plan and version, same weights
 * @param epochs the most passes over the images, at least 1
 * @param batchSize images a step, at least 1
 * @param threads worker threads that read and augment, at least 1; the result does not depend on it
 * @param holdOut the part of the patients set aside to validate on, in [0, 0.9]
 * @param name the new model's name
 * @param version the new model's version
 * @param checkpoints a folder for the models {@code best.thorax} and {@code last.thorax}, written
 *     after each epoch
 */
public record TrainingPlan(
    String architecture,
    String recipe,
    long seed,
    OptionalInt epochs,
    OptionalInt batchSize,
    OptionalInt threads,
    double holdOut,
    String name,
    String version,
    Optional<Path> checkpoints) {

  /** Checks the ranges. */
  public TrainingPlan {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(checkpoints, "checkpoints");
    checkPositive("epochs", epochs);
    checkPositive("batchSize", batchSize);
    checkPositive("threads", threads);
    if (!(holdOut >= 0 && holdOut <= 0.9)) {
      throw new IllegalArgumentException("holdOut must be in [0, 0.9]: " + holdOut);
    }
  }

  private static void checkPositive(String name, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value.getAsInt());
    }
  }

  /** A plan with the defaults: {@code thoraxnet}, {@code robust}, seed 1, a tenth held out. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a plan step by step; not thread-safe. */
  public static final class Builder {

    private String architecture = "thoraxnet";
    private String recipe = "robust";
    private long seed = 1;
    private OptionalInt epochs = OptionalInt.empty();
    private OptionalInt batchSize = OptionalInt.empty();
    private OptionalInt threads = OptionalInt.empty();
    private double holdOut = 0.1;
    private Optional<String> name = Optional.empty();
    private String version = "1";
    private Optional<Path> checkpoints = Optional.empty();

    private Builder() {}

    /** The network's name. */
    public Builder architecture(String value) {
      architecture = value;
      return this;
    }

    /** The recipe's name. */
    public Builder recipe(String value) {
      recipe = value;
      return this;
    }

    /** The seed of all random choices. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** The most passes over the images, at least 1. */
    public Builder epochs(int value) {
      epochs = OptionalInt.of(value);
      return this;
    }

    /** Images a step, at least 1. */
    public Builder batchSize(int value) {
      batchSize = OptionalInt.of(value);
      return this;
    }

    /** Worker threads that read and augment, at least 1. */
    public Builder threads(int value) {
      threads = OptionalInt.of(value);
      return this;
    }

    /** The part of the patients set aside to validate on, in [0, 0.9]. */
    public Builder holdOut(double value) {
      holdOut = value;
      return this;
    }

    /** The new model's name; the architecture's if not set. */
    public Builder name(String value) {
      name = Optional.of(value);
      return this;
    }

    /** The new model's version. */
    public Builder version(String value) {
      version = value;
      return this;
    }

    /** A folder for checkpoints; none are written if not set. */
    public Builder checkpoints(Path value) {
      checkpoints = Optional.of(value);
      return this;
    }

    /**
     * The plan.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public TrainingPlan build() {
      return new TrainingPlan(
          architecture,
          recipe,
          seed,
          epochs,
          batchSize,
          threads,
          holdOut,
          name.orElse(architecture),
          version,
          checkpoints);
    }
  }
}
