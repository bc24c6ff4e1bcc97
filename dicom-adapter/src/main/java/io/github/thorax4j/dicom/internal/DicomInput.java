package io.github.thorax4j.dicom.internal;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a file, or what they inflate to, read through one buffer. It knows how many bytes
 * can be left at most, so that nothing larger is ever allocated. Not thread-safe.
 */
final class DicomInput implements Closeable {

  /** Most headers fit in; more than they need costs header-only reading twice its time. */
  private static final int BUFFER_SIZE = 1 << 13;

  /** No deflated byte makes more than 1032 (RFC 1951: a match of 258 in two bits). */
  private static final int HIGHEST_INFLATION = 1032;

  /** More than the largest image that is read and all that is kept of a header. */
  private static final long MAX_INFLATED = 1L << 28;

  private final ReadableByteChannel channel;
  private final Closeable resource;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).flip();

  /** How many bytes the input has at most. */
  private final long size;

  /** Where the buffer's limit is in the input. */
  private long filled;

  private DicomInput(ReadableByteChannel channel, Closeable resource, long size) {
    this.channel = channel;
    this.resource = resource;
    this.size = size;
    order(ByteOrder.LITTLE_ENDIAN);
  }

  static DicomInput of(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new DicomInput(channel, channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * What the rest inflates to (PS3.5 section A.5), {@link #MAX_INFLATED} bytes at most. Closing it
   * leaves this open; nothing can be read from this any more.
   */
  DicomInput inflated() throws IOException {
    // Raw deflate is asked for. Some writers put a zlib stream, which begins so (RFC 1950); a raw
    // stream cannot, as these bits would be the padding of a stored block.
    byte[] start = peek(2);
    boolean zlib =
        start.length == 2 && start[0] == 0x78 && ((start[0] << 8) + (start[1] & 0xFF)) % 31 == 0;
    byte[] buffered = new byte[buffer.remaining()];
    buffer.get(buffered);
    // One more byte than there is: the inflater may ask for it at the end of a raw stream.
    InputStream rest =
        new SequenceInputStream(
            new SequenceInputStream(
                new ByteArrayInputStream(buffered), Channels.newInputStream(channel)),
            new ByteArrayInputStream(new byte[1]));
    Inflater inflater = new Inflater(!zlib);
    InputStream inflated = new InflaterInputStream(rest, inflater, BUFFER_SIZE);
    long most = (buffered.length + size - filled) * HIGHEST_INFLATION;
    return new DicomInput(
        Channels.newChannel(inflated), inflater::end, Math.min(most, MAX_INFLATED));
  }

  @Override
  public void close() throws IOException {
    resource.close();
  }

  void order(ByteOrder order) {
    buffer.order(order);
  }

  /** How many bytes were read or skipped. */
  long position() {
    return filled - buffer.remaining();
  }

  /** How many bytes can be left at most. */
  long remaining() {
    return Math.max(0, size - position());
  }

  /**
   * Whether that many bytes are left.
   *
   * @param count at most a few
   */
  boolean has(int count) throws IOException {
    while (buffer.remaining() < count) {
      if (filled >= size) {
        return false; // what inflates further does so in bad faith
      }
      buffer.compact();
      int read;
      try {
        read = channel.read(buffer);
      } catch (ZipException | EOFException e) {
        throw new IOException("the deflated data set is broken", e);
      } finally {
        buffer.flip();
      }
      if (read < 0) {
        return false;
      }
      filled += read;
    }
    return true;
  }

  /** The next bytes without reading them; fewer at the end. */
  byte[] peek(int count) throws IOException {
    boolean all = has(count);
    byte[] bytes = new byte[all ? count : buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  int word() throws IOException {
    require(2);
    return buffer.getShort() & 0xFFFF;
  }

  int doubleWord() throws IOException {
    require(4);
    return buffer.getInt();
  }

  private void require(int count) throws IOException {
    if (!has(count)) {
      throw ended();
    }
  }

  private IOException ended() {
    return new IOException("the file ends too early, after " + filled + " bytes");
  }

  /** Reads that many bytes. */
  byte[] bytes(int count) throws IOException {
    checkLeft(count);
    byte[] bytes = new byte[count];
    read(bytes, count);
    return bytes;
  }

  /** Reads bytes into the start of an array. */
  void read(byte[] target, int count) throws IOException {
    read(target, 0, count);
  }

  /** Reads bytes into an array. */
  void read(byte[] target, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      require(1);
      int part = Math.min(count - done, buffer.remaining());
      buffer.get(target, offset + done, part);
      done += part;
    }
  }

  /** Reads words into the start of an array. */
  void read(short[] target, int count) throws IOException {
    for (int done = 0; done < count; ) {
      require(2);
      int part = Math.min(count - done, buffer.remaining() / 2);
      buffer.asShortBuffer().get(target, done, part);
      buffer.position(buffer.position() + 2 * part);
      done += part;
    }
  }

  void skip(long count) throws IOException {
    checkLeft(count);
    long left = count;
    while (left > 0) {
      if (!buffer.hasRemaining() && channel instanceof FileChannel file) {
        seek(file, filled + left);
        return;
      }
      require(1);
      int part = (int) Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + part);
      left -= part;
    }
  }

  /**
   * Goes on reading elsewhere in a file; what inflates is read forward only.
   *
   * @param position not beyond the end
   */
  void moveTo(long position) throws IOException {
    long back = filled - position;
    if (back >= 0 && back <= buffer.limit()) {
      buffer.position(buffer.limit() - (int) back);
    } else if (channel instanceof FileChannel file) {
      seek(file, position);
    } else {
      throw new IllegalStateException("what inflates is read forward only");
    }
  }

  private void seek(FileChannel file, long position) throws IOException {
    file.position(position);
    buffer.limit(0);
    filled = position;
  }

  private void checkLeft(long count) throws IOException {
    if (count > remaining()) {
      throw ended();
    }
  }
}
