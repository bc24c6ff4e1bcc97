package io.github.thorax4j.dicom.internal;

import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes that a segment of run lengths stands for (PS3.5 section G.3.2). Runs may go on in the
 * next row: they should not, but some writers do not know. Not thread-safe.
 */
final class RleSegment {

  private final byte[] stream;
  private final int end;
  private int at;

  /** How many bytes are left of the current run. */
  private int left;

  /** Whether the current run is one byte again and again. */
  private boolean replicate;

  RleSegment(byte[] stream, int start, int end) {
    this.stream = stream;
    this.at = start;
    this.end = end;
  }

  /** Fills a row with the next bytes. */
  void read(byte[] row) throws IOException {
    for (int done = 0; done < row.length; ) {
      if (left == 0) {
        nextRun();
      }
      int count = Math.min(left, row.length - done);
      left -= count;
      if (replicate) {
        Arrays.fill(row, done, done + count, stream[at]);
        at += left == 0 ? 1 : 0;
      } else {
        System.arraycopy(stream, at, row, done, count);
        at += count;
      }
      done += count;
    }
  }

  private void nextRun() throws IOException {
    int code = 0;
    while (left == 0) {
      if (at >= end) {
        throw ended();
      }
      code = stream[at++];
      left = code >= 0 ? code + 1 : code == Byte.MIN_VALUE ? 0 : 1 - code;
    }
    replicate = code < 0;
    if (end - at < (replicate ? 1 : left)) {
      throw ended();
    }
  }

  private static IOException ended() {
    return new IOException("a segment of the RLE stream ends before its pixels do");
  }
}
