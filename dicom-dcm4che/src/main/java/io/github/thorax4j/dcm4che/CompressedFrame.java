package io.github.thorax4j.dcm4che;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.imageio.codec.ImageReaderFactory;
import org.dcm4che3.imageio.codec.ImageReaderFactory.ImageReaderParam;
import org.dcm4che3.imageio.plugins.dcm.DicomImageReaderSpi;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomOutputStream;

/**
 * Encapsulated pixel data (PS3.5 section A.4) through dcm4che's image reader and the readers of
 * compressed streams that it is set up with.
 */
final class CompressedFrame {

  private CompressedFrame() {}

  /** Whether dcm4che knows a reader for a transfer syntax, and the reader is there. */
  static boolean canRead(String transferSyntax) {
    ImageReaderParam reader = ImageReaderFactory.getImageReaderParam(transferSyntax);
    return reader != null && ImageIO.getImageReadersByFormatName(reader.formatName).hasNext();
  }

  static StoredPixels read(
      DicomInputStream in,
      PixelGeometry geometry,
      BoundedInput bounds,
      Attributes dataSet,
      String transferSyntax)
      throws IOException {
    Attributes whole = new Attributes(dataSet);
    Fragments fragments = whole.newFragments(Tag.PixelData, VR.OB, 2);
    fragments.add(new byte[0]); // an offset table, which one frame does not need
    fragments.add(stream(in, bounds));
    ImageReader reader = new DicomImageReaderSpi().createReaderInstance();
    try {
      reader.setInput(inMemory(whole, transferSyntax));
      return cells(reader.readRaster(0, null), geometry);
    } catch (IOException | RuntimeException e) {
      throw new IOException("the compressed pixel data cannot be decoded", e);
    } finally {
      reader.dispose();
    }
  }

  /** A file with one fragment and true lengths: dcm4che's image reader believes them. */
  private static DicomInputStream inMemory(Attributes dataSet, String transferSyntax)
      throws IOException {
    Attributes meta = new Attributes();
    meta.setString(Tag.TransferSyntaxUID, VR.UI, transferSyntax);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
      out.writeDataset(meta, dataSet);
    }
    return new DicomInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  /** The stream of a single frame: its fragments joined. */
  private static byte[] stream(DicomInputStream in, BoundedInput bounds) throws IOException {
    if (in.unsignedLength() >= 0) {
      throw new IOException("the pixel data is not encapsulated, its transfer syntax asks for it");
    }
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    boolean offsetTable = true;
    while (in.readItemHeader()) {
      bounds.checkLength(in);
      if (offsetTable) {
        in.skipFully(in.unsignedLength());
        offsetTable = false;
      } else if (in.unsignedLength() + stream.size() > Integer.MAX_VALUE - 8) {
        throw new IOException("the compressed pixel data is larger than 2 GiB");
      } else {
        stream.writeBytes(in.readValue());
      }
    }
    if (stream.size() == 0) {
      throw new IOException("the pixel data has no fragments");
    }
    if (stream.size() % 2 != 0) {
      stream.write(0);
    }
    return stream.toByteArray();
  }

  private static StoredPixels cells(Raster raster, PixelGeometry geometry) throws IOException {
    int columns = geometry.columns();
    int rows = geometry.rows();
    if (raster.getWidth() != columns || raster.getHeight() != rows || raster.getNumBands() != 1) {
      throw new IOException("the pixels were decoded to another size than the header says");
    }
    int[] samples = new int[columns];
    return StoredPixels.ofRows(
        columns,
        rows,
        geometry.bitsAllocated(),
        (y, row) -> {
          raster.getPixels(0, y, columns, 1, samples);
          for (int x = 0; x < columns; x++) {
            row[x] = (short) samples[x];
          }
        });
  }
}
