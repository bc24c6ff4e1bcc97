package io.github.thorax4j.dicom.internal.jpegls;

import java.io.IOException;

/**
 * What was learnt of the samples that interrupt runs (T.87 section A.7.2), of those whose
 * neighbours to the left and above are alike (type 1) or not (type 0).
 */
final class RunInterruption {

  private final CodingParameters parameters;
  private final int type;
  private int a;
  private int n = 1;
  private int negative;

  RunInterruption(CodingParameters parameters, int type) {
    this.parameters = parameters;
    this.type = type;
    this.a = parameters.initialSum();
  }

  /** Decodes and learns a prediction error; code words have this length at most. */
  int decode(CodedBits bits, int limit) throws IOException {
    int k = ScanDecoder.golombParameter(type == 0 ? a : a + (n >> 1), n);
    int mapped = bits.mappedError(k, limit, parameters.errorBits());
    if (mapped > parameters.range()) {
      throw ScanDecoder.damaged();
    }
    int odd = (mapped + type) & 1;
    int size = (mapped + type + odd) >> 1;
    boolean oddIsNegative = k != 0 || 2 * negative >= n;
    int error = oddIsNegative == (odd == 1) ? -size : size;

    if (error < 0) {
      negative++;
    }
    a += (mapped + 1 - type) >> 1;
    if (n == parameters.reset()) {
      a >>= 1;
      n >>= 1;
      negative >>= 1;
    }
    n++;
    return error;
  }
}
