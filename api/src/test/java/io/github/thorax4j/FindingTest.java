package io.github.thorax4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingTest {

  @ParameterizedTest
  @CsvSource({
    "NORMAL,NORMAL",
    "normal,NORMAL",
    "' Normal ',NORMAL",
    "0,NORMAL",
    "PNEUMONIA,PNEUMONIA",
    "Pneumonia,PNEUMONIA",
    "1,PNEUMONIA"
  })
  void parsesLabels(String label, Finding expected) {
    assertThat(Finding.parse(label)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "-1", "pneumo", "NORMAL,PNEUMONIA", "true"})
  void refusesOtherText(String label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Finding.parse(label))
        .withMessage("unknown label '" + label + "': expected NORMAL or PNEUMONIA");
  }

  @Test
  void parsesAndPrintsTheSameUnderATurkishLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(Finding.parse("PNEUMONIA")).isEqualTo(Finding.PNEUMONIA);
      assertThat(Finding.PNEUMONIA.label()).isEqualTo("pneumonia");
      assertThat(Reason.UNSUITABLE_SIZE.label()).isEqualTo("unsuitable_size");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void targetsAreWhatNetworksLearn() {
    assertThat(Finding.PNEUMONIA.target()).isOne();
    assertThat(Finding.NORMAL.target()).isZero();
  }
}
