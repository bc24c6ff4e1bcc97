package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folded network answers as the trained one does. */
class InferenceTest {

  @ParameterizedTest
  @ValueSource(strings = {"thoraxnet", "seed-cnn"})
  void foldedNetworkGivesTheSameLogits(String name) {
    Architecture architecture = Architecture.named(name);
    Weights weights = withStatistics(Weights.initial(architecture, 3));
    Inference folded = Inference.of(architecture, weights);

    float[] expected = logits(architecture, weights);
    float[] actual = logits(folded.architecture(), folded.weights());

    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .isEqualTo(expected[i], within(1e-4 * (1 + Math.abs(expected[i]))));
    }
    assertThat(expected[0]).isNotEqualTo(expected[1]);
  }

  @Test
  void noBatchNormIsLeft() {
    Architecture trained = Architecture.named("thoraxnet");
    Inference folded = Inference.of(trained, Weights.initial(trained, 3));

    assertThat(folded.weights().arrays().keySet())
        .noneMatch(name -> name.endsWith("gamma") || name.endsWith("runningVar"))
        .containsExactlyElementsOf(new Shapes(folded.architecture()).weights().keySet());
  }

  /** Batch norms as after a training: scales, shifts and statistics away from one and zero. */
  private static Weights withStatistics(Weights initial) {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, float[]> arrays = new LinkedHashMap<>();
    initial
        .arrays()
        .forEach(
            (name, values) -> {
              float[] changed = values.clone();
              if (name.matches(".*\\.(gamma|beta|runningMean|runningVar)")) {
                for (int i = 0; i < changed.length; i++) {
                  changed[i] += (float) random.nextDouble(0.5);
                }
              }
              arrays.put(name, changed);
            });
    return new Weights(arrays);
  }

  private static float[] logits(Architecture architecture, Weights weights) {
    float[] pixels = new float[2 * 128 * 128];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble(-2, 2);
    }
    try (NDManager manager = TorchEngine.newManager()) {
      Network network = new Network(manager, architecture, weights, new RandomBytes(0), false);
      return network
          .whole()
          .forward(
              new ParameterStore(manager, false),
              new NDList(Network.input(manager, architecture, pixels, 2)),
              false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }
}
