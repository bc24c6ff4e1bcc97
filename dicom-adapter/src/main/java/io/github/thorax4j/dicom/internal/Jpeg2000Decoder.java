package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.internal.jpeg2000.TileDecoder;
import java.io.IOException;

/**
 * JPEG 2000 part 1, lossless and lossy (ISO/IEC 15444-1, ITU-T T.800, PS3.5 section A.4.4). What
 * overshoots the stored bits is clamped if it may be lossy. Lossless cells are taken whole: they
 * may have overlays in their other bits.
 */
final class Jpeg2000Decoder implements FrameDecoder {

  private final boolean lossless;

  Jpeg2000Decoder(boolean lossless) {
    this.lossless = lossless;
  }

  @Override
  public StoredPixels decode(byte[] stream, PixelGeometry geometry) throws IOException {
    return TileDecoder.decode(
        stream,
        lossless
            ? new PixelGeometry(geometry.columns(), geometry.rows(), geometry.bitsAllocated())
            : geometry,
        decoder ->
            StoredPixels.ofRows(
                geometry.columns(), geometry.rows(), geometry.bitsAllocated(), decoder::decodeRow));
  }
}
