package io.github.thorax4j.dicom;

import io.github.thorax4j.Radiograph;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The size of a single grey frame and of its cells (PS3.3 section C.7.6.3), which codecs check
 * before they allocate anything. Immutable.
 *
 * @param columns at least 1
 * @param rows at least 1
 * @param bitsAllocated 8 or 16
 * @param bitsStored how many of the low bits of a cell are used, 1 to {@code bitsAllocated}
 * @param signed whether they are a two's complement
 */
public record PixelGeometry(
    int columns, int rows, int bitsAllocated, int bitsStored, boolean signed) {

  /** The share of the heap that one image may take. */
  private static final double HEAP_SHARE = 0.75;

  /** Refuses sizes out of range. */
  public PixelGeometry {
    if (columns < 1
        || rows < 1
        || (bitsAllocated != 8 && bitsAllocated != 16)
        || bitsStored < 1
        || bitsStored > bitsAllocated) {
      throw new IllegalArgumentException(
          "not a frame: "
              + columns
              + "x"
              + rows
              + ", "
              + bitsStored
              + "/"
              + bitsAllocated
              + " bits");
    }
  }

  /** A frame of unsigned cells that are used whole. */
  public PixelGeometry(int columns, int rows, int bitsAllocated) {
    this(columns, rows, bitsAllocated, bitsAllocated, false);
  }

  /**
   * What a data set says.
   *
   * @throws IOException if it describes no single grey frame with cells of 8 or 16 bits, or one
   *     that does not fit into {@link Radiograph#MAX_PIXELS} or this JVM's heap
   */
  public static PixelGeometry of(Attributes attributes) throws IOException {
    int columns = required(attributes, Tag.COLUMNS, "Columns");
    int rows = required(attributes, Tag.ROWS, "Rows");
    if (columns < 1 || rows < 1) {
      throw new IOException("the image has no pixels: Rows is " + rows + ", Columns " + columns);
    }
    long pixels = (long) columns * rows;
    if (pixels > Radiograph.MAX_PIXELS) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%dx%d pixels are more than the %d that are read",
              columns,
              rows,
              Radiograph.MAX_PIXELS));
    }
    int bits = required(attributes, Tag.BITS_ALLOCATED, "BitsAllocated");
    if (bits != 8 && bits != 16) {
      throw new IOException("BitsAllocated is " + bits + ", only 8 and 16 are read");
    }
    int samples = attributes.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    if (samples != 1) {
      throw new IOException("SamplesPerPixel is " + samples + ", only grey images are read");
    }
    int frames = attributes.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
    if (frames > 1) {
      throw new IOException("NumberOfFrames is " + frames + ", only single frames are read");
    }
    long memory = pixels * (bits / 8);
    if (memory > HEAP_SHARE * Runtime.getRuntime().maxMemory()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%dx%d pixels take %d MiB, too much for this JVM's heap (-Xmx)",
              columns,
              rows,
              memory >> 20));
    }
    int stored = attributes.integer(Tag.BITS_STORED).orElse(bits);
    boolean low = attributes.integer(Tag.HIGH_BIT).orElse(stored - 1) == stored - 1;
    return new PixelGeometry(
        columns,
        rows,
        bits,
        low && stored >= 1 && stored <= bits ? stored : bits,
        attributes.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1);
  }

  /**
   * Refuses uncompressed pixel data that cannot hold the frame.
   *
   * @param declared how many bytes it says it has
   * @param left how many bytes the input can have left
   * @throws IOException if either is less than {@link #frameBytes()}
   */
  public void checkUncompressed(long declared, long left) throws IOException {
    if (declared < frameBytes()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the pixel data has %d bytes, %dx%d pixels need %d",
              declared,
              columns,
              rows,
              frameBytes()));
    }
    if (left < frameBytes()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the file ends in its pixel data: %d bytes of %d are there",
              left,
              frameBytes()));
    }
  }

  private static int required(Attributes attributes, int tag, String name) throws IOException {
    OptionalInt value = attributes.integer(tag);
    if (value.isEmpty()) {
      throw new IOException(name + " is missing");
    }
    return value.getAsInt();
  }

  /** How many pixels there are. */
  public long pixels() {
    return (long) columns * rows;
  }

  /** The bytes of an uncompressed frame. */
  public long frameBytes() {
    return pixels() * (bitsAllocated / 8);
  }
}
