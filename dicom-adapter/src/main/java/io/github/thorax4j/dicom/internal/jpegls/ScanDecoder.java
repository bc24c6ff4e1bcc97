package io.github.thorax4j.dicom.internal.jpegls;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes a scan of one component, line by line (T.87 annexes A and F). Ra, Rb, Rc and Rd are, as
 * in the standard, the decoded samples to the left, above, above to the left and above to the
 * right. Not thread-safe.
 */
public final class ScanDecoder {

  /** The orders of run lengths (section A.2.1). */
  private static final int[] J = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };

  private static final int FIRST_RESTART_MARKER = 0xD0;

  private final byte[] stream;
  private final CodingParameters parameters;
  private final int columns;
  private final int restartInterval;

  private final int near;
  private final int maxVal;
  private final int range;
  private final int limit;
  private final int errorBits;

  /** The region of each local gradient from -maxVal to maxVal. */
  private final byte[] regions;

  private final CodedBits bits;
  private RegularContexts contexts;
  private RunInterruption unlike;
  private RunInterruption alike;
  private int runIndex;
  private int lines;

  /** The line before, with a sample more at each end. */
  private int[] above;

  private int[] line;

  /**
   * A scan before its first line.
   *
   * @param start where the entropy-coded data starts in the stream
   * @param columns samples of a line
   * @param restartInterval lines between two restart markers, 0 if there are none
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
    bits = new CodedBits(stream);
    above = new int[columns + 2];
    line = new int[columns + 2];
    startInterval(start);
  }

  /** Section A.2.1; nothing is known at the start and behind a restart marker. */
  private void startInterval(int start) {
    bits.open(start);
    contexts = new RegularContexts(parameters);
    unlike = new RunInterruption(parameters, 0);
    alike = new RunInterruption(parameters, 1);
    runIndex = 0;
    Arrays.fill(line, 0);
  }

  private void restart() throws IOException {
    int at = bits.end() + 1;
    while (at < stream.length && stream[at] == (byte) 0xFF) {
      at++; // fill bytes
    }
    int number = (lines / restartInterval - 1) % 8;
    if (at >= stream.length || stream[at] != (byte) (FIRST_RESTART_MARKER + number)) {
      throw new IOException("a restart marker is missing in the JPEG-LS stream");
    }
    startInterval(at + 1);
  }

  /**
   * Decodes the next line.
   *
   * @param row takes the samples at its start
   * @throws IOException if the stream ends early or is damaged
   */
  public void decodeLine(short[] row) throws IOException {
    if (restartInterval > 0 && lines > 0 && lines % restartInterval == 0) {
      restart();
    }
    int[] oldest = above;
    above = line;
    line = oldest;
    above[columns + 1] = above[columns];
    line[0] = above[1];
    decodeSamples();
    for (int x = 0; x < columns; x++) {
      row[x] = (short) line[x + 1];
    }
    lines++;
  }

  /** Context and mode of each sample of the line (section A.3). */
  private void decodeSamples() throws IOException {
    int ra = line[0];
    int rc = above[0];
    int rb = above[1];
    int x = 1;
    while (x <= columns) {
      int rd = above[x + 1];
      int q1 = regions[rd - rb + maxVal];
      int q2 = regions[rb - rc + maxVal];
      int q3 = regions[rc - ra + maxVal];
      int context = 81 * q1 + 9 * q2 + q3;
      if (context == 0) {
        x = decodeRun(x);
        ra = line[x - 1];
        rc = above[x - 1];
        rb = above[x];
      } else {
        ra = decodeRegular(context, predicted(ra, rb, rc));
        line[x++] = ra;
        rc = rb;
        rb = rd;
      }
    }
  }

  /** The edge-detecting predictor, which is the median of three (section A.4.1). */
  private static int predicted(int ra, int rb, int rc) {
    return Math.max(Math.min(ra, rb), Math.min(Math.max(ra, rb), ra + rb - rc));
  }

  /** A sample in regular mode (sections A.4 to A.6). */
  private int decodeRegular(int signedContext, int predicted) throws IOException {
    int sign = signedContext >> 31; // -1 or 0: (i ^ sign) - sign is -i or i
    int context = (signedContext ^ sign) - sign;
    int k = contexts.golombParameter(context);
    int mapped = bits.mappedError(k, limit, errorBits);
    if (mapped > range) {
      throw damaged();
    }
    int error = mapped >>> 1 ^ -(mapped & 1);
    if ((k | near) == 0) {
      error ^= contexts.lowBias(context);
    }
    int correction = (contexts.correction(context) ^ sign) - sign;
    contexts.learn(context, error);
    return reconstructed(inRange(predicted + correction), (error ^ sign) - sign);
  }

  /** The sample of a prediction and its error (section A.4.4). */
  private int reconstructed(int prediction, int error) {
    int step = 2 * near + 1;
    int sample = prediction + error * step;
    if (sample < -near) {
      sample += range * step;
    } else if (sample > maxVal + near) {
      sample -= range * step;
    }
    return inRange(sample);
  }

  private int inRange(int sample) {
    return Math.max(0, Math.min(maxVal, sample));
  }

  /**
   * A run and the sample that interrupts it, if it does not end with the line (section A.7).
   *
   * @return the place behind it
   */
  private int decodeRun(int start) throws IOException {
    int ra = line[start - 1];
    int x = start;
    while (bits.read(1) == 1) {
      int whole = 1 << J[runIndex];
      int end = Math.min(x + whole, columns + 1);
      Arrays.fill(line, x, end, ra);
      if (end == x + whole) {
        runIndex = Math.min(runIndex + 1, J.length - 1);
      }
      if (end > columns) {
        return end;
      }
      x = end;
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

  /** Section A.7.2. */
  private int decodeInterruption(int ra, int rb) throws IOException {
    int runLimit = limit - J[runIndex] - 1;
    if (Math.abs(ra - rb) <= near) {
      return reconstructed(ra, alike.decode(bits, runLimit));
    }
    int error = unlike.decode(bits, runLimit);
    return reconstructed(rb, ra > rb ? -error : error);
  }

  static IOException damaged() {
    return new IOException("the JPEG-LS stream is damaged");
  }
}
