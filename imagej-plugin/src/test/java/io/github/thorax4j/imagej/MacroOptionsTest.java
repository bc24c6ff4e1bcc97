package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
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

  @Test
  void doesNotTakeAKeyInsideOfAValueForAnOption() {
    MacroOptions options = MacroOptions.of("data=[/a name=b] rename=c name=d");

    assertThat(options.text("name", "")).isEqualTo("d");
    assertThat(MacroOptions.of("data=[/a name=b]").text("name", "none")).isEqualTo("none");
  }

  @Test
  void takesAnEmptyValueAndOneThatIsNotClosed() {
    assertThat(MacroOptions.of("name=[] seed=1").text("name", "none")).isEmpty();
    assertThat(MacroOptions.of("name= seed=1").text("name", "none")).isEmpty();
    assertThat(MacroOptions.of("name=[a b").text("name", "").strip()).isEqualTo("a b");
    assertThat(MacroOptions.of("name='a b").text("name", "").strip()).isEqualTo("a b");
  }

  @Test
  void readsWholeNumbersAsMacrosWriteThem() {
    MacroOptions options = MacroOptions.of("epochs=2.0 seed=1e3 batch=1.5 hold-out=x");

    assertThat(options.whole("epochs", 0, 0, 10)).isEqualTo(2);
    assertThat(options.whole("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(1000);
    assertThat(options.whole("threads", 7, 0, 10)).isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.whole("batch", 0, 0, 10))
        .withMessage("batch must be a whole number from 0 to 10: '1.5'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.whole("hold-out", 0, 0, 10))
        .withMessageContaining("'x'");
  }

  @Test
  void aBlankPathIsNone() {
    assertThat(MacroOptions.path(" ")).isEmpty();
    assertThat(MacroOptions.path("/with space/a")).contains(Path.of("/with space/a"));
    assertThat(MacroOptions.path("a")).contains(Path.of("a").toAbsolutePath());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MacroOptions.path("/a\0b"))
        .withMessage("/a\\u0000b: is no valid path");
  }

  @Test
  void aCheckedBoxHasNoValueSoThatFalseDoesNotMeanTrue() {
    assertThat(MacroOptions.of("replace out=[/a]").flag("replace")).isTrue();
    assertThat(MacroOptions.of("out=[/a replace b]").flag("replace")).isFalse();
    for (String value : new String[] {"false", "0", "true", "[]"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MacroOptions.of("replace=" + value).flag("replace"))
          .withMessage("replace takes no value; leave the word out if it is not wanted");
    }
  }
}
