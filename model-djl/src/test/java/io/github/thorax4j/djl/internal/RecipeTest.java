package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecipeTest {

  @Test
  void oneCycleRisesFallsAndStaysDown() {
    Recipe robust = Recipe.named("robust");

    assertThat(robust.learningRate(0, 1000)).isCloseTo(0.04 * 2e-3, within(1e-12));
    // Half way up the cosine: 0.04 + 0.96 / 2.
    assertThat(robust.learningRate(75, 1000)).isCloseTo(0.52 * 2e-3, within(1e-12));
    assertThat(robust.learningRate(150, 1000)).isCloseTo(2e-3, within(1e-12));
    // Half way down: 0.0001 + 0.9999 / 2.
    assertThat(robust.learningRate(575, 1000)).isCloseTo(0.50005 * 2e-3, within(1e-12));
    assertThat(robust.learningRate(1000, 1000)).isCloseTo(1e-4 * 2e-3, within(1e-12));
    assertThat(robust.learningRate(2000, 1000)).isCloseTo(1e-4 * 2e-3, within(1e-12));
    assertThat(robust.learningRate(0, 0)).isPositive();
  }

  @Test
  void theOriginsRateIsConstant() {
    Recipe origin = Recipe.named("origin");

    for (long step : new long[] {0, 1, 500, 1000}) {
      assertThat(origin.learningRate(step, 1000)).isEqualTo(1e-3);
    }
  }

  @Test
  void unknownNamesAreRefusedAndTheKnownOnesNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.named("quick"))
        .withMessageContainingAll("quick", "origin", "robust");
  }
}
