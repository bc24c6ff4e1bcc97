package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.internal.jpegls.CodingParameters;
import io.github.thorax4j.dicom.internal.jpegls.ScanDecoder;
import java.io.IOException;
import java.util.Locale;

/**
 * JPEG-LS, lossless and near-lossless (ISO/IEC 14495-1, ITU-T T.87, PS3.5 section A.4.3): the
 * segments before the scan (T.87 annex C).
 */
final class JpegLsDecoder implements FrameDecoder {

  private static final int PRESET_PARAMETERS = 0xF8;
  private static final int RESTART_INTERVAL = 0xDD;

  /** The longest run that one bit can stand for; it does not go beyond its line. */
  private static final int LONGEST_RUN = 1 << 15;

  @Override
  public StoredPixels decode(byte[] stream, PixelGeometry geometry) throws IOException {
    JpegFrameHeader frame = JpegFrameHeader.find(stream);
    frame.check(geometry);
    if (frame.process() != JpegFrameHeader.JPEG_LS) {
      throw new IOException("the pixel data is a JPEG stream, but not JPEG-LS");
    }
    if (frame.precision() < 2) {
      throw new IOException(
          "the JPEG-LS stream has " + frame.precision() + " bits a sample, 2 to 16 are allowed");
    }
    int columns = geometry.columns();
    long leastBits = (long) geometry.rows() * ((columns + LONGEST_RUN - 1) / LONGEST_RUN);
    if (leastBits > 8L * stream.length) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%d bytes of JPEG-LS cannot hold %dx%d pixels",
              stream.length,
              columns,
              geometry.rows()));
    }
    ScanDecoder scan = scan(stream, frame.precision(), columns);
    return StoredPixels.ofRows(
        columns, geometry.rows(), geometry.bitsAllocated(), (y, row) -> scan.decodeLine(row));
  }

  private static ScanDecoder scan(byte[] stream, int precision, int columns) throws IOException {
    int[] preset = new int[5];
    int restartInterval = 0;
    JpegSegments segments = new JpegSegments(stream);
    while (segments.next()) {
      if (segments.marker() == PRESET_PARAMETERS && segments.u8(0) == 1) { // section C.2.4.1.1
        for (int i = 0; i < preset.length; i++) {
          preset[i] = segments.u16(1 + 2 * i);
        }
      } else if (segments.marker() == RESTART_INTERVAL) { // section C.2.5: of two to four bytes
        restartInterval = 0;
        for (int i = 0; i < segments.length(); i++) {
          restartInterval = restartInterval << 8 | segments.u8(i);
        }
      } else if (segments.marker() == JpegSegments.START_OF_SCAN) { // section C.2.3
        if (segments.u8(0) != 1) {
          throw new IOException(
              "the JPEG-LS scan has " + segments.u8(0) + " components, the data set one");
        }
        if (segments.u8(2) != 0 || (segments.u8(5) & 0xF) != 0) {
          throw new IOException(
              "the JPEG-LS scan has a mapping table or a point transform, which are not read");
        }
        int near = segments.u8(3);
        return new ScanDecoder(
            stream,
            segments.end(),
            columns,
            restartInterval,
            CodingParameters.of(
                precision, near, preset[0], preset[1], preset[2], preset[3], preset[4]));
      }
    }
    throw new IOException("the JPEG-LS stream has no scan");
  }
}
