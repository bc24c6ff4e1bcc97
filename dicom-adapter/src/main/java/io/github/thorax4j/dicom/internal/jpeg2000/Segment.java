package io.github.thorax4j.dicom.internal.jpeg2000;

import java.io.IOException;
import java.util.Locale;

/** A marker segment of a codestream (T.800 section A.1.3). */
final class Segment {

  static final int SOC = 0xFF4F;
  static final int CAP = 0xFF50;
  static final int SIZ = 0xFF51;
  static final int COD = 0xFF52;
  static final int COC = 0xFF53;
  static final int TLM = 0xFF55;
  static final int PLM = 0xFF57;
  static final int PLT = 0xFF58;
  static final int QCD = 0xFF5C;
  static final int QCC = 0xFF5D;
  static final int RGN = 0xFF5E;
  static final int POC = 0xFF5F;
  static final int PPM = 0xFF60;
  static final int PPT = 0xFF61;
  static final int CRG = 0xFF63;
  static final int COM = 0xFF64;
  static final int SOT = 0xFF90;
  static final int SOD = 0xFF93;
  static final int EOC = 0xFFD9;

  private final byte[] stream;
  private final int marker;
  private final int start;
  private final int length;

  private Segment(byte[] stream, int marker, int start, int length) {
    this.stream = stream;
    this.marker = marker;
    this.start = start;
    this.length = length;
  }

  /** The segment at a position; SOD and EOC are markers without parameters. */
  static Segment at(byte[] stream, int position) throws IOException {
    if (position > stream.length - 2) {
      throw new IOException("the JPEG 2000 stream ends in its headers");
    }
    int marker = word(stream, position);
    if (marker == SOD || marker == EOC) {
      return new Segment(stream, marker, position + 2, 0);
    }
    int length = position > stream.length - 4 ? 0 : word(stream, position + 2);
    if (marker < 0xFF4F || length < 2 || length > stream.length - position - 2) {
      throw new IOException(
          "the headers of the JPEG 2000 stream are broken behind byte " + position);
    }
    return new Segment(stream, marker, position + 4, length - 2);
  }

  private static int word(byte[] stream, int at) {
    return (stream[at] & 0xFF) << 8 | (stream[at + 1] & 0xFF);
  }

  /** Both bytes. */
  int marker() {
    return marker;
  }

  /** Where its parameters are. */
  int start() {
    return start;
  }

  /** How many bytes of parameters it has. */
  int length() {
    return length;
  }

  /** Where the next segment is. */
  int end() {
    return start + length;
  }

  int u8(int offset) throws IOException {
    if (offset >= length) {
      throw new IOException(
          "a segment of the JPEG 2000 stream is too short (marker "
              + Integer.toHexString(marker).toUpperCase(Locale.ROOT)
              + ")");
    }
    return stream[start + offset] & 0xFF;
  }

  int u16(int offset) throws IOException {
    return u8(offset) << 8 | u8(offset + 1);
  }

  long u32(int offset) throws IOException {
    return (long) u16(offset) << 16 | u16(offset + 2);
  }
}
