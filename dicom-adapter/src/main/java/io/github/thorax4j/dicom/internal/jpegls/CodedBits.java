package io.github.thorax4j.dicom.internal.jpegls;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of an entropy-coded segment without the zero that is stuffed behind each byte FF (T.87
 * section A.1). A marker ends it.
 */
final class CodedBits {

  /** A byte behind the {@link #window} of 64 bits may be asked for where all bits are read. */
  private static final int PADDING = 2 * Long.BYTES;

  /** How many bits of a {@link #window} count at least. */
  static final int WINDOW = Long.SIZE - 7;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final long length;
  private final int end;
  private long position;

  CodedBits(byte[] stream, int start) {
    byte[] unstuffed = new byte[stream.length - start + PADDING];
    int size = 0;
    int pending = 0;
    int pendingBits = 0;
    int before = 0;
    int at = start;
    while (at < stream.length) {
      int next = stream[at] & 0xFF;
      if (next == 0xFF && (at + 1 == stream.length || stream[at + 1] < 0)) {
        break;
      }
      int width = before == 0xFF ? 7 : 8;
      pending = pending << width | next;
      pendingBits += width;
      if (pendingBits >= 8) {
        pendingBits -= 8;
        unstuffed[size++] = (byte) (pending >>> pendingBits);
      }
      before = next;
      at++;
    }
    unstuffed[size] = (byte) (pending << (8 - pendingBits));
    bytes = unstuffed;
    length = 8L * size + pendingBits;
    end = at;
  }

  /** Where the marker behind the segment is in the stream. */
  int end() {
    return end;
  }

  long position() {
    return position;
  }

  /** Moves to another bit. */
  void position(long newPosition) throws EOFException {
    if (newPosition > length) {
      throw new EOFException("the JPEG-LS stream ends before its pixels do");
    }
    position = newPosition;
  }

  /** The bits from a position on, at least {@link #WINDOW} from the highest down. */
  long window(long from) {
    return (long) LONGS.get(bytes, (int) (from >>> 3)) << (from & 7);
  }

  /** The next bits as a number. */
  int read(int count) throws EOFException {
    long value = window(position) >>> 1 >>> (Long.SIZE - 1 - count);
    position(position + count);
    return (int) value;
  }

  /** The next bit. */
  boolean bit() throws EOFException {
    return read(1) == 1;
  }

  /**
   * The next mapped error, a Golomb code of limited length (section A.5.3).
   *
   * @param k the Golomb parameter, at most 16
   * @param limit the greatest length of a code word
   * @param errorBits the bits of an error that would take a longer code
   */
  int mappedError(int k, int limit, int errorBits) throws IOException {
    int zeros = Long.numberOfLeadingZeros(window(position));
    int longest = limit - errorBits - 1;
    if (zeros > longest) {
      throw new IOException("the JPEG-LS stream is damaged");
    }
    position(position + zeros + 1);
    if (zeros < longest) {
      return zeros << k | read(k);
    }
    return read(errorBits) + 1;
  }
}
