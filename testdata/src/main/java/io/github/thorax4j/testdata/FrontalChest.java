package io.github.thorax4j.testdata;

import static io.github.thorax4j.testdata.Canvas.step;

import java.util.Optional;
import java.util.Random;

/**
 * A chest from the front. The patient's right is on the left of the film; {@code side} is -1 there
 * and 1 on the other, and {@code t} is the distance from the midline towards that side.
 */
final class FrontalChest {

  private static final double APEX = -0.37;

  private final Random build;
  private final Random film;
  private final Texture tissue;
  private final double size;
  private final double shiftX;
  private final double shiftY;
  private final double cage;
  private final double domeHeight;
  private final double heartSize;
  private final double heartTilt;
  private final double bodyWidth;
  private final double boneDensity;

  FrontalChest(long patient, long shot) {
    build = new Random(patient * 31 + 7);
    film = new Random(shot * 1_000_003 + 11);
    tissue = new Texture(patient);
    cage = 0.365 + 0.02 * spread(build);
    domeHeight = 0.225 + 0.02 * spread(build);
    heartSize = 1 + 0.09 * spread(build);
    heartTilt = 0.62 + 0.12 * spread(build);
    bodyWidth = 0.445 + 0.02 * spread(build);
    boneDensity = 1 + 0.15 * spread(build);
    size = 1 + 0.035 * spread(film);
    shiftX = 0.015 * spread(film);
    shiftY = 0.015 * spread(film);
  }

  private static double spread(Random random) {
    return 2 * random.nextDouble() - 1;
  }

  /** Draws everything; the box is that of the opacity. */
  Optional<Box> draw(Canvas canvas, double opacity) {
    canvas.add((x, y) -> softTissue(px(x), py(y)));
    spine(canvas);
    scapulae(canvas);
    ribs(canvas);
    vessels(canvas);
    clavicles(canvas);
    airways(canvas);
    marker(canvas);
    return opacity == 0 ? Optional.empty() : Optional.of(opacity(canvas, opacity));
  }

  // From film to patient and back: where the patient stands differs from film to film.

  private double px(double x) {
    return (x - shiftX) / size;
  }

  private double py(double y) {
    return (y - shiftY) / size;
  }

