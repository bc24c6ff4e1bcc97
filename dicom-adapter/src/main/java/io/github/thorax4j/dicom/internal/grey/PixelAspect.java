package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.util.List;

/**
 * The shape of a stored pixel (PS3.3 section C.7.6.3.1.7).
 *
 * @param vertical its height, in the unit of its width
 * @param horizontal its width
 */
public record PixelAspect(double vertical, double horizontal) {

  private static final PixelAspect SQUARE = new PixelAspect(1, 1);
  private static final double SAME = 0.01;

  /** The shape that a header tells; square if it tells none. */
  public static PixelAspect of(Attributes attributes) {
    for (int tag :
        new int[] {Tag.PIXEL_ASPECT_RATIO, Tag.PIXEL_SPACING, Tag.IMAGER_PIXEL_SPACING}) {
      List<Double> sides = attributes.decimals(tag);
      if (sides.size() == 2 && sides.get(0) > 0 && sides.get(1) > 0) {
        return new PixelAspect(sides.get(0), sides.get(1));
      }
    }
    return SQUARE;
  }

  /** Height to width. */
  public double ratio() {
    return vertical / horizontal;
  }

  /** Whether it is square, or so nearly that nobody sees it. */
  boolean square() {
    return Math.abs(ratio() - 1) <= SAME;
  }
}
