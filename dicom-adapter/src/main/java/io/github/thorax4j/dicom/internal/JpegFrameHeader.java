package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import java.io.IOException;
import java.util.Locale;

/**
 * The frame header of a JPEG stream (ITU-T T.81 section B.2.2), read so that a stream that does not
 * fit its data set is refused before a decoder allocates anything.
 *
 * @param process the SOF marker's last byte: 0xC0 baseline, 0xC1 extended, 0xC3 lossless, {@link
 *     #JPEG_LS}
 * @param precision bits of a sample
 */
record JpegFrameHeader(int process, int precision, int lines, int columns, int components) {

  /** SOF55 (ITU-T T.87 section C.1.1). */
  static final int JPEG_LS = 0xF7;

  static JpegFrameHeader find(byte[] stream) throws IOException {
    JpegSegments segments = new JpegSegments(stream);
    while (segments.next()) {
      if (isStartOfFrame(segments.marker())) {
        return new JpegFrameHeader(
            segments.marker(), segments.u8(0), segments.u16(1), segments.u16(3), segments.u8(5));
      }
    }
    throw new IOException("the JPEG stream has no frame header");
  }

  /** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC); SOF55 (F7) of JPEG-LS. */
  private static boolean isStartOfFrame(int marker) {
    return marker == JPEG_LS
        || (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC);
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
