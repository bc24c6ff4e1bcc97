package io.github.thorax4j.testdata;

import java.util.Arrays;

/**
 * A film while it is drawn: how much each pixel's ray is attenuated. Coordinates have their origin
 * in the middle, x to the right and y down, with the shorter side from -0.5 to 0.5.
 */
final class Canvas {

  private final int width;
  private final int height;
  private final double scale;
  private final float[] attenuation;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    scale = Math.min(width, height);
    attenuation = new float[width * height];
  }

  /** A value at each point of the plane. */
  @FunctionalInterface
  interface Field {
    double at(double x, double y);
  }

  /** The attenuation of a stroke at a distance from its centre line, 0 to 1 at its edge. */
  @FunctionalInterface
  interface Profile {
    double at(double distance);
  }

  /** A smooth step from 0 at {@code from} to 1 at {@code to}. */
  static double step(double from, double to, double value) {
    double t = Math.min(1, Math.max(0, (value - from) / (to - from)));
    return t * t * (3 - 2 * t);
  }

  /** The path through a solid cylinder. */
  static double solid(double d) {
    return d >= 1 ? 0 : Math.sqrt(1 - d * d);
  }

  /** The path through a bone: dense cortex around a lighter marrow. */
  static double bone(double d) {
    double marrow = d >= 0.72 ? 0 : Math.sqrt(0.72 * 0.72 - d * d);
    return solid(d) - 0.62 * marrow;
  }

  /** Adds a field, given each pixel's coordinates. */
  void add(Field field) {
    for (int row = 0; row < height; row++) {
      double y = y(row);
      for (int column = 0; column < width; column++) {
        attenuation[row * width + column] += (float) field.at(x(column), y);
      }
    }
  }

  /** Adds a field that is zero outside a part of the film. */
  void add(double left, double top, double right, double bottom, Field field) {
    for (int row = row(top); row < Math.min(height, row(bottom) + 1); row++) {
      for (int column = column(left); column < Math.min(width, column(right) + 1); column++) {
        attenuation[row * width + column] += (float) field.at(x(column), y(row));
      }
    }
  }

  /** Adds a field and tells the box of all pixels that got at least {@code least} of it. */
  Box addWithin(Field field, double least) {
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int row = 0; row < height; row++) {
      double y = y(row);
      for (int column = 0; column < width; column++) {
        double value = field.at(x(column), y);
        attenuation[row * width + column] += (float) value;
        if (value >= least) {
          left = Math.min(left, column);
          right = Math.max(right, column);
          top = Math.min(top, row);
          bottom = Math.max(bottom, row);
        }
      }
    }
    return new Box(left, top, right - left + 1, bottom - top + 1);
  }

  /**
   * Adds a tube along a line of points, of changing radius.
   *
   * @param points x, y and radius of each point, at least two
   */
  void tube(double[][] points, double strength, Profile profile) {
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (double[] p : points) {
      left = Math.min(left, p[0] - p[2]);
      right = Math.max(right, p[0] + p[2]);
      top = Math.min(top, p[1] - p[2]);
      bottom = Math.max(bottom, p[1] + p[2]);
    }
    int c0 = column(left);
    int r0 = row(top);
    int columns = Math.min(width, column(right) + 2) - c0;
    int rows = Math.min(height, row(bottom) + 2) - r0;
    if (columns <= 0 || rows <= 0) {
      return;
    }
    // The distance to the nearest part of the line, so that joints do not count twice.
    float[] nearest = new float[columns * rows];
    Arrays.fill(nearest, Float.MAX_VALUE);
    for (int i = 0; i + 1 < points.length; i++) {
      segment(points[i], points[i + 1], nearest, c0, r0, columns, rows);
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double d = nearest[r * columns + c];
        if (d < 1) {
          attenuation[(r0 + r) * width + c0 + c] += (float) (strength * profile.at(d));
        }
      }
    }
  }

  private void segment(
      double[] a, double[] b, float[] nearest, int c0, int r0, int columns, int rows) {
    double widest = Math.max(a[2], b[2]);
    int fromColumn = Math.max(0, column(Math.min(a[0], b[0]) - widest) - c0);
    int toColumn = Math.min(columns, column(Math.max(a[0], b[0]) + widest) + 2 - c0);
    int fromRow = Math.max(0, row(Math.min(a[1], b[1]) - widest) - r0);
    int toRow = Math.min(rows, row(Math.max(a[1], b[1]) + widest) + 2 - r0);
    double dx = b[0] - a[0];
    double dy = b[1] - a[1];
    double square = Math.max(1e-12, dx * dx + dy * dy);
    for (int r = fromRow; r < toRow; r++) {
      double y = y(r0 + r) - a[1];
      for (int c = fromColumn; c < toColumn; c++) {
        double x = x(c0 + c) - a[0];
        double t = Math.min(1, Math.max(0, (x * dx + y * dy) / square));
        double ex = x - t * dx;
        double ey = y - t * dy;
        double radius = a[2] + t * (b[2] - a[2]);
        float d = (float) (Math.sqrt(ex * ex + ey * ey) / radius);
        nearest[r * columns + c] = Math.min(nearest[r * columns + c], d);
      }
    }
  }

  /** The points of a smooth curve through the given ones (Catmull-Rom), radius included. */
  static double[][] curve(double[]... through) {
    int each = 10;
    int n = through.length;
    double[][] points = new double[(n - 1) * each + 1][];
    for (int i = 0; i + 1 < n; i++) {
      double[] p0 = through[Math.max(0, i - 1)];
      double[] p1 = through[i];
      double[] p2 = through[i + 1];
      double[] p3 = through[Math.min(n - 1, i + 2)];
      for (int k = 0; k < each; k++) {
        double t = (double) k / each;
        double[] p = new double[3];
        for (int j = 0; j < 3; j++) {
          p[j] =
              0.5
                  * (2 * p1[j]
                      + (p2[j] - p0[j]) * t
                      + (2 * p0[j] - 5 * p1[j] + 4 * p2[j] - p3[j]) * t * t
                      + (3 * p1[j] - p0[j] - 3 * p2[j] + p3[j]) * t * t * t);
        }
        p[2] = Math.max(1e-4, p[2]);
        points[i * each + k] = p;
      }
    }
    points[points.length - 1] = through[n - 1].clone();
    return points;
  }

  /** Develops the film: blur of the focal spot, noise of the quanta, tone curve, exposure. */
  float[] develop(long seed, double exposure, double contrast, double noise) {
    float[] soft = blur(blur(attenuation));
    Texture quanta = new Texture(seed ^ 0x5DEECE66DL);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int i = row * width + column;
        double tone = Math.max(0, soft[i]);
        // Above 0.75 the tone curve bends: dense parts do not burn out.
        tone = tone <= 0.75 ? tone : 0.75 + 0.25 * (1 - 1 / (1 + (tone - 0.75) / 0.25));
        double grain = noise * (0.4 + 1.2 * tone) * quanta.white(column, row);
        double value = 0.5 + contrast * (tone - 0.5) + exposure + grain;
        soft[i] = (float) Math.min(1, Math.max(0, value));
      }
    }
    return soft;
  }

  /** A binomial blur of 1-2-1 in both directions, edges repeated. */
  private float[] blur(float[] source) {
    float[] across = new float[source.length];
    float[] down = new float[source.length];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int i = row * width + column;
        float before = source[column == 0 ? i : i - 1];
        float after = source[column == width - 1 ? i : i + 1];
        across[i] = 0.25f * before + 0.5f * source[i] + 0.25f * after;
      }
    }
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int i = row * width + column;
        float above = across[row == 0 ? i : i - width];
        float below = across[row == height - 1 ? i : i + width];
        down[i] = 0.25f * above + 0.5f * across[i] + 0.25f * below;
      }
    }
    return down;
  }

  private double x(int column) {
    return (column + 0.5 - width / 2.0) / scale;
  }

  private double y(int row) {
    return (row + 0.5 - height / 2.0) / scale;
  }

  private int column(double x) {
    return (int) Math.max(0, Math.min(width, Math.floor(x * scale + width / 2.0)));
  }

  private int row(double y) {
    return (int) Math.max(0, Math.min(height, Math.floor(y * scale + height / 2.0)));
  }
}
