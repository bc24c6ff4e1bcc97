package io.github.thorax4j.dcm4che;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.IOException;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;

/** Reads native pixel data (PS3.5 section 8.2) from the stream that dcm4che inflates and parses. */
final class UncompressedFrame {

  private UncompressedFrame() {}

  static StoredPixels read(DicomInputStream in, PixelGeometry geometry, BoundedInput bounds)
      throws IOException {
    long length = in.unsignedLength();
    if (length < 0) {
      throw new IOException("the pixel data is compressed, its syntax is not");
    }
    geometry.checkUncompressed(length, bounds.left(in));
    int columns = geometry.columns();
    if (geometry.bitsAllocated() == 16) {
      return StoredPixels.ofRows(
          columns, geometry.rows(), 16, (y, row) -> in.readFully(row, 0, columns));
    }
    if (in.bigEndian() && in.vr() == VR.OW) {
      return swappedBytes(in, geometry, length);
    }
    return StoredPixels.ofByteRows(columns, geometry.rows(), (y, row) -> in.readFully(row));
  }

  /** Two cells in each big-endian word (PS3.5 section 8.1.2, annex D), across rows too. */
  private static StoredPixels swappedBytes(DicomInputStream in, PixelGeometry geometry, long length)
      throws IOException {
    byte[] cells = new byte[(int) Math.min(length, geometry.frameBytes() + 1)];
    in.readFully(cells);
    VR.OW.toggleEndian(cells, false);
    int columns = geometry.columns();
    return StoredPixels.ofByteRows(
        columns,
        geometry.rows(),
        (y, row) -> System.arraycopy(cells, y * columns, row, 0, columns));
  }
}
