package io.github.thorax4j.dicom.internal.jpeg;

import java.io.IOException;

/**
 * Decodes a lossless scan of one component line by line (T.81 section H.2). Ra, Rb and Rc are the
 * decoded samples to the left, above, and above to the left. Not thread-safe.
 */
public final class LosslessScan {

  /** Differences are modulo 2^16 (section H.1.2.1). */
  private static final int MODULO = 0xFFFF;

  private final byte[] stream;
  private final HuffmanTable table;
  private final int predictor;
  private final int pointTransform;
  private final int restartLines;
  private final int firstPrediction;
  private EntropyCodedBits bits;
  private int[] above;
  private int[] line;
  private int lines;

  /**
   * Starts a scan.
   *
   * @param start where its entropy-coded data starts in the stream
   * @param columns samples of a line
   * @param precision bits of a sample, 2 to 16
   * @param predictor 1 to 7 (table H.1)
   * @param pointTransform how many low bits are left out, less than the precision
   * @param restartLines the lines between restart markers, 0 if there are none
   */
  public LosslessScan(
      byte[] stream,
      int start,
      HuffmanTable table,
      int columns,
      int precision,
      int predictor,
      int pointTransform,
      int restartLines) {
    this.stream = stream;
    this.table = table;
    this.predictor = predictor;
    this.pointTransform = pointTransform;
    this.restartLines = restartLines;
    firstPrediction = 1 << (precision - pointTransform - 1);
    above = new int[columns];
    line = new int[columns];
    bits = new EntropyCodedBits(stream, start);
  }

  /**
   * Decodes the next line.
   *
   * @param row takes the samples at its start
   * @throws IOException if the stream ends or is damaged
   */
  public void decodeLine(short[] row) throws IOException {
    int linesSinceStart = restartLines == 0 ? lines : lines % restartLines;
    if (linesSinceStart == 0 && lines > 0) {
      restart();
    }
    lines++;
    int[] decoded = above;
    above = line;
    line = decoded;
    if (linesSinceStart == 0) {
      decodeFromLeft(firstPrediction);
    } else if (predictor == 1) {
      decodeFromLeft(above[0]);
    } else {
      decodeFromNeighbours();
    }
    for (int x = 0; x < decoded.length; x++) {
      row[x] = (short) (decoded[x] << pointTransform);
    }
  }

  /** Everything starts anew behind a restart marker (section E.2.4). */
  private void restart() throws IOException {
    int marker = 0xD0 + (lines / restartLines - 1) % 8;
    int at = bits.end() + 1;
    while (at < stream.length && stream[at] == (byte) 0xFF) {
      at++; // fill bytes
    }
    if (at >= stream.length || stream[at] != (byte) marker) {
      throw new IOException("the JPEG stream lacks a restart marker");
    }
    bits = new EntropyCodedBits(stream, at + 1);
  }

  /** A line that is predicted by Ra alone (section H.1.2.1). */
  private void decodeFromLeft(int prediction) throws IOException {
    int ra = prediction;
    for (int x = 0; x < line.length; x++) {
      ra = (ra + table.difference(bits)) & MODULO;
      line[x] = ra;
    }
  }

  private void decodeFromNeighbours() throws IOException {
    int rb = above[0];
    int ra = (rb + table.difference(bits)) & MODULO;
    line[0] = ra;
    for (int x = 1; x < line.length; x++) {
      int rc = rb;
      rb = above[x];
      ra = (predicted(ra, rb, rc) + table.difference(bits)) & MODULO;
      line[x] = ra;
    }
  }

  /** Table H.1. */
  private int predicted(int ra, int rb, int rc) {
    return switch (predictor) {
      case 1 -> ra;
      case 2 -> rb;
      case 3 -> rc;
      case 4 -> ra + rb - rc;
      case 5 -> ra + ((rb - rc) >> 1);
      case 6 -> rb + ((ra - rc) >> 1);
      default -> (ra + rb) >> 1;
    };
  }
}
