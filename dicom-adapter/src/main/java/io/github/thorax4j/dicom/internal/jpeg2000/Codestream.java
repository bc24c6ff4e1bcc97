package io.github.thorax4j.dicom.internal.jpeg2000;

import io.github.thorax4j.dicom.PixelGeometry;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Walks through all headers of a codestream (T.800 annex A) and refuses what does not fit the data
 * set, is broken, or would make a decoder allocate or work without need.
 */
final class Codestream {

  /** Of the magnitudes of a code-block, as an {@code int} has them. */
  private static final int MAX_BIT_PLANES = 31;

  private static final int MAX_PROGRESSIONS = 64;

  private final byte[] stream;
  private final ImageSize size;
  private CodingStyle style = new CodingStyle(0, 0, 0, 0, List.of(0));
  private boolean styled;
  private boolean quantized;
  private int bitPlanes;
  private int shift;
  private int progressions = 1;

  private Codestream(byte[] stream, ImageSize size) {
    this.stream = stream;
    this.size = size;
  }

  /** Checks a stream and finds its size. */
  static ImageSize check(byte[] stream, PixelGeometry geometry) throws IOException {
    if (stream.length < 4
        || (stream[0] & 0xFF) << 8 != (Segment.SOC & 0xFF00)
        || (stream[1] & 0xFF) != (Segment.SOC & 0xFF)) {
      throw new IOException("the pixel data is not a JPEG 2000 codestream");
    }
    Segment siz = Segment.at(stream, 2);
    if (siz.marker() != Segment.SIZ) {
      throw new IOException("the JPEG 2000 stream does not begin with its size");
    }
    ImageSize size = ImageSize.of(siz, geometry, stream.length);
    new Codestream(stream, size).walk(siz.end());
    return size;
  }

  private void walk(int start) throws IOException {
    Segment segment = header(start, Segment.SOT);
    if (!styled || !quantized) {
      throw new IOException("the JPEG 2000 stream lacks its coding style or its quantization");
    }
    int tiles = size.tilesAcross() * size.tilesDown();
    int[] parts = new int[tiles];
    int missing = tiles;
    while (segment.marker() == Segment.SOT) {
      int tile = segment.u16(0);
      if (segment.length() != 8 || tile >= tiles) {
        throw new IOException("the JPEG 2000 stream has a tile-part of a tile outside the image");
      }
      missing -= parts[tile] == 0 ? 1 : 0;
      int declared = segment.u8(7); // 0 where it is not known yet
      if (segment.u8(6) != parts[tile]++ || (declared > 0 && declared < parts[tile])) {
        throw new IOException("the tile-parts of the JPEG 2000 stream are not in order");
      }
      int part = segment.start() - 4;
      long length = segment.u32(2);
      Segment data = header(segment.end(), Segment.SOD);
      if (length == 0) { // up to the end of the codestream
        length = (long) endOfCodestream() - part;
      }
      if (part + length < data.end() || part + length > stream.length) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "a tile-part of the JPEG 2000 stream declares %d bytes where %d are left",
                length,
                stream.length - part));
      }
      int next = part + (int) length;
      if (next > stream.length - 2) { // without the marker of its end
        break;
      }
      segment = Segment.at(stream, next);
    }
    if (missing > 0) {
      throw new IOException(
          "the JPEG 2000 stream lacks " + missing + " of its " + tiles + " tiles");
    }
  }

  /** Where the end is marked; the fragment may be padded behind it. */
  private int endOfCodestream() throws IOException {
    int end = stream.length;
    while (end > 0 && stream[end - 1] == 0) {
      end--;
    }
    if (end < 2 || stream[end - 2] != (byte) 0xFF || stream[end - 1] != (byte) Segment.EOC) {
      throw new IOException("the JPEG 2000 stream does not come to its end");
    }
    return end - 2;
  }

  /** Checks the segments of a header up to the marker that ends it. */
  private Segment header(int start, int last) throws IOException {
    int at = start;
    while (true) {
      Segment segment = Segment.at(stream, at);
      if (segment.marker() == last) {
        style.check(size, progressions);
        if (bitPlanes + shift > MAX_BIT_PLANES) {
          throw new IOException(
              "the JPEG 2000 stream has " + (bitPlanes + shift) + " bit-planes, too many");
        }
        return segment;
      }
      check(segment);
      at = segment.end();
    }
  }

  private void check(Segment segment) throws IOException {
    switch (segment.marker()) {
      case Segment.COD -> {
        style = CodingStyle.ofCod(segment);
        styled = true;
      }
      case Segment.COC -> style = CodingStyle.ofCoc(segment, style.layers());
      case Segment.QCD -> quantization(segment, 0);
      case Segment.QCC -> quantization(segment, 1);
      case Segment.RGN -> shift = segment.u8(2);
      case Segment.POC -> progressions(segment);
      case Segment.TLM, Segment.PLM, Segment.PLT, Segment.CRG, Segment.COM -> {
        // Tell the decoder nothing that it does not find itself.
      }
      default ->
          throw new IOException(
              "the JPEG 2000 stream has a segment that is not decoded (marker "
                  + Integer.toHexString(segment.marker()).toUpperCase(Locale.ROOT)
                  + ")");
    }
  }

  /** Sections A.6.4 and A.6.5: how many bit-planes there are at most (equation E-2). */
  private void quantization(Segment segment, int offset) throws IOException {
    int guard = segment.u8(offset) >> 5;
    boolean reversible = (segment.u8(offset) & 0x1F) == 0;
    bitPlanes = 0;
    for (int at = offset + 1; at < segment.length(); at += reversible ? 1 : 2) {
      bitPlanes = Math.max(bitPlanes, guard + (segment.u8(at) >> 3) - 1);
    }
    quantized = true;
  }

  /** Section A.6.6. */
  private void progressions(Segment segment) throws IOException {
    int count = segment.length() / 7;
    progressions += count;
    if (count == 0 || progressions > MAX_PROGRESSIONS) {
      throw new IOException("the JPEG 2000 stream changes its progression too often or never");
    }
    for (int i = 0; i < count; i++) {
      int order = segment.u8(7 * i + 6);
      if (order > 4) {
        throw new IOException("the JPEG 2000 stream has a progression of unknown order " + order);
      }
    }
  }
}
