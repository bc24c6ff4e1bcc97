package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.internal.jpeg2000.TileDecoder;
import java.io.IOException;

/** JPEG 2000 part 1, lossless and lossy (ISO/IEC 15444-1, ITU-T T.800, PS3.5 section A.4.4). */
final class Jpeg2000Decoder implements FrameDecoder {

  @Override
  public StoredPixels decode(byte[] stream, PixelGeometry geometry) throws IOException {
    return TileDecoder.decode(
        stream,
        geometry,
        decoder ->
            StoredPixels.ofRows(
                geometry.columns(), geometry.rows(), geometry.bitsAllocated(), decoder::decodeRow));
  }
}
