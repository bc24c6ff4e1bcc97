package io.github.thorax4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A grey image as a radiologist would see it: {@code height} rows of {@code width} pixels from the
 * top left, 0 black to 1 white, bone white. Immutable and thread-safe; arrays are copied in and
 * out.
 */
public final class Radiograph {

  /** The most pixels an image may have: 8,192 x 8,192, twice the largest detector in use. */
  public static final long MAX_PIXELS = 1L << 26;

  private final int width;
  private final int height;
  private final PixelStore pixels;
  private final List<String> preprocessing;

  private Radiograph(int width, int height, PixelStore pixels, List<String> preprocessing) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.preprocessing = preprocessing;
  }

  /** Fills one row of an image. */
  @FunctionalInterface
  public interface RowSource {

    /**
     * Writes row {@code y} to the start of {@code row}, {@code width} values in [0, 1]. The array
     * is reused for the next row.
     */
    void fill(int y, float[] row);
  }

  /**
   * An image of the given pixels.
   *
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @param pixels {@code width * height} values in [0, 1], row by row; copied
   * @throws IllegalArgumentException if the sizes do not fit or a value is not in [0, 1]
   */
  public static Radiograph of(int width, int height, float[] pixels) {
    checkSize(width, height);
    if (pixels.length != width * height) {
      throw new IllegalArgumentException(
          width + "x" + height + " pixels expected, got " + pixels.length);
    }
    float[] copy = pixels.clone();
    checkRange(copy, 0, copy.length);
    return new Radiograph(width, height, new PixelStore.Values(width, copy), List.of());
  }

  /**
   * An image made row by row, so that a large one is held once.
   *
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @param rows asked for each row, from the top
   * @param preprocessing what was done to the stored pixels, in order
   * @throws IllegalArgumentException if a size is out of range or a value is not in [0, 1]
   */
  public static Radiograph ofRows(
      int width, int height, RowSource rows, List<String> preprocessing) {
    checkSize(width, height);
    List<String> steps = List.copyOf(preprocessing);
    float[] pixels = new float[width * height];
    float[] row = new float[width];
    for (int y = 0; y < height; y++) {
      rows.fill(y, row);
      checkRange(row, 0, width);
      System.arraycopy(row, 0, pixels, y * width, width);
    }
    return new Radiograph(width, height, new PixelStore.Values(width, pixels), steps);
  }

  /**
   * Numbers that stand for grey values, as detectors store them. Implementations never change and
   * are thread-safe.
   */
  public interface Codes {

    /** The code of a pixel, 0 to 65,535. */
    int cell(int x, int y);

    /**
     * Writes the codes of row {@code y} to the start of {@code row}; their 16 bits are unsigned.
     */
    void copyRow(int y, short[] row);
  }

  /**
   * An image of codes that stand for grey values: it takes half the memory of one made of the
   * values, or less.
   *
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @param table the value of each code from 0, in [0, 1]; copied. Codes beyond it are refused when
   *     they are met, with an {@link IndexOutOfBoundsException}
   * @param codes {@code height} rows of {@code width} codes; kept, not copied, so that a large
   *     image is held once
   * @param preprocessing what was done to the stored pixels, in order
   * @throws IllegalArgumentException if a size is out of range or a value is not in [0, 1]
   */
  public static Radiograph ofCodes(
      int width, int height, float[] table, Codes codes, List<String> preprocessing) {
    checkSize(width, height);
    Objects.requireNonNull(codes, "codes");
    List<String> steps = List.copyOf(preprocessing);
    float[] values = table.clone();
    checkRange(values, 0, values.length);
    return new Radiograph(width, height, new PixelStore.Coded(width, codes, values), steps);
  }

  private static void checkSize(int width, int height) {
    if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
      throw new IllegalArgumentException("not an image size: " + width + "x" + height);
    }
  }

  private static void checkRange(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new IllegalArgumentException("pixel values must be in [0, 1]: " + values[i]);
      }
    }
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /**
   * One pixel, in [0, 1].
   *
   * @throws IndexOutOfBoundsException if it is outside the image
   */
  public float pixel(int x, int y) {
    return pixels.at(Objects.checkIndex(x, width), Objects.checkIndex(y, height));
  }

  /** All pixels row by row, in [0, 1]; a copy. */
  public float[] pixels() {
    float[] copy = new float[width * height];
    PixelStore.Reader reader = pixels.reader();
    for (int y = 0; y < height; y++) {
      reader.copyRow(y, copy, y * width);
    }
    return copy;
  }

  /** What was done to the stored pixels to get here, in order. */
  public List<String> preprocessing() {
    return preprocessing;
  }

  /** The same pixels with one more step in {@link #preprocessing()}. */
  public Radiograph withStep(String step) {
    List<String> steps = new ArrayList<>(preprocessing);
    steps.add(step);
    return new Radiograph(width, height, pixels, List.copyOf(steps));
  }

  /**
   * This image squashed or stretched to another size with an antialiased bilinear filter: a
   * triangle as wide as two target pixels where the image shrinks, two source pixels where it
   * grows, its weights normalised at the borders. Sides are scaled independently; the aspect ratio
   * is not kept.
   *
   * @param newWidth columns, at least 1
   * @param newHeight rows, at least 1
   */
  public Radiograph resize(int newWidth, int newHeight) {
    checkSize(newWidth, newHeight);
    if (newWidth == width && newHeight == height) {
      return this;
    }
    TriangleFilter across = new TriangleFilter(width, newWidth);
    TriangleFilter down = new TriangleFilter(height, newHeight);
    float[] result = new float[newWidth * newHeight];
    float[] sum = new float[width];
    float[] row = new float[newWidth];
    // The rows that one target row is made of, each looked up once.
    float[][] window = new float[down.widest()][width];
    PixelStore.Reader reader = pixels.reader();
    int next = 0;
    for (int y = 0; y < newHeight; y++) {
      int first = down.first(y);
      int end = first + down.count(y);
      for (next = Math.max(next, first); next < end; next++) {
        reader.copyRow(next, window[next % window.length], 0);
      }
      // Down first: whole rows are added up, which the compiler turns into vector instructions.
      Arrays.fill(sum, 0);
      for (int k = first; k < end; k++) {
        float weight = down.weight(y, k - first);
        float[] source = window[k % window.length];
        for (int x = 0; x < width; x++) {
          sum[x] += weight * source[x];
        }
      }
      across.apply(sum, row);
      for (int x = 0; x < newWidth; x++) {
        result[y * newWidth + x] = Math.min(1, Math.max(0, row[x]));
      }
    }
    List<String> steps = new ArrayList<>(preprocessing);
    steps.add(
        String.format(
            Locale.ROOT,
            "resize %dx%d to %dx%d (antialiased bilinear)",
            width,
            height,
            newWidth,
            newHeight));
    return new Radiograph(
        newWidth, newHeight, new PixelStore.Values(newWidth, result), List.copyOf(steps));
  }

  /** Whether the other object is an image of the same size, pixels and steps. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Radiograph that
        && width == that.width
        && height == that.height
        && preprocessing.equals(that.preprocessing)
        && samePixels(that);
  }

  private boolean samePixels(Radiograph that) {
    float[] mine = new float[width];
    float[] other = new float[width];
    PixelStore.Reader these = pixels.reader();
    PixelStore.Reader those = that.pixels.reader();
    for (int y = 0; y < height; y++) {
      these.copyRow(y, mine, 0);
      those.copyRow(y, other, 0);
      if (!Arrays.equals(mine, other)) {
        return false;
      }
    }
    return true;
  }

  /** Of the size, the steps and the middle row. */
  @Override
  public int hashCode() {
    float[] middle = new float[width];
    pixels.reader().copyRow(height / 2, middle, 0);
    return Objects.hash(width, height, preprocessing, Arrays.hashCode(middle));
  }

  /** The size and the steps, never the pixels. */
  @Override
  public String toString() {
    return "Radiograph[" + width + "x" + height + ", " + preprocessing + "]";
  }
}
