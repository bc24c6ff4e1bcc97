package io.github.thorax4j.dicom;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Colours for 0 to 1 that people with any colour vision can order: lightness rises evenly from dark
 * violet over red and orange to pale yellow, on a path through CIE 1976 L*a*b* (CIE 15:2004).
 */
final class ColourMap {

  /** L*, a*, b* at equal steps. */
  private static final double[][] PATH = {
    {18, 28, -38},
    {30, 46, -30},
    {42, 56, 2},
    {54, 56, 40},
    {66, 38, 62},
    {78, 14, 70},
    {90, -8, 58},
  };

  /** CIE standard illuminant D65, 2 degrees. */
  private static final double[] WHITE = {0.95047, 1.0, 1.08883};

  private static final int STEPS = 4096;

  /** Between neighbours no channel differs by more than one: an image asks for a million. */
  private static final List<Color> COLOURS =
      IntStream.rangeClosed(0, STEPS).mapToObj(step -> exact((double) step / STEPS)).toList();

  private ColourMap() {}

  /** The colour of a value in [0, 1]. */
  static Color at(double value) {
    return COLOURS.get((int) Math.round(Math.max(0, Math.min(1, value)) * STEPS));
  }

  private static Color exact(double value) {
    double place = value * (PATH.length - 1);
    int below = Math.min(PATH.length - 2, (int) place);
    double part = place - below;
    double[] lab = new double[3];
    for (int i = 0; i < 3; i++) {
      lab[i] = PATH[below][i] * (1 - part) + PATH[below + 1][i] * part;
    }
    return fromLab(lab);
  }

  private static Color fromLab(double[] lab) {
    double fy = (lab[0] + 16) / 116;
    double x = WHITE[0] * inverseF(fy + lab[1] / 500);
    double y = WHITE[1] * inverseF(fy);
    double z = WHITE[2] * inverseF(fy - lab[2] / 200);
    // IEC 61966-2-1, linear sRGB of XYZ
    return new Color(
        gamma(3.2406 * x - 1.5372 * y - 0.4986 * z),
        gamma(-0.9689 * x + 1.8758 * y + 0.0415 * z),
        gamma(0.0557 * x - 0.2040 * y + 1.0570 * z));
  }

  private static double inverseF(double t) {
    return t > 6.0 / 29 ? t * t * t : 3 * Math.pow(6.0 / 29, 2) * (t - 4.0 / 29);
  }

  private static float gamma(double linear) {
    double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    return (float) Math.max(0, Math.min(1, value));
  }
}
