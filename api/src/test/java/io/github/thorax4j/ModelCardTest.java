package io.github.thorax4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.ModelCard.Calibration;
import io.github.thorax4j.ModelCard.Input;
import io.github.thorax4j.ModelCard.Provenance;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {

  private static final ModelIdentity IDENTITY = new ModelIdentity("n", "1", "b".repeat(64));
  private static final Input INPUT = new Input(128, 128, 1, 0.48, 0.24);
  private static final Provenance PROVENANCE =
      new Provenance("d", 90, 10, "robust", 1, 40, "thorax4j", Map.of("b", "2", "a", "1"));

  private static ModelCard card(double threshold, Map<String, Double> metrics) {
    return new ModelCard(
        IDENTITY, "thoraxnet", 10, INPUT, threshold, Calibration.NONE, PROVENANCE, metrics);
  }

  // Expected values: 1 / (1 + exp(-1)) = 0.731058578630, 1 / (1 + exp(-0.5)) = 0.622459331202.
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0.5", "1, 1, 0.731058578630", "1, -1, 0.268941421370",
    "2, 1, 0.622459331202", "2, 2, 0.731058578630", "3.5, 0, 0.5",
    "1, 1000, 1", "1, -1000, 0"
  })
  void temperatureScaling(double temperature, double logit, double expected) {
    assertThat(new Calibration(temperature).probability(logit)).isEqualTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesATemperatureThatMakesSurer(double temperature) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibration(temperature))
        .withMessage("temperature must be at least 1: " + temperature);
  }

  @Test
  void refusesInputsThatAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Input(0, 1, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Input(1, 0, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Input(1, 1, 2, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Input(1, 1, 1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Input(1, 1, 1, Double.NaN, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Input(1, 1, 3, 0, Double.NaN));
  }

  @Test
  void refusesAThresholdThatIsNoProbability() {
    assertThatIllegalArgumentException().isThrownBy(() -> card(1.5, Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> card(Double.NaN, Map.of()));
  }

  @Test
  void copiesAndSortsMaps() {
    Map<String, Double> metrics = new HashMap<>(Map.of("z", 1.0, "auroc", 0.9));
    ModelCard card = card(0.5, metrics);
    metrics.clear();

    assertThat(card.metrics().keySet()).containsExactly("auroc", "z");
    assertThat(card.provenance().settings().keySet()).containsExactly("a", "b");
    assertThatThrownBy(() -> card.metrics().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> card.provenance().settings().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> card(0.5, null));
    assertThatNullPointerException()
        .isThrownBy(() -> new Provenance(null, 0, 0, "r", 0, 0, "s", Map.of()));
  }
}
