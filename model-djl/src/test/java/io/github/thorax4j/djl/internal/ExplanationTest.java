package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.thorax4j.Explanation;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.testdata.Phantom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

  private static final Radiograph FILM = Phantom.pneumonia(300, 260, 3).radiograph();

  @ParameterizedTest
  @CsvSource({"thoraxnet, 4", "seed-cnn, 29"})
  void theMapIsGradCamWithGradientsOfFiniteDifferences(String name, int side) {
    float[] expected = gradCam(name, side);
    try (PneumoniaClassifier classifier = new DjlClassifier(GeneratedModel.initial(name, 21))) {
      Explanation explanation = classifier.explain(FILM);

      assertThat(explanation.columns()).isEqualTo(side);
      assertThat(explanation.rows()).isEqualTo(side);
      assertThat(explanation.width()).isEqualTo(300);
      assertThat(explanation.height()).isEqualTo(260);
      assertThat(explanation.cells()).contains(1f).containsExactly(expected, within(0.02f));
    }
  }

  /**
   * Grad-CAM without the engine's gradients. What shifting a whole channel does to the logit is the
   * sum of the gradients over the channel.
   */
  private static float[] gradCam(String name, int side) {
    Architecture architecture = Architecture.named(name);
    int area = side * side;
    try (NDManager manager = TorchEngine.newManager()) {
      Network network =
          new Network(
              manager, architecture, Weights.initial(architecture, 21), new RandomBytes(0), false);
      ParameterStore store = new ParameterStore(manager, false);
      float[] pixels = new float[128 * 128];
      BatchPipeline.standardise(FILM.resize(128, 128).pixels(), architecture.input(), pixels, 0);
      NDArray stage =
          network
              .features()
              .forward(store, new NDList(Network.input(manager, architecture, pixels, 1)), false)
              .singletonOrThrow();
      int channels = (int) stage.getShape().get(1);
      assertThat(stage.getShape()).isEqualTo(new Shape(1, channels, side, side));
      float[] activations = stage.toFloatArray();
      double[] cells = new double[area];
      float step = 0.01f;
      for (int c = 0; c < channels; c++) {
        double slope =
            (logit(network, store, manager, activations, stage.getShape(), c, step)
                    - logit(network, store, manager, activations, stage.getShape(), c, -step))
                / (2 * step);
        for (int i = 0; i < area; i++) {
          cells[i] += slope / area * activations[c * area + i];
        }
      }
      double largest = 0;
      for (double cell : cells) {
        largest = Math.max(largest, cell);
      }
      assertThat(largest).isPositive();
      float[] map = new float[area];
      for (int i = 0; i < area; i++) {
        map[i] = (float) Math.max(0, cells[i] / largest);
      }
      return map;
    }
  }

  private static double logit(
      Network network,
      ParameterStore store,
      NDManager manager,
      float[] activations,
      Shape shape,
      int channel,
      float step) {
    int area = (int) (shape.get(2) * shape.get(3));
    float[] moved = activations.clone();
    for (int i = channel * area; i < (channel + 1) * area; i++) {
      moved[i] += step;
    }
    try (NDManager own = manager.newSubManager()) {
      return network
          .head()
          .forward(store, new NDList(own.create(moved, shape)), false)
          .singletonOrThrow()
          .toFloatArray()[0];
    }
  }

  @Test
  void severalThreadsExplainWhileOthersClassify() throws InterruptedException, ExecutionException {
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      float[] cells = classifier.explain(FILM).cells();
      Outcome outcome = classifier.classify(FILM);
      ExecutorService pool = Executors.newFixedThreadPool(6);
      try {
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          boolean explains = i % 2 == 0;
          results.add(
              pool.submit(
                  () -> {
                    for (int k = 0; k < 15; k++) {
                      if (explains) {
                        Explanation explanation = classifier.explain(FILM);
                        assertThat(explanation.cells()).containsExactly(cells, within(1e-5f));
                        assertThat(explanation.outcome()).isEqualTo(outcome);
                      } else {
                        assertThat(classifier.classify(FILM)).isEqualTo(outcome);
                      }
                    }
                  }));
        }
        for (Future<?> result : results) {
          result.get();
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }
}
