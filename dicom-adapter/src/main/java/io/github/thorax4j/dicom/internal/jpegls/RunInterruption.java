package io.github.thorax4j.dicom.internal.jpegls;

import java.io.IOException;

/** What was learnt of the samples that interrupt runs (T.87 section A.7.2). */
final class RunInterruption {

  private final CodingParameters parameters;
  private final int type;
  private int a;
  private int n = 1;
  private int negatives;

  /**
   * Nothing was learnt yet.
   *
   * @param type 1 where the samples to the left and above are alike, else 0 (RItype)
   */
  RunInterruption(CodingParameters parameters, int type) {
    this.parameters = parameters;
    this.type = type;
    this.a = parameters.initialSum();
  }

  /**
   * Decodes a prediction error and takes it into account.
   *
   * @param limit the greatest length of its code
   */
  int decode(CodedBits bits, int limit) throws IOException {
    int k = RegularContexts.golombParameter(type == 0 ? a : a + (n >> 1), n);
    int mapped = bits.mappedError(k, limit, parameters.errorBits());
    if (mapped > parameters.range()) {
      throw ScanDecoder.damaged();
    }
    int map = (mapped + type) & 1;
    int size = (mapped + type + map) >> 1;
    boolean negativeIfMapped = k != 0 || 2 * negatives >= n;
    int error = negativeIfMapped == (map == 1) ? -size : size;

    if (error < 0) {
      negatives++;
    }
    a += (mapped + 1 - type) >> 1;
    if (n == parameters.reset()) {
      a >>= 1;
      n >>= 1;
      negatives >>= 1;
    }
    n++;
    return error;
  }
}
