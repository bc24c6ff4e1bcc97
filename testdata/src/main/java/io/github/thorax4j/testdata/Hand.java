package io.github.thorax4j.testdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A hand from the front, fingers up: bones in soft tissue on black. */
final class Hand {

  private final Random build;
  private final Texture tissue;

  Hand(long patient) {
    build = new Random(patient * 41 + 3);
    tissue = new Texture(patient);
  }

  void draw(Canvas canvas) {
    double size = 1 + 0.05 * (2 * build.nextDouble() - 1);
    // Angle from upright, length and root of thumb to little finger.
    double[] angle = {-0.85, -0.16, -0.01, 0.12, 0.27};
    double[] length = {0.34, 0.53, 0.57, 0.53, 0.43};
    double[] rootX = {-0.07, -0.052, -0.012, 0.028, 0.064};
    double[] rootY = {0.2, 0.145, 0.135, 0.142, 0.155};
    double[][] wrist = {{0.0, 0.52, 0.085}, {0.0, 0.27, 0.085}};
    Flesh flesh = new Flesh();
    flesh.add(wrist);
    flesh.add(new double[][] {{-0.055, 0.12, 0.06}, {-0.01, 0.2, 0.085}});
    flesh.add(new double[][] {{0.05, 0.09, 0.06}, {0.02, 0.2, 0.085}});
    double[][][] rays = new double[5][][];
    for (int i = 0; i < 5; i++) {
      double a = angle[i] + 0.03 * (2 * build.nextDouble() - 1);
      rays[i] = ray(rootX[i], rootY[i], a, length[i] * size, i == 0);
      double[][] skin = new double[rays[i].length][];
      for (int k = 0; k < skin.length; k++) {
        double[] p = rays[i][k];
        skin[k] = new double[] {p[0], p[1], k == 0 ? 0.055 : 0.043 - 0.0035 * k};
      }
      flesh.add(skin);
    }
    canvas.add(
        (x, y) -> 0.015 + 0.24 * flesh.at(x, y) * (1 + 0.2 * tissue.fractal(8 * x, 8 * y, 3)));
    for (double[][] joints : rays) {
      for (int k = 0; k + 1 < joints.length; k++) {
        phalanx(canvas, joints[k], joints[k + 1], 0.021 - 0.0026 * k);
      }
    }
    double[][] carpals = {
      {-0.062, 0.2}, {-0.028, 0.188}, {0.008, 0.18}, {0.043, 0.192},
      {-0.042, 0.24}, {-0.004, 0.232}, {0.034, 0.238}, {0.058, 0.225},
    };
    for (double[] c : carpals) {
      double r = 0.0205 + 0.003 * build.nextDouble();
      canvas.tube(
          new double[][] {{c[0] - 0.004, c[1], r}, {c[0] + 0.004, c[1] + 0.003, r}},
          0.5,
          Canvas::bone);
    }
    canvas.tube(
        Canvas.curve(
            new double[] {-0.03, 0.285, 0.041},
            new double[] {-0.034, 0.33, 0.032},
            new double[] {-0.036, 0.42, 0.025},
            new double[] {-0.034, 0.55, 0.025}),
        0.6,
        Canvas::bone);
    canvas.tube(
        Canvas.curve(
            new double[] {0.05, 0.275, 0.022},
            new double[] {0.048, 0.32, 0.019},
            new double[] {0.044, 0.42, 0.019},
            new double[] {0.042, 0.55, 0.02}),
        0.6,
        Canvas::bone);
  }

  /** The joints of a metacarpal and its finger. */
  private static double[][] ray(double x, double y, double angle, double length, boolean thumb) {
    double[] part = thumb ? new double[] {0, 0.4, 0.75, 1} : new double[] {0, 0.4, 0.68, 0.86, 1};
    double[][] joints = new double[part.length][];
    for (int i = 0; i < part.length; i++) {
      double along = length * part[i];
      joints[i] =
          new double[] {x + along * StrictMath.sin(angle), y - along * StrictMath.cos(angle), 0};
    }
    return joints;
  }

  private static void phalanx(Canvas canvas, double[] from, double[] to, double radius) {
    double[][] through = new double[5][];
    double[] at = {0.06, 0.2, 0.5, 0.82, 0.93};
    double[] thick = {1.15, 0.85, 0.68, 0.8, 0.95};
    for (int i = 0; i < at.length; i++) {
      through[i] =
          new double[] {
            from[0] + at[i] * (to[0] - from[0]),
            from[1] + at[i] * (to[1] - from[1]),
            radius * thick[i]
          };
    }
    canvas.tube(Canvas.curve(through), 0.62, Canvas::bone);
  }

  /** Soft tissue around lines: the thickest of them counts. */
  private static final class Flesh {

    private final List<double[]> segments = new ArrayList<>();

    void add(double[][] line) {
      for (int i = 0; i + 1 < line.length; i++) {
        segments.add(
            new double[] {
              line[i][0], line[i][1], line[i][2], line[i + 1][0], line[i + 1][1], line[i + 1][2]
            });
      }
    }

    double at(double x, double y) {
      double most = 0;
      for (double[] s : segments) {
        double dx = s[3] - s[0];
        double dy = s[4] - s[1];
        double t = ((x - s[0]) * dx + (y - s[1]) * dy) / (dx * dx + dy * dy);
        t = Math.min(1, Math.max(0, t));
        double ex = x - s[0] - t * dx;
        double ey = y - s[1] - t * dy;
        double r = s[2] + t * (s[5] - s[2]);
        most = Math.max(most, 1 - (ex * ex + ey * ey) / (r * r));
      }
      return most <= 0 ? 0 : StrictMath.pow(most, 0.35);
    }
  }
}
