package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.testdata.Phantom;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentationTest {

  private static final int SOURCE = 147;
  private static final int SIDE = 128;

  private static byte[] film(long seed) {
    int[] values = Phantom.pneumonia(SOURCE, SOURCE, seed).stored(8, false);
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static SplittableRandom seed(long seed) {
    return new SplittableRandom(seed);
  }

  @Test
  void valuesStayInRange() {
    byte[] film = film(1);
    for (String recipe : new String[] {"robust", "origin"}) {
      Augmentation augmentation = Recipe.named(recipe).augmentation();
      for (int i = 0; i < 100; i++) {
        float[] image = augmentation.apply(film, SOURCE, SIDE, seed(i));
        assertThat(image).hasSize(SIDE * SIDE);
        for (float value : image) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
    }
  }

  @Test
  void geometryLeavesAConstantImageConstant() {
    byte[] grey = new byte[SOURCE * SOURCE];
    Arrays.fill(grey, (byte) 200);
    Augmentation geometry = new Augmentation(40, 0.4, 0.4, 0.3, false);
    for (int i = 0; i < 50; i++) {
      float[] image = geometry.apply(grey, SOURCE, SIDE, seed(i));
      for (float value : image) {
        assertThat(value).isCloseTo(200 / 255f, within(1e-5f));
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameImage() {
    Augmentation robust = Recipe.named("robust").augmentation();
    byte[] film = film(2);
    byte[] before = film.clone();

    float[] image = robust.apply(film, SOURCE, SIDE, seed(7));

    assertThat(robust.apply(film, SOURCE, SIDE, seed(7))).isEqualTo(image);
    assertThat(robust.apply(film, SOURCE, SIDE, seed(8))).isNotEqualTo(image);
    assertThat(film).isEqualTo(before);
  }

  @Test
  void withoutChangesItIsAPlainBilinearResample() {
    byte[] film = film(3);

    float[] image = Augmentation.NONE.apply(film, SOURCE, SIDE, seed(1));

    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double u = (x + 0.5) * SOURCE / SIDE - 0.5;
        double v = (y + 0.5) * SOURCE / SIDE - 0.5;
        int left = (int) Math.floor(u);
        int top = (int) Math.floor(v);
        double expected = 0;
        for (int dy = 0; dy < 2; dy++) {
          for (int dx = 0; dx < 2; dx++) {
            double weight = (1 - Math.abs(u - left - dx)) * (1 - Math.abs(v - top - dy));
            int at = Math.min(SOURCE - 1, top + dy) * SOURCE + Math.min(SOURCE - 1, left + dx);
            expected += weight * (film[at] & 0xff);
          }
        }
        assertThat((double) image[y * SIDE + x]).isCloseTo(expected / 255, within(1e-4));
      }
    }
  }

  @Test
  void rotationKeepsTheCentreAndShiftMovesIt() {
    byte[] spot = new byte[SOURCE * SOURCE];
    spot[SOURCE / 2 * SOURCE + SOURCE / 2] = (byte) 255;
    for (int i = 0; i < 20; i++) {
      int[] rotated = brightest(new Augmentation(45, 0, 0, 0, false), spot, i);
      assertThat(rotated[0]).isBetween(63, 64);
      assertThat(rotated[1]).isBetween(63, 64);
      int[] shifted = brightest(new Augmentation(0, 0.1, 0, 0, false), spot, i);
      assertThat(Math.abs(shifted[0] - 63.5)).isLessThanOrEqualTo(0.1 * SIDE + 1);
      assertThat(Math.abs(shifted[1] - 63.5)).isLessThanOrEqualTo(0.1 * SIDE + 1);
    }
  }

  private static int[] brightest(Augmentation augmentation, byte[] source, long seed) {
    float[] image = augmentation.apply(source, SOURCE, SIDE, seed(seed));
    int best = 0;
    for (int i = 0; i < image.length; i++) {
      best = image[i] > image[best] ? i : best;
    }
    return new int[] {best % SIDE, best / SIDE};
  }

  @Test
  void theBlurOfAnImpulseIsItsKernel() {
    float[] impulse = new float[25];
    impulse[12] = 1;

    assertThat(Augmentation.blur(impulse, 5))
        .containsExactly(
            new float[] {
              0, 0, 0, 0, 0,
              0, 1 / 16f, 2 / 16f, 1 / 16f, 0,
              0, 2 / 16f, 4 / 16f, 2 / 16f, 0,
              0, 1 / 16f, 2 / 16f, 1 / 16f, 0,
              0, 0, 0, 0, 0
            },
            within(1e-7f));
  }

  @Test
  void theBlurContinuesTheBorder() {
    float[] corner = new float[9];
    corner[0] = 1;

    // Three quarters of a corner's weight, along each axis, falls on itself and its continuation.
    assertThat(Augmentation.blur(corner, 3)[0]).isCloseTo(9 / 16f, within(1e-7f));
    float[] white = new float[9];
    Arrays.fill(white, 1);
    assertThat(Augmentation.blur(white, 3)).containsOnly(1f);
  }

  @ParameterizedTest
  @EnumSource(Degradation.class)
  void degradationKeepsSizeRangeAndSource(Degradation way) {
    float[] film = Phantom.normal(SIDE, SIDE, 4).radiograph().pixels();
    float[] before = film.clone();

    float[] degraded = way.apply(film, SIDE, seed(1));

    assertThat(degraded).hasSize(SIDE * SIDE).isNotEqualTo(film);
    for (float value : degraded) {
      assertThat(value).isBetween(0f, 1f);
    }
    assertThat(film).isEqualTo(before);
    assertThat(way.apply(film, SIDE, seed(1))).isEqualTo(degraded);
  }
}
