package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Run lengths (PS3.5 annex G): behind a header (section G.5) one segment for each byte of a cell,
 * the most significant first.
 */
final class RleDecoder implements FrameDecoder {

  private static final int HEADER_LENGTH = 64;

  /** Two bytes stand for 128 at most. */
  private static final int MOST_CELLS_PER_BYTE = 64;

  @Override
  public StoredPixels decode(byte[] stream, PixelGeometry geometry) throws IOException {
    int columns = geometry.columns();
    int rows = geometry.rows();
    if (geometry.frameBytes() / MOST_CELLS_PER_BYTE > stream.length) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%d bytes of RLE cannot hold %dx%d pixels",
              stream.length,
              columns,
              rows));
    }
    RleSegment[] segments = segments(stream, geometry.bitsAllocated() / 8);
    if (segments.length == 1) {
      return StoredPixels.ofByteRows(columns, rows, (y, row) -> segments[0].read(row));
    }
    byte[] high = new byte[columns];
    byte[] low = new byte[columns];
    return StoredPixels.ofRows(
        columns,
        rows,
        geometry.bitsAllocated(),
        (y, row) -> {
          segments[0].read(high);
          segments[1].read(low);
          for (int x = 0; x < columns; x++) {
            row[x] = (short) (high[x] << 8 | (low[x] & 0xFF));
          }
        });
  }

  private static RleSegment[] segments(byte[] stream, int expected) throws IOException {
    if (stream.length < HEADER_LENGTH) {
      throw new IOException(
          "the RLE stream has " + stream.length + " bytes, its header alone has " + HEADER_LENGTH);
    }
    ByteBuffer header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    int count = header.getInt();
    if (count != expected) {
      throw new IOException(
          "the RLE stream has "
              + Integer.toUnsignedString(count)
              + " segments, one for each byte of a pixel makes "
              + expected);
    }
    RleSegment[] segments = new RleSegment[count];
    int offset = header.getInt();
    for (int i = 0; i < count; i++) {
      int start = offset;
      offset = i + 1 < count ? header.getInt() : stream.length;
      if (start < HEADER_LENGTH || offset < start || offset > stream.length) {
        throw new IOException("segment " + (i + 1) + " of the RLE stream is not inside the stream");
      }
      segments[i] = new RleSegment(stream, start, offset);
    }
    return segments;
  }
}
