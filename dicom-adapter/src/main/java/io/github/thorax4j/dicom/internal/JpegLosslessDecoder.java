package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.internal.jpeg.HuffmanTable;
import io.github.thorax4j.dicom.internal.jpeg.LosslessScan;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lossless JPEG with Huffman coding (process 14 of ITU-T T.81, PS3.5 section A.4.1): the segments
 * before the scan (T.81 annex B).
 */
final class JpegLosslessDecoder implements FrameDecoder {

  private static final int LOSSLESS_HUFFMAN = 0xC3;
  private static final int HUFFMAN_TABLES = 0xC4;
  private static final int RESTART_INTERVAL = 0xDD;

  @Override
  public StoredPixels decode(byte[] stream, PixelGeometry geometry) throws IOException {
    JpegFrameHeader frame = JpegFrameHeader.find(stream);
    frame.check(geometry);
    if (frame.process() != LOSSLESS_HUFFMAN) {
      throw new IOException("the pixel data is a JPEG stream, but not a lossless one");
    }
    if (frame.precision() < 2) {
      throw new IOException(
          "the JPEG stream has " + frame.precision() + " bits a sample, 2 to 16 are allowed");
    }
    if (geometry.pixels() > 8L * stream.length) { // a code has one bit at least
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%d bytes of lossless JPEG cannot hold %dx%d pixels",
              stream.length,
              geometry.columns(),
              geometry.rows()));
    }
    LosslessScan scan = scan(stream, frame);
    return StoredPixels.ofRows(
        geometry.columns(),
        geometry.rows(),
        geometry.bitsAllocated(),
        (y, row) -> scan.decodeLine(row));
  }

  private static LosslessScan scan(byte[] stream, JpegFrameHeader frame) throws IOException {
    Map<Integer, HuffmanTable> tables = new HashMap<>();
    int restartLines = 0;
    JpegSegments segments = new JpegSegments(stream);
    while (segments.next()) {
      if (segments.marker() == HUFFMAN_TABLES) {
        readTables(segments, tables);
      } else if (segments.marker() == RESTART_INTERVAL) { // section B.2.4.4: whole lines
        int interval = segments.u16(0);
        if (interval % frame.columns() != 0) {
          throw new IOException(
              "the JPEG stream restarts after " + interval + " samples, which are no whole lines");
        }
        restartLines = interval / frame.columns();
      } else if (segments.marker() == JpegSegments.START_OF_SCAN) { // section B.2.3
        HuffmanTable table = tables.get(segments.u8(2) >> 4);
        if (table == null) {
          throw new IOException("the JPEG stream lacks its Huffman table");
        }
        int components = segments.u8(0);
        int predictor = segments.u8(3);
        int pointTransform = segments.u8(5) & 0xF;
        if (components != 1
            || predictor < 1
            || predictor > 7
            || pointTransform >= frame.precision()) {
          throw new IOException(
              "the JPEG scan has "
                  + components
                  + " components, predictor "
                  + predictor
                  + " and point transform "
                  + pointTransform
                  + ", which is no lossless scan of grey");
        }
        return new LosslessScan(
            stream,
            segments.end(),
            table,
            frame.columns(),
            frame.precision(),
            predictor,
            pointTransform,
            restartLines);
      }
    }
    throw new IOException("the JPEG stream has no scan");
  }

  /** Section B.2.4.2; those for AC coefficients mean nothing here. */
  private static void readTables(JpegSegments segments, Map<Integer, HuffmanTable> tables)
      throws IOException {
    int at = 0;
    while (at < segments.length()) {
      int destination = segments.u8(at++);
      int[] counts = new int[16];
      int total = 0;
      for (int i = 0; i < counts.length; i++) {
        counts[i] = segments.u8(at++);
        total += counts[i];
      }
      byte[] categories = new byte[total];
      for (int i = 0; i < total; i++) {
        categories[i] = (byte) segments.u8(at++);
      }
      if (destination < 0x10) {
        tables.put(destination, new HuffmanTable(counts, categories));
      }
    }
  }
}
