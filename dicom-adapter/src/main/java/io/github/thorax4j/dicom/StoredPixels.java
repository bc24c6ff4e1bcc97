package io.github.thorax4j.dicom;

import io.github.thorax4j.Radiograph;
import java.io.IOException;
import java.util.Objects;

/**
 * The pixel cells of one grey frame as they are stored, before mask, sign and any transformation
 * (PS3.5 section 8.1.1): {@code rows} rows of {@code columns} cells of 8 or 16 bits from the top
 * left. Immutable and thread-safe; the cells are held once.
 */
public final class StoredPixels implements Radiograph.Codes {

  private static final byte[] NO_BYTES = {};
  private static final short[] NO_SHORTS = {};

  private final int columns;
  private final int rows;
  private final int bitsAllocated;
  private final byte[] bytes;
  private final short[] shorts;

  private StoredPixels(int columns, int rows, int bitsAllocated, byte[] bytes, short[] shorts) {
    this.columns = columns;
    this.rows = rows;
    this.bitsAllocated = bitsAllocated;
    this.bytes = bytes;
    this.shorts = shorts;
  }

  /** Fills one row of cells. */
  @FunctionalInterface
  public interface RowSource {

    /**
     * Writes row {@code y} to the start of {@code row}; of cells of 8 bits the lower half counts.
     * The array is reused for the next row.
     *
     * @throws IOException if the pixels cannot be read
     */
    void fill(int y, short[] row) throws IOException;
  }

  /** Fills one row of cells of 8 bits. */
  @FunctionalInterface
  public interface ByteRowSource {

    /**
     * Writes row {@code y} to the start of {@code row}, which is reused for the next row.
     *
     * @throws IOException if the pixels cannot be read
     */
    void fill(int y, byte[] row) throws IOException;
  }

  /**
   * Cells read row by row.
   *
   * @param columns at least 1
   * @param rows at least 1
   * @param bitsAllocated 8 or 16
   * @param source asked for each row, from the top
   * @throws IOException if the source cannot be read
   * @throws IllegalArgumentException if a size is out of range
   */
  public static StoredPixels ofRows(int columns, int rows, int bitsAllocated, RowSource source)
      throws IOException {
    checkSize(columns, rows);
    if (bitsAllocated != 8 && bitsAllocated != 16) {
      throw new IllegalArgumentException("cells of 8 or 16 bits expected: " + bitsAllocated);
    }
    short[] row = new short[columns];
    if (bitsAllocated == 8) {
      return ofByteRows(
          columns,
          rows,
          (y, bytes) -> {
            source.fill(y, row);
            for (int x = 0; x < columns; x++) {
              bytes[x] = (byte) row[x];
            }
          });
    }
    short[] shorts = new short[columns * rows];
    for (int y = 0; y < rows; y++) {
      source.fill(y, row);
      System.arraycopy(row, 0, shorts, y * columns, columns);
    }
    return new StoredPixels(columns, rows, bitsAllocated, NO_BYTES, shorts);
  }

  /**
   * Cells of 8 bits read row by row.
   *
   * @param columns at least 1
   * @param rows at least 1
   * @param source asked for each row, from the top
   * @throws IOException if the source cannot be read
   * @throws IllegalArgumentException if a size is out of range
   */
  public static StoredPixels ofByteRows(int columns, int rows, ByteRowSource source)
      throws IOException {
    checkSize(columns, rows);
    byte[] bytes = new byte[columns * rows];
    byte[] row = new byte[columns];
    for (int y = 0; y < rows; y++) {
      source.fill(y, row);
      System.arraycopy(row, 0, bytes, y * columns, columns);
    }
    return new StoredPixels(columns, rows, 8, bytes, NO_SHORTS);
  }

  private static void checkSize(int columns, int rows) {
    if (columns < 1 || rows < 1 || (long) columns * rows > Radiograph.MAX_PIXELS) {
      throw new IllegalArgumentException("not an image size: " + columns + "x" + rows);
    }
  }

  /** Columns. */
  public int columns() {
    return columns;
  }

  /** Rows. */
  public int rows() {
    return rows;
  }

  /** Bits of a cell: 8 or 16. */
  public int bitsAllocated() {
    return bitsAllocated;
  }

  /**
   * One cell, unsigned.
   *
   * @throws IndexOutOfBoundsException if it is outside the image
   */
  @Override
  public int cell(int x, int y) {
    int index = Objects.checkIndex(y, rows) * columns + Objects.checkIndex(x, columns);
    return bitsAllocated == 8 ? bytes[index] & 0xFF : shorts[index] & 0xFFFF;
  }

  /**
   * Copies a row of cells; their 16 bits are unsigned.
   *
   * @param row takes {@link #columns()} cells at its start
   * @throws IndexOutOfBoundsException if there is no such row or it does not fit
   */
  @Override
  public void copyRow(int y, short[] row) {
    int start = Objects.checkIndex(y, rows) * columns;
    if (bitsAllocated == 16) {
      System.arraycopy(shorts, start, row, 0, columns);
      return;
    }
    Objects.checkFromIndexSize(0, columns, row.length);
    for (int x = 0; x < columns; x++) {
      row[x] = (short) (bytes[start + x] & 0xFF);
    }
  }

  /**
   * Copies a column of cells; their 16 bits are unsigned.
   *
   * @param column takes {@link #rows()} cells at its start
   * @throws IndexOutOfBoundsException if there is no such column or it does not fit
   */
  public void copyColumn(int x, short[] column) {
    Objects.checkFromIndexSize(0, rows, column.length);
    int at = Objects.checkIndex(x, columns);
    for (int y = 0; y < rows; y++, at += columns) {
      column[y] = bitsAllocated == 16 ? shorts[at] : (short) (bytes[at] & 0xFF);
    }
  }

  /** The size, never the pixels. */
  @Override
  public String toString() {
    return "StoredPixels[" + columns + "x" + rows + ", " + bitsAllocated + " bits]";
  }
}
