package io.github.thorax4j.djl;

import java.util.ArrayList;
import java.util.List;

/**
 * How well probabilities of pneumonia mean what they say: images are put into bins of equal width
 * by their probability, and in each the mean probability is held against the share that has
 * pneumonia (DeGroot and Fienberg, The Statistician 1983).
 *
 * @param bins the bins, from probability 0 up, empty ones included
 */
public record ReliabilityDiagram(List<Bin> bins) {

  /** Copies the list. */
  public ReliabilityDiagram {
    bins = List.copyOf(bins);
  }

  /**
   * One bin.
   *
   * @param from its least probability
   * @param to where it ends; belongs to the next bin, but 1 to the last
   * @param count how many images are in it
   * @param meanProbability the mean of their probabilities, or NaN if there are none
   * @param observed the share of them that has pneumonia, in [0, 1], or NaN if there are none
   */
  public record Bin(double from, double to, int count, double meanProbability, double observed) {}

  /**
   * The diagram of probabilities.
   *
   * @param positive whether each image shows pneumonia
   * @param probabilities the probability of pneumonia of each, in [0, 1]
   * @param bins how many bins, at least 1
   */
  static ReliabilityDiagram of(boolean[] positive, double[] probabilities, int bins) {
    int[] counts = new int[bins];
    int[] positives = new int[bins];
    double[] sums = new double[bins];
    for (int i = 0; i < probabilities.length; i++) {
      int bin = Math.min(bins - 1, (int) (probabilities[i] * bins));
      counts[bin]++;
      sums[bin] += probabilities[i];
      if (positive[i]) {
        positives[bin]++;
      }
    }
    List<Bin> result = new ArrayList<>(bins);
    for (int b = 0; b < bins; b++) {
      result.add(
          new Bin(
              (double) b / bins,
              (double) (b + 1) / bins,
              counts[b],
              sums[b] / counts[b],
              (double) positives[b] / counts[b]));
    }
    return new ReliabilityDiagram(result);
  }

  /**
   * Expected calibration error: the mean distance between mean probability and observed share,
   * weighted by the images of each bin (Naeini et al., AAAI 2015). It is taken over the probability
   * of pneumonia, not over the confidence in the predicted class.
   *
   * @return in [0, 1], or NaN without images
   */
  public double expectedCalibrationError() {
    double sum = 0;
    long n = 0;
    for (Bin bin : bins) {
      if (bin.count() > 0) {
        sum += bin.count() * Math.abs(bin.meanProbability() - bin.observed());
        n += bin.count();
      }
    }
    return sum / n;
  }
}
