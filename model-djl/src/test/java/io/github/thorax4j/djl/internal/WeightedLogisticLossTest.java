package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class WeightedLogisticLossTest {

  private static double loss(WeightedLogisticLoss loss, float[] logits, float[] labels) {
    try (NDManager manager = TorchEngine.newManager()) {
      Shape shape = new Shape(logits.length, 1);
      return loss.evaluate(
              new NDList(manager.create(labels, shape)), new NDList(manager.create(logits, shape)))
          .getFloat();
    }
  }

  @Test
  void numbersByHand() {
    WeightedLogisticLoss plain = new WeightedLogisticLoss(1, 1, 0);

    // -log sigmoid(0) = log 2
    assertThat(loss(plain, new float[] {0}, new float[] {1})).isCloseTo(0.693147, within(1e-6));
    // log(1 + exp(-2)) = 0.126928 and 2 + 0.126928
    assertThat(loss(plain, new float[] {2}, new float[] {1})).isCloseTo(0.126928, within(1e-6));
    assertThat(loss(plain, new float[] {2}, new float[] {0})).isCloseTo(2.126928, within(1e-6));
    // the mean of both
    assertThat(loss(plain, new float[] {2, 2}, new float[] {0, 1}))
        .isCloseTo(1.126928, within(1e-6));
  }

  @Test
  void classesAreWeightedSoThatBothCountTheSame() {
    // 1 of 4 is normal: weights 4 / 2 = 2 and 4 / 6 = 0.666667.
    WeightedLogisticLoss balanced = WeightedLogisticLoss.balanced(1, 3, 0);

    assertThat(loss(balanced, new float[] {2}, new float[] {0}))
        .isCloseTo(2 * 2.126928, within(1e-5));
    assertThat(loss(balanced, new float[] {2}, new float[] {1}))
        .isCloseTo(0.126928 * 2 / 3, within(1e-6));
    assertThat(loss(balanced, new float[4], new float[] {0, 1, 1, 1}))
        .isCloseTo(0.693147, within(1e-6));
  }

  @Test
  void smoothingDrawsTargetsTowardsOneHalf() {
    // smoothing 0.1: targets 0.05 and 0.95; 2.126928 - 2 * t
    WeightedLogisticLoss smooth = new WeightedLogisticLoss(1, 1, 0.1);

    assertThat(loss(smooth, new float[] {2}, new float[] {1})).isCloseTo(0.226928, within(1e-6));
    assertThat(loss(smooth, new float[] {2}, new float[] {0})).isCloseTo(2.026928, within(1e-6));
  }

  @Test
  void largeLogitsGiveFiniteNumbers() {
    WeightedLogisticLoss plain = new WeightedLogisticLoss(1, 1, 0);

    assertThat(loss(plain, new float[] {1000}, new float[] {0})).isEqualTo(1000);
    assertThat(loss(plain, new float[] {-1000}, new float[] {1})).isEqualTo(1000);
    assertThat(loss(plain, new float[] {1000}, new float[] {1})).isZero();
    assertThat(loss(plain, new float[] {-1000}, new float[] {0})).isZero();
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    WeightedLogisticLoss loss = WeightedLogisticLoss.balanced(2, 5, 0.05);
    float[] logits = {-3, -0.7f, -0.1f, 0.2f, 1.5f, 6};
    float[] labels = {0, 1, 0, 1, 0, 1};
    float[] gradient;
    try (NDManager manager = TorchEngine.newManager()) {
      Shape shape = new Shape(logits.length, 1);
      NDArray z = manager.create(logits, shape);
      NDArray y = manager.create(labels, shape);
      z.setRequiresGradient(true);
      TorchEngine.collectingGradients(
          collector -> collector.backward(loss.evaluate(new NDList(y), new NDList(z))));
      gradient = z.getGradient().toFloatArray();
    }
    float step = 0.01f;
    for (int i = 0; i < logits.length; i++) {
      float[] up = logits.clone();
      float[] down = logits.clone();
      up[i] += step;
      down[i] -= step;
      double expected = (loss(loss, up, labels) - loss(loss, down, labels)) / (up[i] - down[i]);
      assertThat((double) gradient[i]).isCloseTo(expected, within(5e-5));
    }
  }
}
