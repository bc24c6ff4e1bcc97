package io.github.thorax4j;

/** How an image holds its pixels: values in [0, 1], row by row. Immutable. */
sealed interface PixelStore {

  /** One pixel by its place in the image. */
  float at(int index);

  /** Writes {@code count} pixels from a place on to the start of an array. */
  void copy(int from, int count, float[] into);

  /** The values themselves. */
  final class Values implements PixelStore {

    private final float[] values;

    Values(float[] values) {
      this.values = values;
    }

    @Override
    public float at(int index) {
      return values[index];
    }

    @Override
    public void copy(int from, int count, float[] into) {
      System.arraycopy(values, from, into, 0, count);
    }
  }

  /** Unsigned 16-bit codes into a table of values: half the memory, and looked up when needed. */
  final class Codes implements PixelStore {

    private final short[] codes;
    private final float[] table;

    Codes(short[] codes, float[] table) {
      this.codes = codes;
      this.table = table;
    }

    @Override
    public float at(int index) {
      return table[codes[index] & 0xffff];
    }

    @Override
    public void copy(int from, int count, float[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = table[codes[from + i] & 0xffff];
      }
    }
  }
}
