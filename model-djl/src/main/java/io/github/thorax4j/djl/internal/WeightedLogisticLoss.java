package io.github.thorax4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/**
 * Binary cross-entropy on logits, weighted by class, with label smoothing: {@code w(y) * (relu(z) -
 * z * t + log(1 + exp(-|z|)))}, {@code t = y * (1 - s) + s / 2}; the mean over the batch.
 */
final class WeightedLogisticLoss extends Loss {

  private final double normalWeight;
  private final double pneumoniaWeight;
  private final double smoothing;

  WeightedLogisticLoss(double normalWeight, double pneumoniaWeight, double smoothing) {
    super("WeightedLogisticLoss");
    this.normalWeight = normalWeight;
    this.pneumoniaWeight = pneumoniaWeight;
    this.smoothing = smoothing;
  }

  /** The loss that gives both classes the same weight in total. */
  static WeightedLogisticLoss balanced(int normal, int pneumonia, double smoothing) {
    double all = normal + pneumonia;
    return new WeightedLogisticLoss(all / (2 * normal), all / (2 * pneumonia), smoothing);
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray z = predictions.singletonOrThrow();
    NDArray y = labels.singletonOrThrow();
    NDArray target = y.mul(1 - smoothing).add(smoothing / 2);
    NDArray weight = y.mul(pneumoniaWeight - normalWeight).add(normalWeight);
    NDArray softplus = z.abs().neg().exp().add(1).log();
    NDArray loss = z.maximum(0).sub(z.mul(target)).add(softplus);
    return loss.mul(weight).mean();
  }
}
