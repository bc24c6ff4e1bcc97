package io.github.thorax4j.dicom.internal.jpegls;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of an entropy-coded segment without the zero that is stuffed behind each byte FF (T.87
 * section A.1), and the codes in them (section A.5.3). The next marker ends the segment.
 */
final class CodedBits {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  /** The greatest Golomb parameter: errors have 16 bits at most. */
  static final int GREATEST_PARAMETER = 16;

  /** A longer run of zeros may put the end of its code outside the {@link #window}. */
  private static final int MOST_ZEROS_OF_SHORT_CODE = Long.SIZE - 7 - 1 - GREATEST_PARAMETER;

  private final byte[] stream;
  private final byte[] bytes;
  private long length;
  private long position;
  private int end;

  CodedBits(byte[] stream) {
    this.stream = stream;
    this.bytes = new byte[stream.length + Long.BYTES];
  }

  /** Takes the segment that starts there in the stream, in place of the one before. */
  void open(int start) {
    int size = 0;
    int pending = 0; // its lowest bits are not written yet
    int pendingBits = 0;
    int before = 0;
    int at = start;
    while (at < stream.length) {
      if (before != 0xFF && at + Long.BYTES <= stream.length) {
        long eight = (long) LONGS.get(stream, at);
        if ((~eight - LOWEST_BITS & eight & HIGHEST_BITS) == 0) { // no FF among them
          long left = (long) pending << 1 << (Long.SIZE - 1 - pendingBits);
          LONGS.set(bytes, size, left | eight >>> pendingBits);
          pending = (int) eight;
          size += Long.BYTES;
          at += Long.BYTES;
          continue;
        }
      }
      int next = stream[at] & 0xFF;
      if (next == 0xFF && (at + 1 == stream.length || stream[at + 1] < 0)) {
        break; // a marker
      }
      int width = before == 0xFF ? 7 : 8;
      pending = pending << width | next;
      pendingBits += width;
      if (pendingBits >= 8) {
        pendingBits -= 8;
        bytes[size++] = (byte) (pending >>> pendingBits);
      }
      before = next;
      at++;
    }
    bytes[size] = (byte) (pending << (8 - pendingBits));
    length = 8L * size + pendingBits;
    position = 0;
    end = at;
  }

  /** Where the marker behind the segment, or the end of the stream, is. */
  int end() {
    return end;
  }

  /** The bits from the position on, the highest first; the lowest seven do not count. */
  private long window() {
    return (long) LONGS.get(bytes, (int) (position >>> 3)) << (position & 7);
  }

  private void skip(int count) throws EOFException {
    position += count;
    if (position > length) {
      throw new EOFException("the JPEG-LS stream ends before its pixels do");
    }
  }

  /** The next bits, at most 16, as a number. */
  int read(int count) throws EOFException {
    int value = (int) (window() >>> 1 >>> (Long.SIZE - 1 - count));
    skip(count);
    return value;
  }

  /**
   * The next mapped error, a Golomb code of limited length.
   *
   * @param k the Golomb parameter
   * @param limit the greatest length of a code
   * @param errorBits the bits of an error whose code would be longer
   */
  int mappedError(int k, int limit, int errorBits) throws IOException {
    long window = window();
    int zeros = Long.numberOfLeadingZeros(window);
    int mostZeros = limit - errorBits - 1;
    if (zeros < Math.min(mostZeros, MOST_ZEROS_OF_SHORT_CODE)) {
      skip(zeros + 1 + k);
      return zeros << k | (int) (window << (zeros + 1) >>> 1 >>> (Long.SIZE - 1 - k));
    }
    skip(Math.min(zeros, mostZeros) + 1);
    if (zeros > mostZeros) {
      throw ScanDecoder.damaged();
    }
    return zeros < mostZeros ? zeros << k | read(k) : read(errorBits) + 1;
  }
}
