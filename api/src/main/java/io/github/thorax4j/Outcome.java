package io.github.thorax4j;

import java.util.List;
import java.util.Objects;

/**
 * What came of classifying one image: it was {@link Assessed} or {@link Declined}. Immutable.
 *
 * <p>Research software, not for diagnosis.
 */
public sealed interface Outcome {

  /** The model that was asked. */
  ModelIdentity model();

  /** What was done to the stored pixels before the network saw them, in order. */
  List<String> preprocessing();

  /**
   * The model's answer.
   *
   * @param probability calibrated probability of pneumonia, in [0, 1]
   * @param finding what that means at the operating point
   * @param threshold the operating point, in [0, 1]: from here on it is pneumonia
   * @param model the model that answered
   * @param preprocessing what was done to the stored pixels, in order
   */
  record Assessed(
      double probability,
      Finding finding,
      double threshold,
      ModelIdentity model,
      List<String> preprocessing)
      implements Outcome {

    /** Checks the ranges and that the finding follows from them. */
    public Assessed {
      checkProbability("probability", probability);
      checkProbability("threshold", threshold);
      if (finding != decide(probability, threshold)) {
        throw new IllegalArgumentException(
            finding + " does not follow from " + probability + " at threshold " + threshold);
      }
      Objects.requireNonNull(model, "model");
      preprocessing = List.copyOf(preprocessing);
    }

    /** The answer for a probability at an operating point. */
    public static Assessed of(
        double probability, double threshold, ModelIdentity model, List<String> preprocessing) {
      return new Assessed(
          probability, decide(probability, threshold), threshold, model, preprocessing);
    }

    /** The same probability at another operating point, in [0, 1]. */
    public Assessed at(double otherThreshold) {
      return of(probability, otherThreshold, model, preprocessing);
    }

    private static Finding decide(double probability, double threshold) {
      return probability >= threshold ? Finding.PNEUMONIA : Finding.NORMAL;
    }
  }

  /**
   * The image is none that the model may be asked about.
   *
   * @param reason the kind of reason
   * @param detail one sentence that names the attribute and its value
   * @param model the model that would have answered
   * @param preprocessing what was done before it was declined, in order
   */
  record Declined(Reason reason, String detail, ModelIdentity model, List<String> preprocessing)
      implements Outcome {

    /** Copies the steps. */
    public Declined {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(model, "model");
      preprocessing = List.copyOf(preprocessing);
    }
  }

  /**
   * Refuses what is no probability.
   *
   * @throws IllegalArgumentException if the value is not in [0, 1]; NaN is not
   */
  static void checkProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1]: " + value);
    }
  }
}
