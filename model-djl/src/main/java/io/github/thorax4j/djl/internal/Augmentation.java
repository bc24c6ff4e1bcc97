package io.github.thorax4j.djl.internal;

import io.github.thorax4j.Radiograph;
import java.util.SplittableRandom;

/**
 * Random changes to a training image. Geometry is sampled bilinearly from a larger source whose
 * border is continued outwards: black corners would appear in training only, and real collimation
 * borders carry meaning.
 *
 * @param rotation largest rotation, in degrees, either way
 * @param shift largest shift, as a part of the side, either way
 * @param zoom largest change of scale, as a part, either way
 * @param aspect largest change of the aspect ratio, as a part, either way
 * @param intensity whether grey values and sharpness are changed too
 */
record Augmentation(double rotation, double shift, double zoom, double aspect, boolean intensity) {

  /** No change at all. */
  static final Augmentation NONE = new Augmentation(0, 0, 0, 0, false);

  /**
   * An image as the network is to see it.
   *
   * @param source a square image of {@code sourceSide} pixels a side, unsigned bytes
   * @param side the side of the result
   * @param random where the choices come from
   * @return {@code side * side} values in [0, 1]
   */
  float[] apply(byte[] source, int sourceSide, int side, SplittableRandom random) {
    float[] image = warp(source, sourceSide, side, random);
    if (intensity) {
      image = sharpness(image, side, random);
      greyScale(image, random);
    }
    return image;
  }

  private float[] warp(byte[] source, int sourceSide, int side, SplittableRandom random) {
    double angle = Math.toRadians(symmetric(random, rotation));
    double scale = 1 + symmetric(random, zoom);
    double stretch = 1 + symmetric(random, aspect);
    double scaleX = scale * Math.sqrt(stretch) * side / sourceSide;
    double scaleY = scale / Math.sqrt(stretch) * side / sourceSide;
    double moveX = symmetric(random, shift) * side;
    double moveY = symmetric(random, shift) * side;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    float centre = sourceSide / 2f;
    float[] image = new float[side * side];
    int last = sourceSide - 1;
    for (int y = 0; y < side; y++) {
      double dy = y + 0.5 - side / 2.0 - moveY;
      for (int x = 0; x < side; x++) {
        double dx = x + 0.5 - side / 2.0 - moveX;
        float u = (float) ((cos * dx + sin * dy) / scaleX) + centre - 0.5f;
        float v = (float) ((cos * dy - sin * dx) / scaleY) + centre - 0.5f;
        u = Math.min(last, Math.max(0, u));
        v = Math.min(last, Math.max(0, v));
        int left = (int) u;
        int top = (int) v;
        int right = Math.min(last, left + 1);
        int bottom = Math.min(last, top + 1);
        float a = u - left;
        float b = v - top;
        float upper =
            (source[top * sourceSide + left] & 0xff) * (1 - a)
                + (source[top * sourceSide + right] & 0xff) * a;
        float lower =
            (source[bottom * sourceSide + left] & 0xff) * (1 - a)
                + (source[bottom * sourceSide + right] & 0xff) * a;
        image[y * side + x] = Math.min(1, (upper * (1 - b) + lower * b) / 255f);
      }
    }
    return image;
  }

  private static float[] sharpness(float[] image, int side, SplittableRandom random) {
    float[] result = image;
    if (random.nextDouble() < 0.5) {
      result = lowResolution(result, side, random.nextDouble(0.4, 1));
    }
    if (random.nextDouble() < 0.35) {
      result = blend(result, blur(result, side), (float) random.nextDouble());
    }
    if (random.nextDouble() < 0.25) {
      result = blend(result, blur(result, side), (float) -random.nextDouble());
    }
    return result;
  }

  private static void greyScale(float[] image, SplittableRandom random) {
    double gamma = Math.exp(symmetric(random, 0.5));
    float contrast = (float) random.nextDouble(0.7, 1.3);
    float brightness = (float) symmetric(random, 0.15);
    float black = random.nextDouble() < 0.3 ? (float) random.nextDouble(0.15) : 0;
    float white = random.nextDouble() < 0.3 ? 1 - (float) random.nextDouble(0.15) : 1;
    float noise = (float) random.nextDouble(0.03);
    // Grey values lie on a grid fine enough that gamma can be looked up.
    float[] power = new float[1025];
    for (int i = 0; i < power.length; i++) {
      power[i] = (float) Math.pow(i / 1024.0, gamma);
    }
    float[] gaussian = gaussian(random);
    for (int i = 0; i < image.length; i++) {
      float clipped = Math.min(1, Math.max(0, (image[i] - black) / (white - black)));
      float value = power[(int) (clipped * 1024 + 0.5f)];
      value = (value - 0.5f) * contrast + 0.5f + brightness;
      value += noise * gaussian[random.nextInt() & 1023];
      image[i] = Math.min(1, Math.max(0, value));
    }
  }

  /** A table of normal deviates to draw from: drawing each afresh costs more than all the rest. */
  private static float[] gaussian(SplittableRandom random) {
    float[] table = new float[1024];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) random.nextGaussian();
    }
    return table;
  }

  /** The image as a detector with fewer pixels would have seen it, enlarged again. */
  static float[] lowResolution(float[] image, int side, double part) {
    int fewer = Math.max(1, (int) Math.round(side * part));
    return Radiograph.of(side, side, image).resize(fewer, fewer).resize(side, side).pixels();
  }

  /** A binomial blur of 3x3 pixels with the border continued outwards. */
  static float[] blur(float[] image, int side) {
    float[] across = new float[image.length];
    for (int y = 0; y < side; y++) {
      int row = y * side;
      for (int x = 0; x < side; x++) {
        float left = image[row + Math.max(0, x - 1)];
        float right = image[row + Math.min(side - 1, x + 1)];
        across[row + x] = (left + 2 * image[row + x] + right) / 4;
      }
    }
    float[] result = new float[image.length];
    for (int y = 0; y < side; y++) {
      int above = Math.max(0, y - 1) * side;
      int below = Math.min(side - 1, y + 1) * side;
      for (int x = 0; x < side; x++) {
        result[y * side + x] =
            Math.min(1, (across[above + x] + 2 * across[y * side + x] + across[below + x]) / 4);
      }
    }
    return result;
  }

  /** {@code a + part * (b - a)}, kept in [0, 1]: a negative part of a blur sharpens. */
  private static float[] blend(float[] a, float[] b, float part) {
    float[] result = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = Math.min(1, Math.max(0, a[i] + part * (b[i] - a[i])));
    }
    return result;
  }

  private static double symmetric(SplittableRandom random, double limit) {
    return limit == 0 ? 0 : random.nextDouble(-limit, limit);
  }
}
