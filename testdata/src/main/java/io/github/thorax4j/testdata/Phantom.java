package io.github.thorax4j.testdata;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Radiograph;
import java.util.Optional;

/**
 * A generated radiograph with what is known of it. Nothing in it comes from a person.
 *
 * @param radiograph the pixels, bone white
 * @param plan how it was drawn
 * @param opacity the bounding box of the opacity, where one was drawn
 */
public record Phantom(Radiograph radiograph, PhantomPlan plan, Optional<Box> opacity) {

  /** A frontal chest without opacity. */
  public static Phantom normal(int width, int height, long seed) {
    return PhantomPlan.chest(width, height, seed).draw();
  }

  /** A frontal chest with one opacity. */
  public static Phantom pneumonia(int width, int height, long seed) {
    return PhantomPlan.chest(width, height, seed).withOpacity(1).draw();
  }

  /** A lateral chest. */
  public static Phantom lateral(int width, int height, long seed) {
    return PhantomPlan.of(Subject.LATERAL_CHEST, width, height, seed).draw();
  }

  /** A hand. */
  public static Phantom hand(int width, int height, long seed) {
    return PhantomPlan.of(Subject.HAND, width, height, seed).draw();
  }

  /** What a film may show. */
  public enum Subject {
    /** A chest from the front. */
    FRONTAL_CHEST,
    /** A chest from the side. */
    LATERAL_CHEST,
    /** A hand: no chest at all. */
    HAND
  }

  /** What a perfect reader would answer. */
  public Finding label() {
    return opacity.isPresent() ? Finding.PNEUMONIA : Finding.NORMAL;
  }

  /**
   * The pixels as stored values.
   *
   * @param bits 1 to 16; values reach from 0 to {@code 2^bits - 1}
   * @param inverted whether high values are dark, as MONOCHROME1 has them
   */
  public int[] stored(int bits, boolean inverted) {
    float[] pixels = radiograph.pixels();
    int most = (1 << bits) - 1;
    int[] values = new int[pixels.length];
    for (int i = 0; i < values.length; i++) {
      int value = Math.round(pixels[i] * most);
      values[i] = inverted ? most - value : value;
    }
    return values;
  }
}
