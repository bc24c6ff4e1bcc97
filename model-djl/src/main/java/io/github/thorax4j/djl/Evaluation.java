package io.github.thorax4j.djl;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Outcome;
import java.util.List;

/**
 * How good answers are, measured against the truth. Pneumonia is the positive class. Immutable and
 * thread-safe.
 *
 * <p>A figure that the data do not determine is NaN: sensitivity without pneumonias, specificity
 * without normals, precision where nothing was called pneumonia, AUROC where a class is missing,
 * and everything without images.
 */
public final class Evaluation {

  /** How many bins {@link #reliability()} has. */
  public static final int RELIABILITY_BINS = 15;

  private final double threshold;
  private final Confusion confusion;
  private final RocCurve roc;
  private final double auroc;
  private final Interval aurocInterval;
  private final double auprc;
  private final double brier;
  private final double logLoss;
  private final ReliabilityDiagram reliability;

  private Evaluation(boolean[] positive, double[] probabilities, double threshold) {
    this.threshold = threshold;
    roc = RocCurve.of(positive, probabilities);
    confusion = Confusion.of(positive, probabilities, threshold);
    auroc = roc.area();
    aurocInterval = roc.interval();
    auprc = roc.averagePrecision();
    brier = brier(positive, probabilities);
    logLoss = logLoss(positive, probabilities);
    reliability = ReliabilityDiagram.of(positive, probabilities, RELIABILITY_BINS);
  }

  /**
   * How many answers were right and wrong at the threshold.
   *
   * @param tp pneumonias called pneumonia
   * @param fp normals called pneumonia
   * @param tn normals called normal
   * @param fn pneumonias called normal
   */
  public record Confusion(int tp, int fp, int tn, int fn) {

    private static Confusion of(boolean[] positive, double[] probabilities, double threshold) {
      int tp = 0;
      int fp = 0;
      int tn = 0;
      int fn = 0;
      for (int i = 0; i < positive.length; i++) {
        boolean called = probabilities[i] >= threshold;
        if (positive[i]) {
          tp += called ? 1 : 0;
          fn += called ? 0 : 1;
        } else {
          fp += called ? 1 : 0;
          tn += called ? 0 : 1;
        }
      }
      return new Confusion(tp, fp, tn, fn);
    }
  }

  /**
   * Measures answers.
   *
   * @param positive whether each image shows pneumonia
   * @param probabilities the probability of pneumonia given for each, in [0, 1]
   * @param threshold the operating point, in [0, 1]: a probability from here on is pneumonia
   * @throws IllegalArgumentException if the lengths differ or a value is not in [0, 1]
   */
  public static Evaluation of(boolean[] positive, double[] probabilities, double threshold) {
    Outcome.checkProbability("threshold", threshold);
    for (double probability : probabilities) {
      Outcome.checkProbability("probability", probability);
    }
    return new Evaluation(positive, probabilities, threshold);
  }

  /**
   * Measures answers.
   *
   * @param truth what each image shows
   * @param probabilities the probability of pneumonia given for each, in [0, 1]
   * @param threshold the operating point, in [0, 1]: a probability from here on is pneumonia
   * @throws IllegalArgumentException if the lengths differ or a value is not in [0, 1]
   */
  public static Evaluation of(List<Finding> truth, double[] probabilities, double threshold) {
    boolean[] positive = new boolean[truth.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = truth.get(i) == Finding.PNEUMONIA;
    }
    return of(positive, probabilities, threshold);
  }

  /**
   * Area under the ROC curve alone; see {@link RocCurve#area()}.
   *
   * @param positive whether each image shows pneumonia
   * @param scores its score: a probability, a logit or anything else that is larger for pneumonia
   * @throws IllegalArgumentException if the lengths differ or a score is NaN
   */
  public static double auroc(boolean[] positive, double[] scores) {
    return RocCurve.of(positive, scores).area();
  }

  /** How many images were measured. */
  public int n() {
    return confusion.tp() + confusion.fp() + confusion.tn() + confusion.fn();
  }

  /** The operating point, in [0, 1]. */
  public double threshold() {
    return threshold;
  }

  /** Right and wrong answers at the operating point. */
  public Confusion confusion() {
    return confusion;
  }

  /** The share of right answers, in [0, 1] or NaN. */
  public double accuracy() {
    return ratio(confusion.tp() + confusion.tn(), n());
  }

  /** The share of the pneumonias that were called pneumonia, in [0, 1] or NaN; also: recall. */
  public double sensitivity() {
    return ratio(confusion.tp(), confusion.tp() + confusion.fn());
  }

  /** The share of the normals that were called normal, in [0, 1] or NaN. */
  public double specificity() {
    return ratio(confusion.tn(), confusion.tn() + confusion.fp());
  }

  /** The share of pneumonias among what was called pneumonia, in [0, 1] or NaN. */
  public double precision() {
    return ratio(confusion.tp(), confusion.tp() + confusion.fp());
  }

  /** The harmonic mean of precision and sensitivity, in [0, 1] or NaN. */
  public double f1() {
    return ratio(2 * confusion.tp(), 2 * confusion.tp() + confusion.fp() + confusion.fn());
  }

  /** Area under the ROC curve, in [0, 1] or NaN; see {@link RocCurve#area()}. */
  public double auroc() {
    return auroc;
  }

  /** The 95 % confidence interval of {@link #auroc()}; see {@link RocCurve#interval()}. */
  public Interval aurocInterval() {
    return aurocInterval;
  }

  /** Average precision, in [0, 1] or NaN; see {@link RocCurve#averagePrecision()}. */
  public double auprc() {
    return auprc;
  }

  /** Brier score: the mean squared distance between probability and truth, in [0, 1] or NaN. */
  public double brier() {
    return brier;
  }

  /**
   * Log loss, natural logarithm, at least 0 or NaN; the probability given to the truth is taken as
   * at least 2.2e-16.
   */
  public double logLoss() {
    return logLoss;
  }

  /**
   * Expected calibration error over {@value #RELIABILITY_BINS} bins, in [0, 1] or NaN; see {@link
   * ReliabilityDiagram#expectedCalibrationError()}.
   */
  public double ece() {
    return reliability.expectedCalibrationError();
  }

  /** The ROC curve. */
  public RocCurve roc() {
    return roc;
  }

  /** Mean probability against observed share of pneumonia, by bins of probability. */
  public ReliabilityDiagram reliability() {
    return reliability;
  }

  /** Precision, recall and F1 of both classes, and their averages. */
  public ClassificationReport report() {
    Confusion c = confusion;
    return new ClassificationReport(
        new ClassificationReport.Row(
            ratio(c.tn(), c.tn() + c.fn()),
            specificity(),
            ratio(2 * c.tn(), 2 * c.tn() + c.fn() + c.fp()),
            c.tn() + c.fp()),
        new ClassificationReport.Row(precision(), sensitivity(), f1(), c.tp() + c.fn()),
        accuracy());
  }

  private static double ratio(int part, int whole) {
    return (double) part / whole;
  }

  private static double brier(boolean[] positive, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < positive.length; i++) {
      double distance = probabilities[i] - (positive[i] ? 1 : 0);
      sum += distance * distance;
    }
    return sum / positive.length;
  }

  private static double logLoss(boolean[] positive, double[] probabilities) {
    double least = Math.ulp(1.0);
    double sum = 0;
    for (int i = 0; i < positive.length; i++) {
      double ofTruth = positive[i] ? probabilities[i] : 1 - probabilities[i];
      sum -= Math.log(Math.max(ofTruth, least));
    }
    return sum / positive.length;
  }
}
