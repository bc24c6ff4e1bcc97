package io.github.thorax4j.dicom.internal.jpeg2000;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a COD or COC segment says (T.800 sections A.6.1, A.6.2) of how a tile is cut up, and how
 * much that is: the decoder makes all of it before it reads a packet.
 *
 * @param layers 0 if the segment does not say
 * @param levels decomposition levels
 * @param blockWidth exponent of the width of a code-block
 * @param blockHeight exponent of the height of a code-block
 * @param precincts a byte for each resolution level: exponents of height and width
 */
record CodingStyle(
    int layers, int levels, int blockWidth, int blockHeight, List<Integer> precincts) {

  /** The side of a DICOM image has sixteen bits. */
  private static final int MAX_LEVELS = 16;

  /** A film of 30 megapixels has 30,000 code-blocks of the usual size. */
  private static final long MAX_BLOCKS = 1 << 20;

  /** Of all layers. */
  private static final long MAX_PACKETS = 1 << 20;

  private static final int LARGEST_PRECINCTS = 0xFF;

  /** What is common to COD and COC. */
  static CodingStyle of(Segment segment, int layers, boolean precincts, int offset)
      throws IOException {
    int levels = segment.u8(offset);
    if (levels > MAX_LEVELS) {
      throw new IOException("the JPEG 2000 stream has " + levels + " decomposition levels");
    }
    int blockWidth = segment.u8(offset + 1) + 2;
    int blockHeight = segment.u8(offset + 2) + 2;
    if (blockWidth > 10 || blockHeight > 10 || blockWidth + blockHeight > 12) {
      throw new IOException("the code-blocks of the JPEG 2000 stream are too large");
    }
    List<Integer> exponents = new ArrayList<>();
    for (int level = 0; level <= levels; level++) {
      int pair = precincts ? segment.u8(offset + 5 + level) : LARGEST_PRECINCTS;
      if (level > 0 && ((pair & 0xF) == 0 || pair >> 4 == 0)) {
        throw new IOException("the JPEG 2000 stream has precincts without size");
      }
      exponents.add(pair);
    }
    return new CodingStyle(layers, levels, blockWidth, blockHeight, exponents);
  }

  static CodingStyle ofCod(Segment cod) throws IOException {
    if (cod.u8(0) > 7) {
      throw new IOException("the JPEG 2000 stream needs more than part 1 of the standard");
    }
    return of(cod, cod.u16(2), (cod.u8(0) & 1) != 0, 5);
  }

  static CodingStyle ofCoc(Segment coc, int layers) throws IOException {
    return of(coc, layers, (coc.u8(1) & 1) != 0, 2);
  }

  /** Refuses more packets, code-blocks or steps of a progression than anyone makes. */
  void check(ImageSize size, int progressions) throws IOException {
    long width = Math.min(size.columns(), size.tileColumns());
    long height = Math.min(size.rows(), size.tileRows());
    long packets = 0;
    long blocks = 0;
    int stepX = 31;
    int stepY = 31;
    for (int resolution = 0; resolution <= levels; resolution++) {
      int reduced = levels - resolution;
      int precinctWidth = precincts.get(resolution) & 0xF;
      int precinctHeight = precincts.get(resolution) >> 4;
      packets +=
          pieces(width >> reduced, precinctWidth) * pieces(height >> reduced, precinctHeight);
      int bands = resolution == 0 ? 1 : 3;
      int halved = resolution == 0 ? 0 : 1;
      blocks +=
          bands
              * pieces(width >> (reduced + halved), Math.min(blockWidth, precinctWidth - halved))
              * pieces(
                  height >> (reduced + halved), Math.min(blockHeight, precinctHeight - halved));
      stepX = Math.min(stepX, precinctWidth + reduced);
      stepY = Math.min(stepY, precinctHeight + reduced);
    }
    long steps = pieces(width, stepX) * pieces(height, stepY) * (levels + 1) * progressions;
    long tiles = (long) size.tilesAcross() * size.tilesDown();
    if (blocks * tiles > MAX_BLOCKS
        || blocks * tiles * layers > 4 * MAX_BLOCKS
        || packets * tiles * layers > MAX_PACKETS
        || steps * tiles > 4 * MAX_PACKETS) {
      throw new IOException("the JPEG 2000 stream is cut into too many pieces");
    }
  }

  /** At most, wherever the partition begins. */
  private static long pieces(long size, int exponent) {
    return (size >> exponent) + 2;
  }
}
