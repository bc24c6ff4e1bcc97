package io.github.thorax4j.dicom.internal.jpeg2000;

import io.github.thorax4j.dicom.PixelGeometry;
import java.io.IOException;
import java.util.Locale;

/**
 * Image and tile size (T.800 section A.5.1) of a stream that fits its data set: one component, not
 * subsampled.
 *
 * @param left the image's offset in the reference grid
 * @param top the image's offset in the reference grid
 * @param tileLeft the first tile's offset in the reference grid
 * @param tileTop the first tile's offset in the reference grid
 */
record ImageSize(
    int columns,
    int rows,
    int left,
    int top,
    int tileColumns,
    int tileRows,
    int tileLeft,
    int tileTop,
    int precision,
    boolean signed) {

  /** Keeps every sum and product of the decoder far from overflowing. */
  private static final int MAX_OFFSET = 1 << 16;

  private static final int MAX_TILE = 1 << 29;

  /** No more are worth the decoder's time, which grows with their square. */
  private static final int MAX_TILES = 1 << 14;

  /** The first two bytes of any tile-part, its other parameters and the start of its data. */
  private static final int TILE_PART_BYTES = 14;

  /** The share of the heap that one image may take. */
  private static final double HEAP_SHARE = 0.75;

  private static final int HIGH_THROUGHPUT = 1 << 14;

  static ImageSize of(Segment siz, PixelGeometry geometry, int streamLength) throws IOException {
    int capabilities = siz.u16(0);
    if ((capabilities & HIGH_THROUGHPUT) != 0) {
      throw new IOException("the pixel data is high-throughput JPEG 2000, which is not decoded");
    }
    if (capabilities > 2) {
      throw new IOException("the JPEG 2000 stream needs more than part 1 of the standard");
    }
    int components = siz.u16(34);
    if (components != 1) {
      throw new IOException(
          "the JPEG 2000 stream has " + components + " components, the data set one");
    }
    if (siz.u8(37) != 1 || siz.u8(38) != 1) {
      throw new IOException("the only component of the JPEG 2000 stream is subsampled");
    }
    long left = siz.u32(10);
    long top = siz.u32(14);
    long columns = siz.u32(2) - left;
    long rows = siz.u32(6) - top;
    if (columns != geometry.columns() || rows != geometry.rows()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the JPEG 2000 stream has %dx%d pixels, the data set says %dx%d",
              columns,
              rows,
              geometry.columns(),
              geometry.rows()));
    }
    int precision = (siz.u8(36) & 0x7F) + 1;
    if (precision > geometry.bitsAllocated()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the JPEG 2000 stream has %d bits a sample, BitsAllocated is %d",
              precision,
              geometry.bitsAllocated()));
    }
    long tileColumns = siz.u32(18);
    long tileRows = siz.u32(22);
    long tileLeft = siz.u32(26);
    long tileTop = siz.u32(30);
    if (left > MAX_OFFSET
        || top > MAX_OFFSET
        || tileLeft > left
        || tileTop > top
        || tileColumns > MAX_TILE
        || tileRows > MAX_TILE
        || tileLeft + tileColumns <= left
        || tileTop + tileRows <= top) {
      throw new IOException("the tiles of the JPEG 2000 stream do not lie on its image");
    }
    ImageSize size =
        new ImageSize(
            (int) columns,
            (int) rows,
            (int) left,
            (int) top,
            (int) tileColumns,
            (int) tileRows,
            (int) tileLeft,
            (int) tileTop,
            precision,
            siz.u8(36) >= 0x80);
    long memory = size.decodingBytes(geometry);
    if (memory > HEAP_SHARE * Runtime.getRuntime().maxMemory()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%dx%d pixels of JPEG 2000 take %d MiB, too much for this JVM's heap (-Xmx)",
              columns,
              rows,
              memory >> 20));
    }
    long tiles = (long) size.tilesAcross() * size.tilesDown();
    if (tiles > Math.min(MAX_TILES, streamLength / TILE_PART_BYTES)) {
      throw new IOException("the JPEG 2000 stream has too many tiles, " + tiles);
    }
    return size;
  }

  /** The decoder's numbers of a whole tile, the rows of tiles that lie side by side, the cells. */
  private long decodingBytes(PixelGeometry geometry) {
    long tile = (long) Math.min(columns, tileColumns) * Math.min(rows, tileRows);
    long band = tilesAcross() == 1 ? 0 : (long) columns * Math.min(rows, tileRows);
    return Integer.BYTES * tile + Short.BYTES * band + geometry.frameBytes();
  }

  int tilesAcross() {
    return (left + columns - tileLeft + tileColumns - 1) / tileColumns;
  }

  int tilesDown() {
    return (top + rows - tileTop + tileRows - 1) / tileRows;
  }

  /** The first row of a row of tiles in the image; its rows for the one behind the last. */
  int firstRow(int tile) {
    return Math.min(rows, Math.max(0, tileTop + tile * tileRows - top));
  }

  /** The first column of a column of tiles in the image; its columns for the one behind. */
  int firstColumn(int tile) {
    return Math.min(columns, Math.max(0, tileLeft + tile * tileColumns - left));
  }
}
