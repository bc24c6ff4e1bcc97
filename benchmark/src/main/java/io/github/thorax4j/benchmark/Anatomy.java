package io.github.thorax4j.benchmark;

import io.github.thorax4j.testdata.Phantom;

/** The phantoms that films show: drawn once each, since drawing takes longer than storing. */
final class Anatomy {

  private static final int[][] SIZES = {
    {440, 440},
    {2000, 2000},
    {1024, 1024},
    {1500, 1800},
    {800, 640},
    {1760, 1760},
    {512, 512},
    {2000, 1660},
    {1024, 840},
    {1280, 1520},
  };

  /** How many there are; any ten in a row are of ten sizes. */
  static final int COUNT = 4 * SIZES.length;

  private Anatomy() {}

  /** Every second patient has an opacity. */
  static Phantom draw(int index) {
    int[] size = SIZES[index % SIZES.length];
    boolean ill = index / SIZES.length % 2 == 1;
    return ill
        ? Phantom.pneumonia(size[0], size[1], index)
        : Phantom.normal(size[0], size[1], index);
  }
}
