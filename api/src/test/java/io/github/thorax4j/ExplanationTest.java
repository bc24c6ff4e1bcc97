package io.github.thorax4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

  private static final Outcome OUTCOME =
      Outcome.Assessed.of(0.9, 0.5, new ModelIdentity("n", "1", "a".repeat(64)), List.of());

  /** Cells of 4x4 image pixels: their centres are at 1.5 and 5.5, between pixels. */
  private final Explanation map =
      new Explanation(OUTCOME, 8, 8, 2, 2, new float[] {0, 1, 0.5f, 0.25f});

  @ParameterizedTest
  @CsvSource({
    // Outside the outermost centres the edge's value goes on.
    "0, 0, 0",
    "1, 1, 0",
    "7, 0, 1",
    "0, 7, 0.5",
    "7, 7, 0.25",
    // Pixel 2 has its centre at 2.5: 2.5 / 4 - 0.5 = 0.125 of the way to the second cell.
    "2, 0, 0.125",
    "3, 0, 0.375",
    "4, 0, 0.625",
    "5, 0, 0.875",
    "6, 0, 1",
    "0, 3, 0.1875",
    "0, 4, 0.3125",
    // Both ways at u = v = 0.375: 0.625 * 0.375 + 0.375 * (0.5 * 0.625 + 0.25 * 0.375).
    "3, 3, 0.38671875"
  })
  void interpolatesBetweenTheCentresOfCells(int x, int y, float expected) {
    assertThat(map.at(x, y)).isEqualTo(expected, within(1e-6f));
  }

  @Test
  void oneCellCoversTheWholeImage() {
    Explanation flat = new Explanation(OUTCOME, 5, 3, 1, 1, new float[] {0.7f});

    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(flat.at(x, y)).isEqualTo(0.7f, within(1e-6f));
      }
    }
  }

  @Test
  void aMapAsFineAsTheImageIsReadAsItIs() {
    float[] cells = {0, 0.2f, 0.4f, 0.6f, 0.8f, 1};
    Explanation fine = new Explanation(OUTCOME, 3, 2, 3, 2, cells);

    for (int i = 0; i < cells.length; i++) {
      assertThat(fine.at(i % 3, i / 3)).isEqualTo(cells[i], within(1e-6f));
    }
  }

  @Test
  void copiesArraysInAndOut() {
    float[] cells = {0.1f, 0.2f};
    Explanation explanation = new Explanation(OUTCOME, 4, 4, 2, 1, cells);
    cells[0] = 1;
    explanation.cells()[1] = 1;

    assertThat(explanation.cells()).containsExactly(0.1f, 0.2f);
    assertThat(explanation.columns()).isEqualTo(2);
    assertThat(explanation.rows()).isEqualTo(1);
    assertThat(explanation.outcome()).isEqualTo(OUTCOME);
  }

  @Test
  void refusesPixelsOutsideTheImage() {
    assertThatThrownBy(() -> map.at(8, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.at(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesWrongSizesAndValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Explanation(OUTCOME, 8, 8, 2, 2, new float[3]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Explanation(OUTCOME, 0, 8, 1, 1, new float[1]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Explanation(OUTCOME, 8, 8, 1, 1, new float[] {1.5f}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Explanation(OUTCOME, 8, 8, 1, 1, new float[] {Float.NaN}));
  }
}
