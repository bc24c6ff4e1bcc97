package io.github.thorax4j.dicom.internal.grey;

/** Writes numbers for people: integers without a fraction. */
final class Numbers {

  private static final double LARGEST_EXACT = 1L << 53;

  private Numbers() {}

  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
