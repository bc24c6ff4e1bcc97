package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.internal.DataSetParser.PixelElement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * Encapsulated pixel data (PS3.5 section A.4): a basic offset table, which one frame does not need,
 * and the fragments of a compressed stream.
 */
final class Fragments {

  private static final int ITEM = 0xFFFE_E000;

  private Fragments() {}

  /** The stream of a single frame: its fragments joined. */
  static byte[] join(DicomInput in, PixelElement element) throws IOException {
    if (element.length().isPresent()) {
      throw new IOException("the pixel data is not encapsulated, its transfer syntax asks for it");
    }
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    boolean offsetTable = true;
    // Files that end without the delimiter behind whole fragments are read all the same.
    while (in.has(8)) {
      int tag = in.word() << 16 | in.word();
      long length = Integer.toUnsignedLong(in.doubleWord());
      if (tag != ITEM) {
        break;
      }
      if (length > in.remaining()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "a fragment of the pixel data declares %d bytes where %d are left",
                length,
                in.remaining()));
      }
      if (offsetTable) {
        in.skip(length);
        offsetTable = false;
      } else if (length + stream.size() > Integer.MAX_VALUE - 8) {
        throw new IOException("the compressed pixel data is larger than 2 GiB");
      } else {
        stream.writeBytes(in.bytes((int) length));
      }
    }
    if (stream.size() == 0) {
      throw new IOException("the pixel data has no fragments");
    }
    return stream.toByteArray();
  }
}
