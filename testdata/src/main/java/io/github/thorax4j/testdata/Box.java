package io.github.thorax4j.testdata;

/**
 * A rectangle of pixels.
 *
 * @param x leftmost column
 * @param y uppermost row
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Box(int x, int y, int width, int height) {

  /** Checks the size. */
  public Box {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("not a box: " + width + "x" + height);
    }
  }

  /** Whether the pixel is inside. */
  public boolean contains(int column, int row) {
    return column >= x && column < x + width && row >= y && row < y + height;
  }
}
