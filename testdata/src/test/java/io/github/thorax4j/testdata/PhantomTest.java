package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Radiograph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhantomTest {

  @ParameterizedTest
  @EnumSource(Phantom.Subject.class)
  void samePlanSamePixels(Phantom.Subject subject) {
    PhantomPlan plan = PhantomPlan.of(subject, 90, 120, 3);

    Phantom phantom = plan.draw();

    assertThat(phantom).isEqualTo(plan.draw());
    assertThat(phantom.radiograph().width()).isEqualTo(90);
    assertThat(phantom.radiograph().height()).isEqualTo(120);
    assertThat(phantom.radiograph())
        .isNotEqualTo(PhantomPlan.of(subject, 90, 120, 4).draw().radiograph());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOpacityIsInItsBoxAndNowhereElse(long seed) {
    PhantomPlan plan = PhantomPlan.chest(128, 128, seed).withNoise(0);
    Radiograph without = plan.draw().radiograph();
    Phantom phantom = plan.withOpacity(1).draw();
    Box box = phantom.opacity().orElseThrow();

    double inside = 0;
    for (int y = 0; y < 128; y++) {
      for (int x = 0; x < 128; x++) {
        double added = phantom.radiograph().pixel(x, y) - without.pixel(x, y);
        assertThat(added).isGreaterThanOrEqualTo(0);
        if (box.contains(x, y)) {
          inside += added;
        } else {
          assertThat(added).as("pixel %d, %d", x, y).isLessThan(0.05);
        }
      }
    }
    assertThat(inside / (box.width() * box.height())).isGreaterThan(0.04);
    assertThat(phantom.label()).isEqualTo(Finding.PNEUMONIA);
    assertThat(plan.draw().label()).isEqualTo(Finding.NORMAL);
  }

  @Test
  void lungsAreDarkerThanTheMediastinumAndAirIsBlack() {
    Radiograph film = Phantom.normal(256, 256, 9).radiograph();

    double rightLung = mean(film, 70, 90, 20, 30);
    double leftLung = mean(film, 166, 90, 20, 30);
    double spine = mean(film, 122, 150, 12, 30);
    double air = mean(film, 4, 4, 40, 20);
    assertThat(rightLung).isBetween(0.2, 0.5);
    assertThat(leftLung).isBetween(0.2, 0.5);
    assertThat(spine).isGreaterThan(rightLung + 0.3);
    assertThat(air).isLessThan(0.05);
  }

  @Test
  void exposureAndContrastMoveTheTones() {
    PhantomPlan plan = PhantomPlan.chest(64, 64, 2);
    double as = mean(plan.draw().radiograph(), 0, 0, 64, 64);

    assertThat(mean(plan.withExposure(0.2).draw().radiograph(), 0, 0, 64, 64))
        .isGreaterThan(as + 0.1);
    assertThat(mean(plan.withContrast(0.1).draw().radiograph(), 0, 0, 64, 64))
        .isBetween(0.45, 0.55);
  }

  @Test
  void storedValuesSpanTheBits() {
    Phantom phantom = Phantom.normal(32, 32, 1);

    int[] upright = phantom.stored(12, false);
    int[] inverted = phantom.stored(12, true);

    for (int i = 0; i < upright.length; i++) {
      assertThat(upright[i]).isBetween(0, 4095).isEqualTo(4095 - inverted[i]);
      assertThat(upright[i] / 4095.0f)
          .isCloseTo(phantom.radiograph().pixel(i % 32, i / 32), offset(0.0002f));
    }
  }

  private static double mean(Radiograph film, int x, int y, int width, int height) {
    double sum = 0;
    for (int row = y; row < y + height; row++) {
      for (int column = x; column < x + width; column++) {
        sum += film.pixel(column, row);
      }
    }
    return sum / (width * height);
  }
}
