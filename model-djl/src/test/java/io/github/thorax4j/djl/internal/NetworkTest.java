package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.thorax4j.djl.Architectures;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkTest {

  private static float[] noise(int length) {
    SplittableRandom random = new SplittableRandom(4);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @Test
  void channelsLastInMemoryChangesNoNumber() {
    for (String name : Architectures.names()) {
      Architecture architecture = Architecture.named(name);
      int channels = architecture.input().channels();
      int area = 128 * 128;
      float[] pixels = noise(2 * area);
      float[] planes = new float[2 * channels * area];
      for (int i = 0; i < 2 * channels; i++) {
        System.arraycopy(pixels, i / channels * area, planes, i * area, area);
      }
      try (NDManager manager = TorchEngine.newManager()) {
        Network network =
            new Network(
                manager, architecture, Weights.initial(architecture, 1), new RandomBytes(0), false);
        NDArray plain = manager.create(planes, new Shape(2, channels, 128, 128));
        NDArray last = Network.input(manager, architecture, pixels, 2);
        assertThat(last.getShape()).isEqualTo(plain.getShape());
        assertThat(last.toFloatArray()).isEqualTo(planes);

        ParameterStore store = new ParameterStore(manager, false);
        float[] expected =
            network.whole().forward(store, new NDList(plain), false).get(0).toFloatArray();
        float[] actual =
            network.whole().forward(store, new NDList(last), false).get(0).toFloatArray();
        assertThat(actual).containsExactly(expected, within(1e-4f));
      }
    }
  }

  @Test
  void weightsComeBackAsTheyWereGiven() {
    for (String name : Architectures.names()) {
      Architecture architecture = Architecture.named(name);
      Weights given = Weights.initial(architecture, 2);
      try (NDManager manager = TorchEngine.newManager()) {
        Weights back =
            new Network(manager, architecture, given, new RandomBytes(0), false).weights();
        assertThat(back.arrays().keySet()).containsExactlyElementsOf(given.arrays().keySet());
        given
            .arrays()
            .forEach((key, values) -> assertThat(back.get(key)).as(key).isEqualTo(values));
      }
    }
  }
}
