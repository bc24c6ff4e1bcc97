package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;

class MaskDropoutTest {

  private static float[] forward(double rate, long seed, boolean training, Shape shape) {
    try (NDManager manager = TorchEngine.newManager()) {
      NDArray x = manager.ones(shape);
      return new MaskDropout(rate, new RandomBytes(seed))
          .forward(new ParameterStore(manager, false), new NDList(x), training)
          .singletonOrThrow()
          .toFloatArray();
    }
  }

  @Test
  void changesNothingWhenNotTraining() {
    assertThat(forward(0.5, 1, false, new Shape(2, 3, 4, 5))).containsOnly(1f);
    assertThat(forward(0, 1, true, new Shape(2, 3, 4, 5))).containsOnly(1f);
  }

  @Test
  void whatIsKeptIsScaledSoThatTheMeanStays() {
    for (Shape shape : new Shape[] {new Shape(8, 16, 32, 32), new Shape(128, 1024)}) {
      float[] out = forward(0.25, 3, true, shape);

      assertThat(out).containsOnly(0f, 256f / 192);
      double mean = 0;
      for (float value : out) {
        mean += value / out.length;
      }
      // 131,072 values: four standard deviations of the mean are 0.0064.
      assertThat(mean).isCloseTo(1, within(0.0064));
    }
  }

  @Test
  void theSameSeedDropsTheSame() {
    Shape shape = new Shape(2, 3, 5, 7);

    assertThat(forward(0.5, 9, true, shape))
        .isEqualTo(forward(0.5, 9, true, shape))
        .isNotEqualTo(forward(0.5, 10, true, shape));
  }

  @Test
  void theMaskLiesChannelsLast() {
    float[] out = forward(0.5, 9, true, new Shape(1, 3, 2, 5));

    // The same draws over a vector are in the order rows, columns, channels.
    float[] flat = forward(0.5, 9, true, new Shape(1, 30));
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 10; i++) {
        assertThat(out[c * 10 + i]).isEqualTo(flat[i * 3 + c]);
      }
    }
  }
}
