package io.github.thorax4j.testdata;

import static io.github.thorax4j.testdata.Canvas.step;

import java.util.Random;

/** A chest from the side: spine on the right of the film, sternum on the left. */
final class LateralChest {

  private final Random build;
  private final Texture tissue;

  LateralChest(long patient) {
    build = new Random(patient * 37 + 5);
    tissue = new Texture(patient);
  }

  void draw(Canvas canvas) {
    canvas.add(this::softTissue);
    for (int i = 0; i < 13; i++) {
      double y = -0.4 + 0.066 * i;
      double x = spineX(y);
      double tall = 0.027;
      canvas.add(
          x - 0.05,
          y - 0.05,
          x + 0.05,
          y + 0.05,
          (fx, fy) -> {
            double u = Math.abs(fx - x) / 0.036;
            double v = Math.abs(fy - y) / tall;
            return step(1.1, 0.85, u)
                * step(1.1, 0.85, v)
                * (0.05 + 0.05 * step(0.6, 0.95, v) + 0.04 * step(0.7, 0.98, u));
          });
      canvas.tube(
          Canvas.curve(
              new double[] {x + 0.04, y, 0.01}, new double[] {x + 0.095, y + 0.045, 0.008}),
          0.1,
          Canvas::bone);
    }
    for (int i = 0; i < 10; i++) {
      double y = -0.34 + 0.055 * i + 0.005 * (2 * build.nextDouble() - 1);
      canvas.tube(
          Canvas.curve(
              new double[] {spineX(y) + 0.03, y, 0.011},
              new double[] {0.2, y + 0.005, 0.013},
              new double[] {0.05, y + 0.1, 0.013},
              new double[] {-0.12, y + 0.19, 0.012}),
          0.09,
          Canvas::bone);
    }
    canvas.tube(
        Canvas.curve(
            new double[] {-0.17, -0.26, 0.02},
            new double[] {-0.235, -0.12, 0.017},
            new double[] {-0.27, 0.08, 0.015}),
        0.2,
        Canvas::bone);
    canvas.tube(
        Canvas.curve(
            new double[] {-0.03, -0.5, 0.02},
            new double[] {-0.01, -0.3, 0.02},
            new double[] {0.02, -0.1, 0.018}),
        -0.14,
        Canvas::solid);
  }

  private static double spineX(double y) {
    return 0.235 + 0.10 * (1 - (y + 0.05) * (y + 0.05) / 0.17);
  }

  private double softTissue(double x, double y) {
    double front = -0.2 - 0.16 * step(-0.42, 0.1, y);
    double back = spineX(y) + 0.12;
    double body =
        Math.sqrt(Math.min(1, Math.max(0, x - front) / 0.1))
            * Math.sqrt(Math.min(1, Math.max(0, back - x) / 0.08));
    if (body == 0) {
      return 0.015;
    }
    double toFront = x - (front + 0.085);
    double toBack = spineX(y) - 0.005 - x;
    double toDome = 0.16 + 2.0 * (x + 0.02) * (x + 0.02) * (x > 0 ? 1 : 0.3) - y;
    double lung =
        step(0, 0.07, toFront)
            * step(0, 0.05, toBack)
            * step(0, 0.01, toDome)
            * step(-0.36, -0.24, y);
    double u = (x + 0.12) / 0.14;
    double v = (y - 0.07) / 0.15;
    double heart = Math.max(0, 1 - u * u - v * v);
    return 0.05
        + 0.66 * body
        - 0.4 * lung
        + (heart > 0 ? 0.2 * StrictMath.pow(heart, 0.4) : 0)
        + 0.04 * tissue.fractal(x * 7, y * 7, 4) * body;
  }
}
