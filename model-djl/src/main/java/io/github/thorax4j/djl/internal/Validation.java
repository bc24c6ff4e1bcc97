package io.github.thorax4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.github.thorax4j.Finding;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.djl.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Measures weights on held-out images, as they are and degraded: each epoch on one mixed set of
 * degraded copies, at the end on a set for each way of degrading.
 */
final class Validation {

  /** Into how many equal parts of [0, 1] the distribution of the probabilities is told. */
  private static final int SCORE_BINS = 10;

  private static final int BATCH = 32;
  private static final double MAX_TEMPERATURE = 10;

  /** What came of one set of images. */
  record Result(double loss, double auroc, double accuracy, List<Double> logits) {

    /** Nothing measured. */
    static final Result NONE = new Result(Double.NaN, Double.NaN, Double.NaN, List.of());
  }

  private final Architecture architecture;
  private final long seed;
  private final boolean[] truth;
  private final List<float[]> clean = new ArrayList<>();

  Validation(Architecture architecture, TrainingImages images, long seed) {
    this.architecture = architecture;
    this.seed = seed;
    truth = new boolean[images.size()];
    int side = architecture.input().width();
    for (int i = 0; i < truth.length; i++) {
      truth[i] = images.label(i) == Finding.PNEUMONIA;
      byte[] pixels = images.shared(i);
      float[] values = new float[pixels.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = (pixels[k] & 0xff) / 255f;
      }
      clean.add(Radiograph.of(images.side(), images.side(), values).resize(side, side).pixels());
    }
  }

  boolean isEmpty() {
    return truth.length == 0;
  }

  /** The held-out images as they are. */
  Result clean(Weights weights) {
    return measure(weights, clean);
  }

  /** The held-out images, each degraded in one way: the ways take turns. */
  Result degraded(Weights weights) {
    Degradation[] ways = Degradation.values();
    List<float[]> degraded = new ArrayList<>();
    for (int i = 0; i < clean.size(); i++) {
      degraded.add(degrade(ways[i % ways.length], i));
    }
    return measure(weights, degraded);
  }

  /** Figures for a model card: as they are, and all degraded in each way. */
  Map<String, Double> metrics(Weights weights, ModelCard.Calibration calibration) {
    Map<String, Double> metrics = new TreeMap<>();
    if (isEmpty()) {
      return metrics;
    }
    List<Double> logits = clean(weights).logits();
    double[] probabilities = new double[logits.size()];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = calibration.probability(logits.get(i));
    }
    Evaluation evaluation = Evaluation.of(truth, probabilities, 0.5);
    metrics.put("holdout.auroc", evaluation.auroc());
    metrics.put("holdout.accuracy", evaluation.accuracy());
    metrics.put("holdout.sensitivity", evaluation.sensitivity());
    metrics.put("holdout.specificity", evaluation.specificity());
    metrics.put("holdout.brier", evaluation.brier());
    double[] shares = new double[SCORE_BINS];
    for (double probability : probabilities) {
      int bin = Math.min(SCORE_BINS - 1, (int) (probability * SCORE_BINS));
      shares[bin] += 1.0 / probabilities.length;
    }
    for (int bin = 0; bin < SCORE_BINS; bin++) {
      metrics.put("holdout.score.bin" + bin, shares[bin]);
    }
    for (Degradation way : Degradation.values()) {
      List<float[]> degraded = new ArrayList<>();
      for (int i = 0; i < clean.size(); i++) {
        degraded.add(degrade(way, i));
      }
      Result result = measure(weights, degraded);
      String name = "holdout." + way.name().toLowerCase(java.util.Locale.ROOT);
      metrics.put(name + ".auroc", result.auroc());
      metrics.put(name + ".accuracy", result.accuracy());
    }
    metrics.values().removeIf(value -> value.isNaN());
    return metrics;
  }

  /**
   * The temperature that gives degraded images the least log loss, but at least 1: a model is never
   * made surer of itself, since images from elsewhere are harder than those held out.
   */
  ModelCard.Calibration calibration(Weights weights) {
    if (isEmpty()) {
      return ModelCard.Calibration.NONE;
    }
    List<Double> logits = degraded(weights).logits();
    double best = 1;
    double bestLoss = logLoss(logits, 1);
    for (double t = 1; t <= MAX_TEMPERATURE; t *= 1.01) {
      double loss = logLoss(logits, t);
      if (loss < bestLoss) {
        bestLoss = loss;
        best = t;
      }
    }
    return new ModelCard.Calibration(best);
  }

  private float[] degrade(Degradation way, int index) {
    SplittableRandom random = new SplittableRandom(seed * 31 + index);
    return way.apply(clean.get(index), architecture.input().width(), random);
  }

  private Result measure(Weights weights, List<float[]> pixels) {
    double[] logits = new double[pixels.size()];
    int area = architecture.input().width() * architecture.input().height();
    try (NDManager manager = TorchEngine.newManager()) {
      Network network = new Network(manager, architecture, weights, new RandomBytes(0), false);
      ParameterStore store = new ParameterStore(manager, false);
      for (int from = 0; from < logits.length; from += BATCH) {
        int n = Math.min(BATCH, logits.length - from);
        float[] batch = new float[n * area];
        for (int i = 0; i < n; i++) {
          BatchPipeline.standardise(pixels.get(from + i), architecture.input(), batch, i * area);
        }
        try (NDManager own = manager.newSubManager()) {
          NDArray input = Network.input(own, architecture, batch, n);
          float[] out =
              network
                  .whole()
                  .forward(store, new NDList(input), false)
                  .singletonOrThrow()
                  .toFloatArray();
          for (int i = 0; i < n; i++) {
            logits[from + i] = out[i];
          }
        }
      }
    }
    int right = 0;
    for (int i = 0; i < logits.length; i++) {
      right += (logits[i] >= 0) == truth[i] ? 1 : 0;
    }
    List<Double> boxed = Arrays.stream(logits).boxed().toList();
    return new Result(
        logLoss(boxed, 1), Evaluation.auroc(truth, logits), (double) right / logits.length, boxed);
  }

  private double logLoss(List<Double> logits, double temperature) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double towards = (truth[i] ? logits.get(i) : -logits.get(i)) / temperature;
      sum += Math.max(0, -towards) + Math.log1p(Math.exp(-Math.abs(towards)));
    }
    return sum / truth.length;
  }
}
