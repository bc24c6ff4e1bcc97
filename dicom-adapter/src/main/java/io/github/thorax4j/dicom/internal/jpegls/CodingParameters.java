package io.github.thorax4j.dicom.internal.jpegls;

import java.io.IOException;

/**
 * What governs the coding of a scan (T.87 sections A.1, A.2.1 and C.2.4.1.1).
 *
 * @param near how far a decoded sample may be from the original; 0 is lossless
 * @param maxVal the highest value of a sample
 * @param t1 first quantization threshold of local gradients
 * @param t2 second threshold
 * @param t3 third threshold
 * @param reset how many samples a context counts before its sums are halved
 */
public record CodingParameters(int near, int maxVal, int t1, int t2, int t3, int reset) {

  /**
   * The parameters of a stream, with defaults where it says 0.
   *
   * @param precision bits of a sample, 2 to 16
   * @throws IOException if the stream's parameters are not those that the standard allows
   */
  public static CodingParameters of(
      int precision, int near, int maxVal, int t1, int t2, int t3, int reset) throws IOException {
    int greatest = (1 << precision) - 1;
    CodingParameters defaults = defaults(maxVal == 0 ? greatest : maxVal, near);
    CodingParameters parameters =
        new CodingParameters(
            near,
            defaults.maxVal,
            t1 == 0 ? defaults.t1 : t1,
            t2 == 0 ? defaults.t2 : t2,
            t3 == 0 ? defaults.t3 : t3,
            reset == 0 ? defaults.reset : reset);
    if (parameters.maxVal > greatest || !parameters.valid()) {
      throw new IOException("the JPEG-LS stream has coding parameters that are out of range");
    }
    return parameters;
  }

  /** Table C.1. */
  private boolean valid() {
    return near <= Math.min(255, maxVal / 2)
        && near < t1
        && t1 <= t2
        && t2 <= t3
        && t3 <= maxVal
        && reset >= 3
        && reset <= Math.max(255, maxVal);
  }

  /** Section C.2.4.1.1.1. */
  private static CodingParameters defaults(int maxVal, int near) {
    int t1;
    int t2;
    int t3;
    if (maxVal >= 128) {
      int factor = (Math.min(maxVal, 4095) + 128) / 256;
      t1 = factor + 2 + 3 * near;
      t2 = factor * 4 + 3 + 5 * near;
      t3 = factor * 17 + 4 + 7 * near;
    } else {
      int factor = 256 / (maxVal + 1);
      t1 = Math.max(2, 3 / factor + 3 * near);
      t2 = Math.max(3, 7 / factor + 5 * near);
      t3 = Math.max(4, 21 / factor + 7 * near);
    }
    t1 = clamped(t1, near + 1, maxVal);
    t2 = clamped(t2, t1, maxVal);
    return new CodingParameters(near, maxVal, t1, t2, clamped(t3, t2, maxVal), 64);
  }

  /** Figure C.3: out of range becomes the lower bound. */
  private static int clamped(int value, int lowest, int highest) {
    return value < lowest || value > highest ? lowest : value;
  }

  /** How many values a quantized prediction error has. */
  int range() {
    return (maxVal + 2 * near) / step() + 1;
  }

  /** The width of a step of the quantized prediction error. */
  int step() {
    return 2 * near + 1;
  }

  /** The bits of a mapped error that is not Golomb-coded (qbpp). */
  int errorBits() {
    return logarithm(range());
  }

  /** The greatest length of a code in regular mode. */
  int limit() {
    int bits = Math.max(2, logarithm(maxVal + 1));
    return 2 * (bits + Math.max(8, bits));
  }

  /** To the base 2, rounded up. */
  private static int logarithm(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(value - 1);
  }

  /** The sum of errors A that a context starts with. */
  int initialSum() {
    return Math.max(2, (range() + 32) / 64);
  }

  /** The region of a local gradient, -4 to 4 (section A.3.3). */
  int region(int gradient) {
    int size = Math.abs(gradient);
    int region = size <= near ? 0 : size < t1 ? 1 : size < t2 ? 2 : size < t3 ? 3 : 4;
    return gradient < 0 ? -region : region;
  }
}
