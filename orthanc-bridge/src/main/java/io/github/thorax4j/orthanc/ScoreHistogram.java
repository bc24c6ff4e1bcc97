package io.github.thorax4j.orthanc;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How often a model's probabilities fall into each tenth of [0, 1]. Immutable.
 *
 * @see <a href="https://doi.org/10.1080/01605682.2018.1510806">the population stability index</a>
 */
final class ScoreHistogram {

  /** How many bins there are, all of the same width. */
  static final int BINS = 10;

  /** Where a model's card has the share of each bin in the training's hold-out, by number. */
  private static final String METRIC = "holdout.score.bin";

  private static final double ADDED = 0.001;

  private final double[] shares;
  private final long scores;

  private ScoreHistogram(double[] shares, long scores) {
    this.shares = shares;
    this.scores = scores;
  }

  /** Of probabilities. */
  static ScoreHistogram of(double[] probabilities) {
    double[] shares = new double[BINS];
    for (double probability : probabilities) {
      shares[Math.min(BINS - 1, (int) (probability * BINS))] += 1.0 / probabilities.length;
    }
    return new ScoreHistogram(shares, probabilities.length);
  }

  /** What a model's card says of the training's hold-out, if it does. */
  static Optional<ScoreHistogram> of(Map<String, Double> metrics, int heldOut) {
    double[] shares = new double[BINS];
    for (int bin = 0; bin < BINS; bin++) {
      Double share = metrics.get(METRIC + bin);
      if (share == null) {
        return Optional.empty();
      }
      shares[bin] = share;
    }
    return Optional.of(new ScoreHistogram(shares, heldOut));
  }

  /** The share of a bin, in [0, 1]. */
  double share(int bin) {
    return shares[bin];
  }

  /** Of how many probabilities it is. */
  long scores() {
    return scores;
  }

  /**
   * The population stability index against a reference: the sum over the bins of (share -
   * reference) ln(share / reference). Below 0.1 counts as stable, from 0.25 on as shifted. A
   * thousandth is added to each share, so that an empty bin does not make it infinite.
   */
  double distance(ScoreHistogram reference) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double ours = smoothed(bin);
      double theirs = reference.smoothed(bin);
      sum += (ours - theirs) * Math.log(ours / theirs);
    }
    return sum;
  }

  private double smoothed(int bin) {
    return (shares[bin] + ADDED) / (1 + BINS * ADDED);
  }

  @Override
  public String toString() {
    return Arrays.toString(shares) + " of " + scores;
  }
}
