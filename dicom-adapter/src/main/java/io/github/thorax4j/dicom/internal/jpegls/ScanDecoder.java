package io.github.thorax4j.dicom.internal.jpegls;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes a scan of one component line by line (T.87 annex A, read as section F.1 says). Names are
 * those of the standard: Ra, Rb, Rc and Rd are the decoded samples to the left, above, above to the
 * left and above to the right of the sample Rx. Not thread-safe.
 */
public final class ScanDecoder {

  /** Contexts of the regular mode: 9 * 9 * 9 regions, of which opposite ones are merged. */
  private static final int CONTEXTS = (9 * 9 * 9 + 1) / 2;

  /** A context is four numbers side by side, A and N at the ends. */
  private static final int CONTEXT = 4;

  private static final int LEAST_CORRECTION = -128;
  private static final int GREATEST_CORRECTION = 127;

  /** Mapped errors of the longest samples need no greater parameter. */
  private static final int GREATEST_K = 16;

  /** The run-length orders J (section A.2.1). */
  private static final int[] J = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };

  private final byte[] stream;
  private final CodingParameters parameters;
  private final int columns;
  private final int restartInterval;

  private final int near;
  private final int maxVal;
  private final int range;
  private final int limit;
  private final int errorBits;

  /** The region of each local gradient, behind maxVal. */
  private final byte[] regions;

  private final int[] contexts = new int[CONTEXT * CONTEXTS];
  private RunInterruption unlike;
  private RunInterruption alike;
  private int runIndex;
  private CodedBits bits;
  private int lines;

  /** The lines with a sample before and behind them. */
  private int[] above;

  private int[] line;

  /**
   * Starts a scan.
   *
   * @param start where its entropy-coded data starts in the stream
   * @param columns samples of a line
   * @param restartInterval the lines between restart markers, 0 if there are none
   */
  public ScanDecoder(
      byte[] stream, int start, int columns, int restartInterval, CodingParameters parameters) {
    this.stream = stream;
    this.parameters = parameters;
    this.columns = columns;
    this.restartInterval = restartInterval;
    near = parameters.near();
    maxVal = parameters.maxVal();
    range = parameters.range();
    limit = parameters.limit();
    errorBits = parameters.errorBits();
    regions = new byte[2 * maxVal + 1];
    for (int i = 0; i < regions.length; i++) {
      regions[i] = (byte) parameters.region(i - maxVal);
    }
    above = new int[columns + 2];
    line = new int[columns + 2];
    bits = new CodedBits(stream, start);
    unlike = new RunInterruption(parameters, 0);
    alike = new RunInterruption(parameters, 1);
    initialize();
  }

  /** Section A.2.1. */
  private void initialize() {
    for (int at = 0; at < contexts.length; at += CONTEXT) {
      contexts[at] = parameters.initialSum();
      contexts[at + 1] = 0;
      contexts[at + 2] = 0;
      contexts[at + 3] = 1;
    }
    unlike = new RunInterruption(parameters, 0);
    alike = new RunInterruption(parameters, 1);
    runIndex = 0;
    Arrays.fill(line, 0);
  }

  /** Everything starts anew behind a restart marker (T.81 section E.2.4). */
  private void restart() throws IOException {
    int marker = 0xD0 + (lines / restartInterval - 1) % 8;
    int at = bits.end() + 1;
    while (at < stream.length && stream[at] == (byte) 0xFF) {
      at++; // fill bytes
    }
    if (at >= stream.length || stream[at] != (byte) marker) {
      throw new IOException("the JPEG-LS stream lacks a restart marker");
    }
    bits = new CodedBits(stream, at + 1);
    initialize();
  }

  /**
   * Decodes the next line.
   *
   * @param row takes the samples at its start
   * @throws IOException if the stream ends or is damaged
   */
  public void decodeLine(short[] row) throws IOException {
    if (restartInterval > 0 && lines > 0 && lines % restartInterval == 0) {
      restart();
    }
    lines++;
    int[] decoded = above;
    above = line;
    line = decoded;
    above[columns + 1] = above[columns];
    line[0] = above[1];
    decode();
    for (int x = 0; x < columns; x++) {
      row[x] = (short) decoded[x + 1];
    }
  }

  private void decode() throws IOException {
    int[] samples = line;
    int[] samplesAbove = above;
    int ra = samples[0];
    int rc = samplesAbove[0];
    int rb = samplesAbove[1];
    int x = 1;
    while (x <= columns) {
      int rd = samplesAbove[x + 1];
      int region =
          81 * regions[rd - rb + maxVal]
              + 9 * regions[rb - rc + maxVal]
              + regions[rc - ra + maxVal];
      if (region == 0) {
        x = decodeRun(x);
        ra = samples[x - 1];
        rc = samplesAbove[x - 1];
        rb = samplesAbove[x];
      } else {
        int predicted =
            Math.max(Math.min(ra, rb), Math.min(Math.max(ra, rb), ra + rb - rc)); // section A.4.1
        ra = decodeRegular(region, predicted);
        samples[x++] = ra;
        rc = rb;
        rb = rd;
      }
    }
  }

  /** A sample in regular mode (sections A.4.2 to A.6). */
  private int decodeRegular(int region, int predicted) throws IOException {
    int sign = region >> 31; // -1 or 0: contexts of opposite sign are one
    int at = CONTEXT * ((region ^ sign) - sign);
    int a = contexts[at];
    int b = contexts[at + 1];
    int c = contexts[at + 2];
    int n = contexts[at + 3];
    int k = golombParameter(a, n);

    int mapped = bits.mappedError(k, limit, errorBits);
    if (mapped > range) {
      throw damaged();
    }
    int error = mapped >>> 1 ^ -(mapped & 1);
    if (k == 0 && near == 0 && 2 * b <= -n) {
      error = ~error;
    }

    int prediction = Math.min(maxVal, Math.max(0, predicted + (c ^ sign) - sign));
    int sample = reconstructed(prediction, (error ^ sign) - sign);

    a += Math.abs(error);
    b += error * (2 * near + 1);
    if (n == parameters.reset()) {
      a >>= 1;
      b >>= 1;
      n >>= 1;
    }
    n++;
    if (b <= -n) {
      b = Math.max(b + n, 1 - n);
      c = Math.max(c - 1, LEAST_CORRECTION);
    } else if (b > 0) {
      b = Math.min(b - n, 0);
      c = Math.min(c + 1, GREATEST_CORRECTION);
    }
    contexts[at] = a;
    contexts[at + 1] = b;
    contexts[at + 2] = c;
    contexts[at + 3] = n;
    return sample;
  }

  /** The least k for which 2^k N is not less than A (section A.5.1). */
  static int golombParameter(int a, int n) throws IOException {
    int k = Math.max(0, Integer.numberOfLeadingZeros(n) - Integer.numberOfLeadingZeros(a));
    if (n << k < a) {
      k++;
    }
    if (k > GREATEST_K) {
      throw damaged();
    }
    return k;
  }

  /** Section A.4.4, with the modulo reduction of section A.4.5 taken back. */
  private int reconstructed(int prediction, int error) {
    int step = 2 * near + 1;
    int sample = prediction + error * step;
    if (sample < -near) {
      sample += range * step;
    } else if (sample > maxVal + near) {
      sample -= range * step;
    }
    return Math.min(maxVal, Math.max(0, sample));
  }

  /**
   * A run and the sample that interrupts it (section A.7).
   *
   * @return the column behind it
   */
  private int decodeRun(int start) throws IOException {
    int x = start;
    int ra = line[x - 1];
    while (bits.bit()) {
      int whole = 1 << J[runIndex];
      int left = columns + 1 - x;
      int end = x + Math.min(whole, left);
      Arrays.fill(line, x, end, ra);
      x = end;
      if (whole <= left) {
        runIndex = Math.min(runIndex + 1, J.length - 1);
      }
      if (x > columns) {
        return x;
      }
    }
    int end = x + bits.read(J[runIndex]);
    if (end > columns) {
      throw damaged();
    }
    Arrays.fill(line, x, end, ra);
    line[end] = decodeInterruption(ra, above[end]);
    runIndex = Math.max(0, runIndex - 1);
    return end + 1;
  }

  private int decodeInterruption(int ra, int rb) throws IOException {
    int longest = limit - J[runIndex] - 1;
    if (Math.abs(ra - rb) <= near) {
      return reconstructed(ra, alike.decode(bits, longest));
    }
    int error = unlike.decode(bits, longest);
    return reconstructed(rb, ra > rb ? -error : error);
  }

  static IOException damaged() {
    return new IOException("the JPEG-LS stream is damaged");
  }
}
