package io.github.thorax4j.dicom.internal;

import java.io.IOException;
import java.util.Locale;

/**
 * The frame header of a JPEG stream (ITU-T T.81 section B.2.2), read so that a stream that does not
 * fit its data set is refused before a decoder allocates anything.
 *
 * @param process the SOF marker's last byte: 0xC0 baseline, 0xC1 extended, 0xC3 lossless
 * @param precision bits of a sample
 */
record JpegFrameHeader(int process, int precision, int lines, int columns, int components) {

  static JpegFrameHeader find(byte[] stream) throws IOException {
    if (stream.length < 4 || u16(stream, 0) != 0xFFD8) {
      throw new IOException("the pixel data is not a JPEG stream");
    }
    int at = 2;
    while (at + 4 <= stream.length) {
      if ((stream[at] & 0xFF) != 0xFF) {
        at++; // rubbish between segments
        continue;
      }
      int marker = stream[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++; // fill byte
      } else if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD8)) {
        at += 2; // no segment
      } else if (isStartOfFrame(marker)) {
        if (at + 10 > stream.length) {
          break;
        }
        return new JpegFrameHeader(
            marker,
            stream[at + 4] & 0xFF,
            u16(stream, at + 5),
            u16(stream, at + 7),
            stream[at + 9] & 0xFF);
      } else if (marker == 0xDA || marker == 0xD9) {
        break; // entropy-coded data or the end before any frame
      } else {
        at += 2 + u16(stream, at + 2);
      }
    }
    throw new IOException("the JPEG stream has no frame header");
  }

  /** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static int u16(byte[] stream, int at) {
    return ((stream[at] & 0xFF) << 8) | (stream[at + 1] & 0xFF);
  }

  /** Refuses a stream of another size or kind than the data set says. */
  void check(PixelGeometry geometry) throws IOException {
    if (columns != geometry.columns() || lines != geometry.rows()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the JPEG stream has %dx%d pixels, the data set says %dx%d",
              columns,
              lines,
              geometry.columns(),
              geometry.rows()));
    }
    if (components != 1) {
      throw new IOException("the JPEG stream has " + components + " components, the data set one");
    }
    if (precision > geometry.bitsAllocated()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the JPEG stream has %d bits a sample, BitsAllocated is %d",
              precision,
              geometry.bitsAllocated()));
    }
  }
}
