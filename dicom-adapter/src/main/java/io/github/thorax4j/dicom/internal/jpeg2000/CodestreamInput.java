package io.github.thorax4j.dicom.internal.jpeg2000;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import jj2000.j2k.io.EndianType;
import jj2000.j2k.io.RandomAccessIO;

/**
 * A codestream in memory, as the decoder reads it. The decoder makes do with a stream that ends
 * early, prints where it cannot, and can be led to read the same bytes again and again. Here it
 * ends with an exception that it does not catch. Not thread-safe.
 */
final class CodestreamInput implements RandomAccessIO {

  /** Headers are read three times, all else twice. */
  private static final int MOST_READINGS = 4;

  /** Behind the marker of the start: where the decoder looks for lengths of tile-parts. */
  private static final int FIRST_SEGMENT = 2;

  private static final int ENOUGH = 1 << 16;

  private final byte[] stream;
  private int position;
  private long left;

  CodestreamInput(byte[] stream) {
    this.stream = stream;
    this.left = (long) MOST_READINGS * stream.length + ENOUGH;
  }

  private int take(int count) {
    left -= count;
    if (count > stream.length - position) {
      throw broken("the JPEG 2000 stream ends before its pixels do");
    }
    if (left < 0) {
      throw broken("the JPEG 2000 stream leads the decoder in circles");
    }
    int start = position;
    position += count;
    return start;
  }

  private static UncheckedIOException broken(String cause) {
    return new UncheckedIOException(new IOException(cause));
  }

  /**
   * A byte, mostly of a packet's header. There a bit is stuffed behind 0xFF (T.800 section B.10.1);
   * where it is not, the decoder would take the same byte again for ever.
   */
  @Override
  public int read() {
    int at = take(1);
    int value = stream[at] & 0xFF;
    if (value == 0xFF && at > 0 && stream[at - 1] == (byte) 0xFF) {
      throw broken("a packet of the JPEG 2000 stream is broken");
    }
    return value;
  }

  @Override
  public void readFully(byte[] target, int offset, int length) {
    System.arraycopy(stream, take(length), target, offset, length);
  }

  /**
   * Goes elsewhere. Lengths of tile-parts that the main header lists (T.800 section A.7.1) are not
   * to be believed: the decoder does without them where it fails to look for them.
   */
  @Override
  public void seek(int target) throws EOFException {
    if (target == FIRST_SEGMENT) {
      throw new EOFException();
    }
    if (target < 0 || target > stream.length) {
      throw broken("the JPEG 2000 stream ends before its pixels do");
    }
    position = target;
  }

  @Override
  public int getPos() {
    return position;
  }

  @Override
  public int length() {
    return stream.length;
  }

  @Override
  public byte readByte() {
    return (byte) read();
  }

  @Override
  public int readUnsignedByte() {
    return read();
  }

  /** A marker; some writers leave the last one away. */
  @Override
  public short readShort() {
    return (short) (position == stream.length ? Segment.EOC : readUnsignedShort());
  }

  @Override
  public int readUnsignedShort() {
    return read() << 8 | read();
  }

  @Override
  public int readInt() {
    return readUnsignedShort() << 16 | readUnsignedShort();
  }

  @Override
  public long readUnsignedInt() {
    return Integer.toUnsignedLong(readInt());
  }

  @Override
  public long readLong() {
    return readUnsignedInt() << 32 | readUnsignedInt();
  }

  @Override
  public float readFloat() {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  @Override
  public int skipBytes(int count) {
    take(count);
    return count;
  }

  /** Big-endian. */
  @Override
  public int getByteOrdering() {
    return EndianType.BIG_ENDIAN;
  }

  @Override
  public void close() {}

  @Override
  public void flush() {}

  @Override
  public void write(int value) throws IOException {
    throw readOnly();
  }

  @Override
  public void writeByte(int value) throws IOException {
    throw readOnly();
  }

  @Override
  public void writeShort(int value) throws IOException {
    throw readOnly();
  }

  @Override
  public void writeInt(int value) throws IOException {
    throw readOnly();
  }

  @Override
  public void writeLong(long value) throws IOException {
    throw readOnly();
  }

  @Override
  public void writeFloat(float value) throws IOException {
    throw readOnly();
  }

  @Override
  public void writeDouble(double value) throws IOException {
    throw readOnly();
  }

  private static IOException readOnly() {
    return new IOException("a codestream is only read");
  }
}
