package io.github.thorax4j.djl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The receiver operating characteristic of scores: what any threshold would give. Immutable and
 * thread-safe.
 *
 * <p>A score from a threshold on counts as positive, so images of equal score are never told apart.
 * Where one of the two classes is missing, what needs it is NaN.
 */
public final class RocCurve {

  /** 97.5 % quantile of the standard normal distribution. */
  private static final double Z95 = 1.959963984540054;

  // Both ascending; every figure below comes from one walk over the two.
  private final double[] positives;
  private final double[] negatives;

  private RocCurve(double[] positives, double[] negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  /**
   * One operating point.
   *
   * @param threshold the least score that counts as positive; infinite where none does
   * @param falsePositiveRate 1 - specificity, in [0, 1], or NaN without negatives
   * @param truePositiveRate sensitivity, in [0, 1], or NaN without positives
   */
  public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

  /**
   * The curve of scores.
   *
   * @param positive whether each image is one of the positive class
   * @param scores its score: a probability, a logit or anything else that is larger for positives
   * @throws IllegalArgumentException if the lengths differ or a score is NaN
   */
  public static RocCurve of(boolean[] positive, double[] scores) {
    if (positive.length != scores.length) {
      throw new IllegalArgumentException(
          positive.length + " labels but " + scores.length + " scores");
    }
    double[] positives = new double[scores.length];
    double[] negatives = new double[scores.length];
    int p = 0;
    int n = 0;
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is NaN");
      }
      // + 0.0 makes the two zeros one, which sorting tells apart.
      if (positive[i]) {
        positives[p++] = scores[i] + 0.0;
      } else {
        negatives[n++] = scores[i] + 0.0;
      }
    }
    positives = Arrays.copyOf(positives, p);
    negatives = Arrays.copyOf(negatives, n);
    Arrays.sort(positives);
    Arrays.sort(negatives);
    return new RocCurve(positives, negatives);
  }

  /**
   * The area under the curve: the probability that a positive scores above a negative, ties counted
   * half (Hanley and McNeil, Radiology 1982).
   *
   * @return in [0, 1], or NaN where a class is missing
   */
  public double area() {
    return mean(placements(positives, negatives));
  }

  /**
   * The 95 % confidence interval of {@link #area()}: the area plus and minus 1.96 standard errors
   * of DeLong, DeLong and Clarke-Pearson (Biometrics 1988), clipped to [0, 1], without any
   * transformation; what the R package pROC gives.
   *
   * @return NaN on both sides where a class has fewer than two images
   */
  public Interval interval() {
    double[] ofPositives = placements(positives, negatives);
    double[] ofNegatives = placements(negatives, positives);
    double area = mean(ofPositives);
    double reach =
        Z95
            * Math.sqrt(
                variance(ofPositives) / positives.length
                    + variance(ofNegatives) / negatives.length);
    if (Double.isNaN(reach)) {
      return Interval.UNDEFINED;
    }
    return new Interval(Math.max(0, area - reach), Math.min(1, area + reach));
  }

  /**
   * Average precision: the sum over thresholds of precision times the gain in recall, without
   * interpolation; the usual figure for the area under the precision-recall curve.
   *
   * @return in [0, 1], or NaN without positives
   */
  public double averagePrecision() {
    if (positives.length == 0) {
      return Double.NaN;
    }
    double sum = 0;
    int truePositives = 0;
    int falsePositives = 0;
    while (truePositives < positives.length) {
      // The next threshold that gains a positive, and all that score at least as much.
      double threshold = positives[positives.length - 1 - truePositives];
      int gained = truePositives;
      while (truePositives < positives.length
          && positives[positives.length - 1 - truePositives] >= threshold) {
        truePositives++;
      }
      while (falsePositives < negatives.length
          && negatives[negatives.length - 1 - falsePositives] >= threshold) {
        falsePositives++;
      }
      sum += (double) (truePositives - gained) * truePositives / (truePositives + falsePositives);
    }
    return sum / positives.length;
  }

  /** The curve from (0, 0) to (1, 1): a point for each score that occurs, highest score first. */
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    points.add(point(Double.POSITIVE_INFINITY, 0, 0));
    int p = positives.length;
    int n = negatives.length;
    while (p > 0 || n > 0) {
      double threshold =
          Math.max(
              p > 0 ? positives[p - 1] : Double.NEGATIVE_INFINITY,
              n > 0 ? negatives[n - 1] : Double.NEGATIVE_INFINITY);
      while (p > 0 && positives[p - 1] >= threshold) {
        p--;
      }
      while (n > 0 && negatives[n - 1] >= threshold) {
        n--;
      }
      points.add(point(threshold, negatives.length - n, positives.length - p));
    }
    return List.copyOf(points);
  }

  private Point point(double threshold, int falsePositives, int truePositives) {
    return new Point(
        threshold,
        (double) falsePositives / negatives.length,
        (double) truePositives / positives.length);
  }

  /**
   * For each value, how much of the others lies on its far side, ties counted half: DeLong's
   * structural components. A positive's far side is below it, a negative's above; both are taken as
   * 'below' here, since variance does not see the difference. Both arrays ascend.
   */
  private static double[] placements(double[] values, double[] others) {
    double[] placements = new double[values.length];
    int below = 0;
    int upTo = 0;
    for (int i = 0; i < values.length; i++) {
      while (below < others.length && others[below] < values[i]) {
        below++;
      }
      while (upTo < others.length && others[upTo] <= values[i]) {
        upTo++;
      }
      placements[i] = (below + upTo) / (2.0 * others.length);
    }
    return placements;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return values.length < 2 ? Double.NaN : sum / (values.length - 1);
  }
}
