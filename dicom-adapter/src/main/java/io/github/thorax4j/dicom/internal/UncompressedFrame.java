package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.dicom.internal.DataSetParser.PixelElement;
import java.io.IOException;
import java.nio.ByteOrder;

/** Reads native pixel data (PS3.5 section 8.2). */
final class UncompressedFrame {

  private UncompressedFrame() {}

  static StoredPixels read(
      DicomInput in, PixelElement element, PixelGeometry geometry, ByteOrder order)
      throws IOException {
    long length =
        element
            .length()
            .orElseThrow(
                () -> new IOException("the pixel data is compressed, its transfer syntax is not"));
    geometry.checkUncompressed(length, in.remaining());
    int columns = geometry.columns();
    if (geometry.bitsAllocated() == 16) {
      return StoredPixels.ofRows(columns, geometry.rows(), 16, (y, row) -> in.read(row, columns));
    }
    if (order == ByteOrder.BIG_ENDIAN && element.vr() == Vr.OW) {
      return swappedBytes(in, geometry);
    }
    return StoredPixels.ofByteRows(columns, geometry.rows(), (y, row) -> in.read(row, columns));
  }

  /** Two cells in each big-endian word (PS3.5 section 8.1.2, annex D). */
  private static StoredPixels swappedBytes(DicomInput in, PixelGeometry geometry)
      throws IOException {
    int columns = geometry.columns();
    // Words run on across rows of odd width; a last half word is padded.
    int[] pending = {-1};
    return StoredPixels.ofByteRows(
        columns,
        geometry.rows(),
        (y, row) -> {
          for (int x = 0; x < columns; x++) {
            if (pending[0] >= 0) {
              row[x] = (byte) pending[0];
              pending[0] = -1;
            } else {
              int word = in.word();
              row[x] = (byte) word;
              pending[0] = word >>> 8;
            }
          }
        });
  }
}
