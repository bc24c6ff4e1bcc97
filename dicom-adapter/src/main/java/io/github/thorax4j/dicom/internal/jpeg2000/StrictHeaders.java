package io.github.thorax4j.dicom.internal.jpeg2000;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReadParamJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import jj2000.j2k.codestream.HeaderInfo;
import jj2000.j2k.codestream.reader.HeaderDecoder;
import jj2000.j2k.io.RandomAccessIO;

/**
 * Reads headers of tile-parts as the decoder does, which leaves a tile grey and says nothing if one
 * of them is broken. Here it says so.
 */
final class StrictHeaders extends HeaderDecoder {

  StrictHeaders(RandomAccessIO in, J2KImageReadParamJava parameters, HeaderInfo info)
      throws IOException {
    super(in, parameters, info);
  }

  @Override
  public void extractTilePartMarkSeg(short marker, RandomAccessIO in, int tile, int part) {
    try {
      super.extractTilePartMarkSeg(marker, in, tile, part);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void readFoundTilePartMarkSeg(int tile, int part) {
    try {
      super.readFoundTilePartMarkSeg(tile, part);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static UncheckedIOException broken(IOException cause) {
    return new UncheckedIOException(
        new IOException("a tile-part of the JPEG 2000 stream is broken", cause));
  }
}
