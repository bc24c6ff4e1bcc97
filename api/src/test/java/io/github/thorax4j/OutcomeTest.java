package io.github.thorax4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

  private static final ModelIdentity MODEL =
      new ModelIdentity("thoraxnet", "1.2", "0123456789abcdef".repeat(4));

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, NORMAL",
    "0.4999, 0.5, NORMAL",
    "0.5, 0.5, PNEUMONIA",
    "1, 0.5, PNEUMONIA",
    "0, 0, PNEUMONIA",
    "1, 1, PNEUMONIA",
    "0.9999, 1, NORMAL"
  })
  void pneumoniaFromTheThresholdOn(double probability, double threshold, Finding finding) {
    Outcome.Assessed assessed = Outcome.Assessed.of(probability, threshold, MODEL, List.of());

    assertThat(assessed.finding()).isEqualTo(finding);
    assertThat(new Outcome.Assessed(probability, finding, threshold, MODEL, List.of()))
        .isEqualTo(assessed);
  }

  @Test
  void refusesAFindingThatDoesNotFollow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Outcome.Assessed(0.7, Finding.NORMAL, 0.5, MODEL, List.of()))
        .withMessage("NORMAL does not follow from 0.7 at threshold 0.5");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNoProbability(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Outcome.Assessed.of(value, 0.5, MODEL, List.of()))
        .withMessage("probability must be in [0, 1]: " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Outcome.Assessed.of(0.5, value, MODEL, List.of()))
        .withMessage("threshold must be in [0, 1]: " + value);
  }

  @Test
  void anotherThresholdChangesTheFindingAlone() {
    Outcome.Assessed strict = Outcome.Assessed.of(0.6, 0.5, MODEL, List.of("invert")).at(0.7);

    assertThat(strict.finding()).isEqualTo(Finding.NORMAL);
    assertThat(strict.probability()).isEqualTo(0.6);
    assertThat(strict.threshold()).isEqualTo(0.7);
    assertThat(strict.model()).isEqualTo(MODEL);
    assertThat(strict.preprocessing()).containsExactly("invert");
  }

  @Test
  void copiesTheSteps() {
    List<String> steps = new ArrayList<>(List.of("a"));
    Outcome assessed = Outcome.Assessed.of(0.6, 0.5, MODEL, steps);
    Outcome declined = new Outcome.Declined(Reason.COLOUR, "three samples", MODEL, steps);
    steps.add("b");

    for (Outcome outcome : List.of(assessed, declined)) {
      assertThat(outcome.preprocessing()).containsExactly("a");
      assertThatThrownBy(() -> outcome.preprocessing().add("c"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> Outcome.Assessed.of(0.6, 0.5, null, List.of()));
    assertThatNullPointerException()
        .isThrownBy(() -> new Outcome.Declined(null, "", MODEL, List.of()));
    assertThatNullPointerException()
        .isThrownBy(() -> new Outcome.Declined(Reason.COLOUR, null, MODEL, List.of()));
    assertThatNullPointerException()
        .isThrownBy(() -> new Outcome.Declined(Reason.COLOUR, "", null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "0123456789ABCDEF", "g"})
  void anIdentityNeedsADigest(String digits) {
    String sha256 = digits.length() == 16 ? digits.repeat(4) : digits;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelIdentity("n", "1", sha256))
        .withMessage("not a SHA-256 in lower-case hexadecimal: " + sha256);
  }

  @Test
  void anIdentityReadsWell() {
    assertThat(MODEL).hasToString("thoraxnet 1.2 (0123456789ab)");
  }
}
