package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

  private static Weights weights(float... values) {
    return new Weights(Map.of("w", values));
  }

  @Test
  void updatesByHand() {
    WeightAverage average = new WeightAverage(0.998, weights(0, 8));

    // Decay 2/11, then 3/12.
    average.update(weights(1, 8));
    assertThat(average.weights().get("w")).containsExactly(new float[] {9 / 11f, 8}, within(1e-6f));
    average.update(weights(3, 0));
    assertThat(average.weights().get("w"))
        .containsExactly(new float[] {9 / 44f + 9 / 4f, 2}, within(1e-6f));
  }

  @Test
  void theDecayIsNeverAboveTheRecipes() {
    WeightAverage average = new WeightAverage(0.5, weights(0));
    for (int i = 0; i < 100; i++) {
      average.update(weights(0));
    }

    average.update(weights(1));

    assertThat(average.weights().get("w")).containsExactly(0.5f);
  }

  @Test
  void withoutAveragingTheLastWeightsAreKept() {
    WeightAverage average = new WeightAverage(0, weights(5));

    average.update(weights(1));
    average.update(weights(7));

    assertThat(average.weights().get("w")).containsExactly(7f);
  }

  @Test
  void whatWasHandedOutDoesNotChange() {
    WeightAverage average = new WeightAverage(0, weights(5));
    Weights before = average.weights();

    average.update(weights(1));

    assertThat(before.get("w")).containsExactly(5f);
  }
}
