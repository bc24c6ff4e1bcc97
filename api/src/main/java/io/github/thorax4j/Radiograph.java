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
  private final float[] pixels;
  private final List<String> preprocessing;

  private Radiograph(int width, int height, float[] pixels, List<String> preprocessing) {
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
    return new Radiograph(width, height, copy, List.of());
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
    return new Radiograph(width, height, pixels, steps);
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
    return pixels[Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width)];
  }

  /** All pixels row by row, in [0, 1]; a copy. */
  public float[] pixels() {
    return pixels.clone();
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
    for (int y = 0; y < newHeight; y++) {
      // Down first: whole rows are added up, which the compiler turns into vector instructions.
      Arrays.fill(sum, 0);
      for (int k = 0; k < down.count(y); k++) {
        float weight = down.weight(y, k);
        int from = (down.first(y) + k) * width;
        for (int x = 0; x < width; x++) {
          sum[x] += weight * pixels[from + x];
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
    return new Radiograph(newWidth, newHeight, result, List.copyOf(steps));
  }

  /** Whether the other object is an image of the same size, pixels and steps. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Radiograph that
        && width == that.width
        && height == that.height
        && preprocessing.equals(that.preprocessing)
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(pixels);
  }

  /** The size and the steps, never the pixels. */
  @Override
  public String toString() {
    return "Radiograph[" + width + "x" + height + ", " + preprocessing + "]";
  }
}
