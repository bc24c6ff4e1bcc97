package io.github.thorax4j.dicom.internal.jpegls;

import java.io.IOException;

/**
 * What was learnt of prediction errors in the contexts of the regular mode (T.87 sections A.2.1,
 * A.5.1 and A.6). It is asked for every sample and has no branches that nobody can predict.
 */
final class RegularContexts {

  /** Each of three gradients is in one of nine regions; contexts of opposite signs are one. */
  private static final int CONTEXTS = (9 * 9 * 9 + 1) / 2;

  /** A, B, C and N of a context lie side by side. */
  private static final int SIZE = 4;

  private static final int LEAST_CORRECTION = -128;
  private static final int GREATEST_CORRECTION = 127;

  private final int[] values = new int[SIZE * CONTEXTS];
  private final int step;
  private final int reset;

  RegularContexts(CodingParameters parameters) {
    step = parameters.step();
    reset = parameters.reset();
    for (int at = 0; at < values.length; at += SIZE) {
      values[at] = parameters.initialSum();
      values[at + 3] = 1;
    }
  }

  int golombParameter(int context) throws IOException {
    return golombParameter(values[SIZE * context], values[SIZE * context + 3]);
  }

  /** The least k for which 2^k N is not less than A; in a sound stream, 16 at most. */
  static int golombParameter(int a, int n) throws IOException {
    int k = Math.max(0, Integer.numberOfLeadingZeros(n) - Integer.numberOfLeadingZeros(a));
    k += ((n << k) - a) >>> 31; // 1 if it is less
    if (k > CodedBits.GREATEST_PARAMETER) {
      throw ScanDecoder.damaged();
    }
    return k;
  }

  /** The correction C of predictions. */
  int correction(int context) {
    return values[SIZE * context + 2];
  }

  /** -1 if 2 B <= -N, else 0 (section A.5.2). */
  int lowBias(int context) {
    return (2 * values[SIZE * context + 1] + values[SIZE * context + 3] - 1) >> 31;
  }

  /** Takes a prediction error into account (code segments A.12 and A.13). */
  void learn(int context, int error) {
    int at = SIZE * context;
    int a = values[at] + Math.abs(error);
    int b = values[at + 1] + error * step;
    int n = values[at + 3];
    if (n == reset) {
      a >>= 1;
      b >>= 1;
      n >>= 1;
    }
    n++;
    int low = (b + n - 1) >> 31; // -1 if b <= -n, else 0
    int high = -b >> 31; // -1 if b > 0, else 0
    int c = values[at + 2] + low - high;
    values[at] = a;
    values[at + 1] = Math.max(1 - n, Math.min(0, b + (n & low) - (n & high)));
    values[at + 2] = Math.max(LEAST_CORRECTION, Math.min(GREATEST_CORRECTION, c));
    values[at + 3] = n;
  }
}
