package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.IOException;

/** Decodes the compressed stream of one frame; stateless and thread-safe. */
@FunctionalInterface
interface FrameDecoder {

  /**
   * Decodes a frame.
   *
   * @param stream the joined fragments
   * @param geometry what the data set says of the frame; a stream that says otherwise is refused
   * @throws IOException if the stream is broken; the message names the cause
   */
  StoredPixels decode(byte[] stream, PixelGeometry geometry) throws IOException;
}
