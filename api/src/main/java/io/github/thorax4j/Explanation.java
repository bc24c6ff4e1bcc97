package io.github.thorax4j;

import java.util.Objects;

/**
 * Where the evidence for pneumonia was found: a coarse map over the image, 0 none to 1 the
 * strongest. It shows what moved this model's answer, not where disease is. Immutable.
 */
public final class Explanation {

  private final Outcome outcome;
  private final int width;
  private final int height;
  private final int columns;
  private final int rows;
  private final float[] cells;

  /**
   * A map over an image.
   *
   * @param outcome what the same model answered
   * @param width the image's columns, at least 1
   * @param height the image's rows, at least 1
   * @param columns the map's columns, at least 1
   * @param rows the map's rows, at least 1
   * @param cells {@code columns * rows} values in [0, 1], row by row from the top left; copied
   */
  public Explanation(Outcome outcome, int width, int height, int columns, int rows, float[] cells) {
    this.outcome = Objects.requireNonNull(outcome, "outcome");
    if (width < 1 || height < 1 || columns < 1 || rows < 1 || cells.length != columns * rows) {
      throw new IllegalArgumentException("a map of " + columns + "x" + rows + " cells expected");
    }
    for (float cell : cells) {
      Outcome.checkProbability("cell", cell);
    }
    this.width = width;
    this.height = height;
    this.columns = columns;
    this.rows = rows;
    this.cells = cells.clone();
  }

  /** What the same model answered. */
  public Outcome outcome() {
    return outcome;
  }

  /** The image's columns. */
  public int width() {
    return width;
  }

  /** The image's rows. */
  public int height() {
    return height;
  }

  /** The map's columns: its true resolution. */
  public int columns() {
    return columns;
  }

  /** The map's rows: its true resolution. */
  public int rows() {
    return rows;
  }

  /** The map as the network gave it, row by row from the top left, in [0, 1]; a copy. */
  public float[] cells() {
    return cells.clone();
  }

  /**
   * The map at an image pixel, interpolated bilinearly between the centres of its cells.
   *
   * @throws IndexOutOfBoundsException if the pixel is outside the image
   */
  public float at(int x, int y) {
    Objects.checkIndex(x, width);
    Objects.checkIndex(y, height);
    double u = Math.min(columns - 1, Math.max(0, (x + 0.5) * columns / width - 0.5));
    double v = Math.min(rows - 1, Math.max(0, (y + 0.5) * rows / height - 0.5));
    int left = (int) u;
    int top = (int) v;
    int right = Math.min(columns - 1, left + 1);
    int bottom = Math.min(rows - 1, top + 1);
    double a = u - left;
    double b = v - top;
    double upper = cells[top * columns + left] * (1 - a) + cells[top * columns + right] * a;
    double lower = cells[bottom * columns + left] * (1 - a) + cells[bottom * columns + right] * a;
    return (float) (upper * (1 - b) + lower * b);
  }
}