  private void tube(Canvas canvas, double[][] points, double strength, Canvas.Profile profile) {
    double[][] moved = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      double[] p = points[i];
      moved[i] = new double[] {p[0] * size + shiftX, p[1] * size + shiftY, p[2] * size};
    }
    canvas.tube(moved, strength, profile);
  }

  private double softTissue(double x, double y) {
    double body = body(x, y);
    if (body <= 0) {
      return 0.015;
    }
    double heart = heart(x, y);
    double lung = lung(x, y) * (1 - 0.62 * step(0, 0.5, heart));
    double value = 0.04 + 0.6 * body;
    value += 0.1 * step(0.2, 0.36, y) * body; // abdomen
    value += 0.12 * mediastinum(x, y);
    value += 0.17 * heart;
    value -= 0.46 * lung;
    value += 0.03 * tissue.fractal(x * 7, y * 7, 4) * body;
    value += 0.02 * lung * tissue.fractal(x * 40 + 9, y * 40, 3);
    // Gas under the left dome.
    double gx = (x - 0.15) / 0.062;
    double gy = (y - domeHeight - 0.095) / 0.038;
    double gas = gx * gx + gy * gy;
    value -= gas < 1 ? 0.16 * step(0, 0.6, 1 - gas) : 0;
    return value;
  }

  private double body(double x, double y) {
    double a = Math.abs(x);
    double shoulder = -0.425 + 0.3 * Math.max(0, a - 0.11) * step(0.06, 0.26, a);
    double neck = step(0.118, 0.085, a);
    double below = Math.max(step(shoulder - 0.004, shoulder + 0.05, y), neck);
    double trunk = bodyWidth + 0.02 * step(-0.05, 0.3, y);
    double arm = 0.16 * step(-0.12, -0.25, y);
    double edge = trunk + arm - a;
    double round = edge <= 0 ? 0 : Math.sqrt(Math.min(1, edge / 0.11));
    double upperArm =
        0.75 * step(0.03, 0.0, Math.abs(a - 0.535 - 0.10 * y) - 0.045) * step(-0.3, -0.2, y);
    return Math.max(round, upperArm) * below;
  }

  /** How much air the ray passes, 0 to 1. */
  private double lung(double x, double y) {
    double right = lungOf(-1, -x, y);
    double left = lungOf(1, x, y);
    return Math.max(right, left);
  }

  private double lungOf(int side, double t, double y) {
    if (t <= 0.01) {
      return 0;
    }
    double wall = wall(y);
    double inner = 0.044 + 0.06 * step(-0.2, APEX + 0.01, y) + 0.012 * step(0.0, 0.2, y);
    double toWall = wall - t;
    double toInner = t - inner;
    double toDome = dome(side, t) - y;
    double toApex = y - APEX;
    if (toWall <= 0 || toInner <= 0 || toDome <= 0 || toApex <= 0) {
      return 0;
    }
    double depth =
        Math.sqrt(Math.min(1, toWall / 0.12))
            * step(0, 0.016, toInner)
            * step(0, 0.008, toDome)
            * Math.sqrt(Math.min(1, toApex / 0.1));
    return depth * (0.86 + 0.14 * step(0.0, 0.16, toDome));
  }

  /** The inner chest wall's distance from the midline. */
  private double wall(double y) {
    double v = (y - 0.2) / (0.2 - APEX);
    double open = Math.max(0, 1 - v * v);
    return cage * Math.sqrt(open) * (y > 0.2 ? 1 + 0.06 * (y - 0.2) : 1);
  }

  /** The diaphragm's height; the right dome stands higher, the outer recess is deep. */
  private double dome(int side, double t) {
    double outer = Math.max(0, t - 0.29);
    double across = t - 0.155;
    return domeHeight + (side > 0 ? 0.022 : 0) + 1.35 * across * across + 9 * outer * outer;
  }

  private double mediastinum(double x, double y) {
    double edge = 0.052 + 0.035 * step(-0.25, -0.4, y);
    return step(edge + 0.02, edge - 0.03, Math.abs(x));
  }

  private double heart(double x, double y) {
    double c = StrictMath.cos(heartTilt);
    double s = StrictMath.sin(heartTilt);
    double dx = x - 0.058;
    double dy = y - 0.125;
    double u = (dx * c + dy * s) / (0.175 * heartSize);
    double v = (dy * c - dx * s) / (0.125 * heartSize);
    double ventricles = muscle(u * u + v * v);
    u = (x + 0.022) / (0.074 * heartSize);
    v = (y - 0.12) / (0.115 * heartSize);
    double atrium = muscle(u * u + v * v);
    u = (x - 0.05) / 0.043;
    v = (y + 0.135) / 0.05;
    double arch = 0.7 * muscle(u * u + v * v);
    u = (x - 0.052) / 0.042;
    v = (y + 0.045) / 0.055;
    double trunk = 0.6 * muscle(u * u + v * v);
    double most = Math.max(Math.max(ventricles, atrium), Math.max(arch, trunk));
    return most + 0.12 * Math.min(ventricles, atrium);
  }

  private static double muscle(double squaredRadius) {
    return squaredRadius >= 1 ? 0 : StrictMath.pow(1 - squaredRadius, 0.3);
  }

  private void spine(Canvas canvas) {
    double pitch = 0.052;
    for (int i = 0; i < 18; i++) {
      double y = -0.5 + i * pitch * (0.86 + 0.012 * i);
      double half = 0.030 + 0.0006 * i;
      double tall = pitch * (0.36 + 0.006 * i);
      // A vertebral body, its end plates, its spinous process and pedicles.
      Canvas.Field body =
          (fx, fy) -> {
            double u = Math.abs(px(fx)) / half;
            double v = Math.abs(py(fy) - y) / tall;
            double inside = step(1.1, 0.85, u) * step(1.08, 0.88, v);
            return inside * (0.05 + 0.05 * step(0.65, 0.92, v) + 0.02 * step(0.7, 0.95, u));
          };
      canvas.add(-0.1, size * (y - 0.05) - 0.02, 0.1, size * (y + 0.05) + 0.02, body);
      double drop = y + 0.5 * pitch;
      tube(
          canvas,
          new double[][] {{0, drop - 0.012, .007}, {0, drop + 0.006, .006}},
          .07,
          Canvas::solid);
      for (int side = -1; side <= 1; side += 2) {
        double px = side * half * 0.62;
        tube(
            canvas,
            new double[][] {{px, y - .004, .006}, {px, y + .003, .006}},
            .045,
            Canvas::solid);
        double end = side * (half + 0.024);
        tube(
            canvas,
            Canvas.curve(
                new double[] {side * half * 0.8, y - .004, .008},
                new double[] {end, y - .012, .007}),
            .05,
            Canvas::solid);
      }
    }
  }

  private void ribs(Canvas canvas) {
    for (int side = -1; side <= 1; side += 2) {
      for (int i = 0; i < 10; i++) {
        double start = -0.372 + 0.0565 * i + 0.004 * spread(build);
        double radius = 0.0125 + 0.0006 * i;
        double reach = Math.min(cage + 0.012, wallAt(start + 0.05 + 0.006 * i) + 0.012);
        double sag = 0.035 + 0.0105 * i;
        // The posterior part leaves the spine upwards, bows and runs down along the wall.
        double[][] posterior =
            Canvas.curve(
                new double[] {side * 0.042, start, radius * 0.8},
                new double[] {side * (0.042 + 0.26 * reach), start - 0.014, radius},
                new double[] {side * 0.62 * reach, start + 0.18 * sag, radius},
                new double[] {side * 0.87 * reach, start + 0.85 * sag, radius},
                new double[] {side * reach, start + 0.05 + 1.7 * sag, radius * 0.95});
        tube(canvas, posterior, 0.15 * boneDensity, Canvas::bone);
        if (i >= 1 && i < 6) {
          // The anterior part comes back inwards and lower, paler; cartilage does not show.
          double turn = start + 0.05 + 1.7 * sag;
          double inner = 0.16 + 0.012 * i;
          double[][] anterior =
              Canvas.curve(
                  new double[] {side * reach, turn, radius * 0.95},
                  new double[] {side * 0.9 * reach, turn + 0.062, radius},
                  new double[] {side * (0.45 * reach + 0.5 * inner), turn + 0.095, radius},
                  new double[] {side * inner, turn + 0.09, radius * 1.15});
          tube(canvas, anterior, 0.075 * boneDensity, Canvas::bone);
        }
      }
    }
  }

  private double wallAt(double y) {
    return Math.max(0.13, wall(Math.max(APEX + 0.01, Math.min(0.3, y))));
  }

  private void clavicles(Canvas canvas) {
    for (int side = -1; side <= 1; side += 2) {
      double tilt = 0.01 * spread(film);
      double[][] shaft =
          Canvas.curve(
              new double[] {side * 0.035, -0.262, 0.021},
              new double[] {side * 0.085, -0.282 + tilt, 0.0165},
              new double[] {side * 0.17, -0.306 + tilt, 0.0135},
              new double[] {side * 0.27, -0.318 + 2 * tilt, 0.0145},
              new double[] {side * 0.355, -0.308 + 2 * tilt, 0.0165});
      tube(canvas, shaft, 0.2 * boneDensity, Canvas::bone);
      // The head of the humerus and its shaft.
      double[][] humerus =
          Canvas.curve(
              new double[] {side * 0.44, -0.265, 0.052},
              new double[] {side * 0.462, -0.225, 0.04},
              new double[] {side * 0.49, -0.15, 0.026},
              new double[] {side * 0.53, 0.02, 0.024});
      tube(canvas, humerus, 0.17 * boneDensity, Canvas::bone);
    }
  }

  private void scapulae(Canvas canvas) {
    for (int side = -1; side <= 1; side += 2) {
      double[][] edge =
          Canvas.curve(
              new double[] {side * 0.345, -0.275, 0.02},
              new double[] {side * 0.352, -0.18, 0.013},
              new double[] {side * 0.35, -0.08, 0.011},
              new double[] {side * 0.335, 0.0, 0.014},
              new double[] {side * 0.32, 0.03, 0.008});
      tube(canvas, edge, 0.075, Canvas::solid);
      double[][] crest =
          Canvas.curve(
              new double[] {side * 0.25, -0.235, 0.009},
              new double[] {side * 0.33, -0.262, 0.012},
              new double[] {side * 0.4, -0.298, 0.018});
      tube(canvas, crest, 0.085, Canvas::solid);
      int sign = side;
      canvas.add(
          (fx, fy) -> {
            double t = sign * px(fx);
            double y = py(fy);
            double inner = 0.27 + 0.35 * Math.max(0, y + 0.2);
            return 0.03
                * step(inner - 0.01, inner + 0.01, t)
                * step(0.365, 0.35, t)
                * step(-0.29, -0.26, y)
                * step(0.03, -0.02, y);
          });
    }
  }

  private void airways(Canvas canvas) {
    tube(
        canvas,
        Canvas.curve(
            new double[] {0.002, -0.52, 0.02},
            new double[] {0, -0.3, 0.021},
            new double[] {-0.006, -0.13, 0.019},
            new double[] {-0.006, -0.085, 0.018}),
        -0.1,
        Canvas::solid);
    tube(
        canvas,
        Canvas.curve(new double[] {-0.006, -0.09, 0.014}, new double[] {-0.05, -0.045, 0.012}),
        -0.05,
        Canvas::solid);
    tube(
        canvas,
        Canvas.curve(new double[] {-0.006, -0.09, 0.013}, new double[] {0.062, -0.05, 0.010}),
        -0.05,
        Canvas::solid);
  }

  private void vessels(Canvas canvas) {
    for (int side = -1; side <= 1; side += 2) {
      double hilumX = side * (side < 0 ? 0.075 : 0.085);
      double hilumY = side < 0 ? -0.03 : -0.045;
      int sign = side;
      canvas.add(
          (fx, fy) -> {
            double u = (px(fx) - hilumX) / 0.05;
            double v = (py(fy) - hilumY - 0.012) / 0.075;
            double r = u * u + v * v;
            return r > 4 || sign * px(fx) < 0 ? 0 : 0.1 * StrictMath.exp(-1.6 * r);
          });
      for (int i = 0; i < 9; i++) {
        double angle = -1.3 + 0.32 * i + 0.12 * spread(build);
        double length = 0.05 + 0.03 * build.nextDouble();
        double rootX = hilumX + side * 0.012 * build.nextDouble();
        double rootY = hilumY + 0.075 * (i / 8.0 - 0.4) + 0.01 * spread(build);
        branch(canvas, side, rootX, rootY, angle, length, 0.0075, 4);
      }
    }
  }

  private void branch(
      Canvas canvas,
      int side,
      double x,
      double y,
      double angle,
      double length,
      double radius,
      int generations) {
    double endX = x + side * length * StrictMath.cos(angle);
    double endY = y + length * StrictMath.sin(angle);
    if (lung(endX, endY) < 0.25) {
      return;
    }
    double bend = 0.1 * length * spread(build);
    double[][] course =
        Canvas.curve(
            new double[] {x, y, radius},
            new double[] {(x + endX) / 2 + bend, (y + endY) / 2 + bend, radius * 0.9},
            new double[] {endX, endY, radius * 0.72});
    double strength = 0.095 * Math.min(1, radius / 0.006);
    tube(canvas, course, strength, Canvas::solid);
    if (generations > 1) {
      double fork = 0.25 + 0.2 * build.nextDouble();
      double next = length * (0.72 + 0.15 * build.nextDouble());
      branch(canvas, side, endX, endY, angle - fork, next, radius * 0.7, generations - 1);
      branch(canvas, side, endX, endY, angle + fork, next, radius * 0.7, generations - 1);
    }
  }

  /** The letter L, made of two bars, where the radiographer puts it. */
  private void marker(Canvas canvas) {
    double x = 0.435 + 0.01 * spread(film);
    double y = -0.455 + 0.01 * spread(film);
    canvas.tube(new double[][] {{x, y - 0.02, 0.0048}, {x, y + 0.018, 0.0048}}, 0.8, d -> 1);
    canvas.tube(
        new double[][] {{x, y + 0.018, 0.0048}, {x + 0.02, y + 0.018, 0.0048}}, 0.8, d -> 1);
  }

  private Box opacity(Canvas canvas, double density) {
    int side = film.nextBoolean() ? 1 : -1;
    double t = (side < 0 ? 0.175 : 0.225) + 0.035 * spread(film);
    double y = 0.06 + 0.1 * spread(film);
    double across = 0.085 + 0.02 * spread(film);
    double down = 0.095 + 0.025 * spread(film);
    Texture patches = new Texture(film.nextLong());
    Canvas.Field consolidation =
        (fx, fy) -> {
          double x = px(fx);
          double u = (side * x - t) / across;
          double v = (py(fy) - y) / down;
          double ragged = u * u + v * v + 0.55 * patches.fractal(x * 14, py(fy) * 14, 3);
          if (ragged >= 1.2 || u * u + v * v > 2) {
            return 0;
          }
          double cloud = step(1.2, 0.15, ragged);
          double air = 1 - 0.25 * Math.abs(patches.fractal(x * 45, py(fy) * 45, 2));
          return 0.27 * density * cloud * air * lung(x, py(fy));
        };
    return canvas.addWithin(consolidation, 0.02 * density);
  }
}
