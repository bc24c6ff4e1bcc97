package io.github.thorax4j.dicom.internal.jpeg;

import java.io.EOFException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of an entropy-coded segment without the zero byte that is stuffed behind each byte FF
 * (T.81 section F.1.2.3). A marker ends it.
 */
final class EntropyCodedBits {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final long length;
  private final int end;
  private long position;

  EntropyCodedBits(byte[] stream, int start) {
    byte[] unstuffed = new byte[stream.length - start + Long.BYTES];
    int size = 0;
    int at = start;
    while (at < stream.length) {
      byte next = stream[at++];
      if (next == (byte) 0xFF) {
        if (at == stream.length || stream[at] != 0) {
          at--;
          break;
        }
        at++;
      }
      unstuffed[size++] = next;
    }
    bytes = unstuffed;
    length = 8L * size;
    end = at;
  }

  /** Where the marker behind the segment is in the stream, or the end of the stream. */
  int end() {
    return end;
  }

  /** The next bits, at least 57 of them, from the highest down; zeros behind the last. */
  long window() {
    return (long) LONGS.get(bytes, (int) (position >>> 3)) << (position & 7);
  }

  void skip(int count) throws EOFException {
    long after = position + count;
    if (after > length) {
      throw new EOFException("the JPEG stream ends before its pixels do");
    }
    position = after;
  }
}
