package io.github.thorax4j;

/** How an image holds its pixels: values in [0, 1], row by row. Immutable. */
sealed interface PixelStore {

  /** One pixel. */
  float at(int x, int y);

  /** Reads whole rows; not thread-safe. */
  Reader reader();

  /** Reads rows, with what room it needs for that. */
  @FunctionalInterface
  interface Reader {

    /** Writes row {@code y} into an array, from a place on. */
    void copyRow(int y, float[] into, int place);
  }

  /** The values themselves. */
  final class Values implements PixelStore {

    private final int width;
    private final float[] values;

    Values(int width, float[] values) {
      this.width = width;
      this.values = values;
    }

    @Override
    public float at(int x, int y) {
      return values[y * width + x];
    }

    @Override
    public Reader reader() {
      return (y, into, place) -> System.arraycopy(values, y * width, into, place, width);
    }
  }

  /** Codes and their values: half the memory or less, and looked up when needed. */
  final class Coded implements PixelStore {

    private final int width;
    private final Radiograph.Codes codes;
    private final float[] table;

    Coded(int width, Radiograph.Codes codes, float[] table) {
      this.width = width;
      this.codes = codes;
      this.table = table;
    }

    @Override
    public float at(int x, int y) {
      return table[codes.cell(x, y)];
    }

    @Override
    public Reader reader() {
      short[] row = new short[width];
      return (y, into, place) -> {
        codes.copyRow(y, row);
        for (int x = 0; x < width; x++) {
          into[place + x] = table[row[x] & 0xffff];
        }
      };
    }
  }
}
