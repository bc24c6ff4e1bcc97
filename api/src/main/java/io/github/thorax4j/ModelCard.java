package io.github.thorax4j;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a model says of itself: identity, input, decision rule, where it comes from and how it was
 * measured.
 *
 * @param identity name, version and digest of the weights
 * @param architecture the network's name, such as {@code thoraxnet} or {@code seed-cnn}
 * @param parameters how many values of the network the optimiser trains; the running statistics of
 *     batch normalisation are not counted
 * @param input the input the network takes
 * @param threshold the operating point: a calibrated probability from here on is {@link
 *     Finding#PNEUMONIA}, in [0, 1]
 * @param calibration how a logit becomes a probability
 * @param provenance the training that made it
 * @param metrics figures measured on the training's own hold-out, by name; sorted
 */
public record ModelCard(
    ModelIdentity identity,
    String architecture,
    long parameters,
    Input input,
    double threshold,
    Calibration calibration,
    Provenance provenance,
    Map<String, Double> metrics) {

  /** Copies the metrics and checks the ranges. */
  public ModelCard {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(provenance, "provenance");
    Outcome.checkProbability("threshold", threshold);
    if (parameters < 0) {
      throw new IllegalArgumentException("parameters must not be negative: " + parameters);
    }
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  /**
   * The network's input: an image squashed to {@code width} x {@code height}, pixels 0..1 with bone
   * white, then {@code (pixel - mean) / deviation}; a network of three channels gets the grey plane
   * three times.
   *
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @param channels 1 or 3
   * @param mean subtracted from each pixel
   * @param deviation what the difference is divided by, above 0
   */
  public record Input(int width, int height, int channels, double mean, double deviation) {

    /** Checks the ranges. */
    public Input {
      if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
        throw new IllegalArgumentException(
            "not an input geometry: " + width + "x" + height + "x" + channels);
      }
      if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
        throw new IllegalArgumentException("not a standardisation: " + mean + ", " + deviation);
      }
    }
  }

  /**
   * Temperature scaling (Guo et al., ICML 2017): probability = sigmoid(logit / temperature). It
   * moves no image across a threshold of 0.5.
   *
   * @param temperature at least 1, so that calibration never makes a model surer of itself
   */
  public record Calibration(double temperature) {

    /** Leaves probabilities as the network gives them. */
    public static final Calibration NONE = new Calibration(1);

    /** Checks the range. */
    public Calibration {
      if (!(temperature >= 1) || !Double.isFinite(temperature)) {
        throw new IllegalArgumentException("temperature must be at least 1: " + temperature);
      }
    }

    /** The probability of a logit, in [0, 1]. */
    public double probability(double logit) {
      return 1 / (1 + Math.exp(-logit / temperature));
    }
  }

  /**
   * The training that made a model.
   *
   * @param dataDigest SHA-256 over the digests and labels of the training files, in sorted order
   * @param images how many images were trained on, the hold-out left aside
   * @param heldOut how many images were held out
   * @param recipe the recipe's name
   * @param seed the seed of all random choices
   * @param epochs how many epochs were run
   * @param software name and version of what trained it, engine included
   * @param settings everything else that is needed to repeat it, by name; sorted
   */
  public record Provenance(
      String dataDigest,
      int images,
      int heldOut,
      String recipe,
      long seed,
      int epochs,
      String software,
      Map<String, String> settings) {

    /** Copies the settings. */
    public Provenance {
      Objects.requireNonNull(dataDigest, "dataDigest");
      Objects.requireNonNull(recipe, "recipe");
      Objects.requireNonNull(software, "software");
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }
  }
}
