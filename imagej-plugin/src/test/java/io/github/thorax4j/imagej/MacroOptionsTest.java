package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MacroOptionsTest {

  @Test
  void readsWordsNumbersAndBracketedValues() {
    MacroOptions options =
        MacroOptions.of("heatmap opacity=40 folder=[/with space/a=b [2]] csv='/out put.csv'");

    assertThat(options.has("heatmap")).isTrue();
    assertThat(options.number("opacity", 50, 0, 100)).isEqualTo(40);
    assertThat(options.text("folder", "")).isEqualTo("/with space/a=b [2]");
    assertThat(options.text("csv", "")).isEqualTo("/out put.csv");
    assertThat(options.checked("heatmap", "opacity", "folder", "csv")).isSameAs(options);
  }

  @Test
  void takesDefaultsForWhatIsNotThere() {
    MacroOptions options = MacroOptions.of("");

    assertThat(options.has("heatmap")).isFalse();
    assertThat(options.number("opacity", 50, 0, 100)).isEqualTo(50);
    assertThat(options.text("folder", "none")).isEqualTo("none");
  }

  @Test
  void doesNotTakeAWordInsideOfAValueForAnOption() {
    MacroOptions options = MacroOptions.of("folder=[/a heatmap b]");

    assertThat(options.has("heatmap")).isFalse();
  }

  @Test
  void namesAWordThatMeansNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MacroOptions.of("heatmp opacity=40").checked("heatmap", "opacity"))
        .withMessage("unknown option 'heatmp': expected heatmap, opacity");
  }

  @Test
  void namesANumberOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MacroOptions.of("opacity=140").number("opacity", 50, 0, 100))
        .withMessage("opacity must be a number from 0.0 to 100.0: '140'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MacroOptions.of("opacity=dark").number("opacity", 50, 0, 100))
        .withMessageContaining("'dark'");
  }
}
