package io.github.thorax4j.dicom.internal;

import java.io.IOException;
import java.util.Locale;

/**
 * Walks through the marker segments of a JPEG stream (ITU-T T.81 section B.1.1.4) up to its first
 * entropy-coded data; stands before the first of them until {@link #next()} is called.
 */
final class JpegSegments {

  static final int START_OF_SCAN = 0xDA;

  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;

  private final byte[] stream;
  private int marker = START_OF_IMAGE;
  private int start = 2;
  private int end = 2;

  JpegSegments(byte[] stream) throws IOException {
    if (stream.length < 4 || stream[0] != (byte) 0xFF || stream[1] != (byte) START_OF_IMAGE) {
      throw new IOException("the pixel data is not a JPEG stream");
    }
    this.stream = stream;
  }

  /** Moves on to the next whole segment; false if entropy-coded data or the end is there. */
  boolean next() {
    if (marker == START_OF_SCAN) {
      return false;
    }
    int at = end;
    while (at + 4 <= stream.length) {
      int code = stream[at + 1] & 0xFF;
      if ((stream[at] & 0xFF) != 0xFF || code == 0xFF) {
        at++; // rubbish between segments, or a fill byte
      } else if (code <= 1 || (code >= 0xD0 && code <= START_OF_IMAGE)) {
        at += 2; // no segment
      } else {
        int length = (stream[at + 2] & 0xFF) << 8 | (stream[at + 3] & 0xFF);
        if (code == END_OF_IMAGE || length < 2 || length > stream.length - at - 2) {
          return false;
        }
        marker = code;
        start = at + 4;
        end = at + 2 + length;
        return true;
      }
    }
    return false;
  }

  /** The last byte of the marker of this segment. */
  int marker() {
    return marker;
  }

  /** How many bytes of parameters this segment has. */
  int length() {
    return end - start;
  }

  /** Where the parameters of this segment end in the stream. */
  int end() {
    return end;
  }

  /** A parameter of one byte, as many bytes behind the start of the parameters. */
  int u8(int offset) throws IOException {
    if (offset >= length()) {
      throw new IOException(
          "a segment of the JPEG stream is too short (marker FF"
              + Integer.toHexString(marker).toUpperCase(Locale.ROOT)
              + ")");
    }
    return stream[start + offset] & 0xFF;
  }

  /** A parameter of two bytes. */
  int u16(int offset) throws IOException {
    return u8(offset) << 8 | u8(offset + 1);
  }
}
