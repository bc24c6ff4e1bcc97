package io.github.thorax4j.testdata;

/** Smooth noise over the plane, and white noise over pixels; both depend on the seed alone. */
final class Texture {

  private final long seed;

  Texture(long seed) {
    this.seed = mix(seed);
  }

  /** Smooth noise of several octaves, about [-1, 1], with features of size 1. */
  double fractal(double x, double y, int octaves) {
    double sum = 0;
    double amplitude = 0.5;
    double frequency = 1;
    for (int i = 0; i < octaves; i++) {
      sum += amplitude * smooth(x * frequency, y * frequency, i);
      amplitude /= 2;
      frequency *= 2;
    }
    return sum;
  }

  private double smooth(double x, double y, int octave) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double a = fade(x - left);
    double b = fade(y - top);
    double upper = corner(left, top, octave) * (1 - a) + corner(left + 1, top, octave) * a;
    double lower = corner(left, top + 1, octave) * (1 - a) + corner(left + 1, top + 1, octave) * a;
    return upper * (1 - b) + lower * b;
  }

  private static double fade(double t) {
    return t * t * (3 - 2 * t);
  }

  private double corner(int x, int y, int octave) {
    return unit(
                mix(
                    seed
                        + octave * 0x632BE59BD9B4E019L
                        + x * 0x9E3779B97F4A7C15L
                        + ((long) y << 32)))
            * 2
        - 1;
  }

  /** White noise at a pixel with mean 0 and standard deviation 1, nearly Gaussian. */
  double white(int x, int y) {
    long bits = mix(seed ^ ((long) y << 32 | x));
    // Four 16-bit uniforms: near enough to Gaussian, and exact on every machine.
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += (bits >>> (16 * i) & 0xFFFF) / 65535.0 - 0.5;
    }
    return sum * Math.sqrt(3);
  }

  private static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
