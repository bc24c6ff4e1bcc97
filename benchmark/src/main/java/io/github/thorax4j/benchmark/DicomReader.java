package io.github.thorax4j.benchmark;

import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.StoredPixels;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** What reads DICOM files in this Java: a codec of ours or the image reader of a toolkit. */
interface DicomReader {

  /** Everything before the pixels. */
  Object header(Path file) throws IOException;

  /** Header and pixels. */
  Object full(Path file) throws IOException;

  /** The cells of 16 bits, to compare. */
  short[] cells(Path file) throws IOException;

  /**
   * A reader of the class path.
   *
   * @param name of a codec, or {@code dcm4che-imageio} for dcm4che's plug-in of Image I/O
   */
  static DicomReader of(String name) {
    if (name.equals("dcm4che-imageio")) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("DICOM");
      return new OfImageIo(readers.next());
    }
    return ServiceLoader.load(DicomCodec.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(codec -> codec.name().equals(name))
        .map(OfCodec::new)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such codec: " + name));
  }

  /** A codec of ours. */
  record OfCodec(DicomCodec codec) implements DicomReader {

    @Override
    public Object header(Path file) throws IOException {
      return codec.readHeader(file);
    }

    @Override
    public Object full(Path file) throws IOException {
      return codec.read(file);
    }

    @Override
    public short[] cells(Path file) throws IOException {
      StoredPixels pixels = codec.read(file).pixels();
      short[] cells = new short[pixels.columns() * pixels.rows()];
      short[] row = new short[pixels.columns()];
      for (int y = 0; y < pixels.rows(); y++) {
        pixels.copyRow(y, row);
        System.arraycopy(row, 0, cells, y * row.length, row.length);
      }
      return cells;
    }
  }

  /** A plug-in of Image I/O. */
  record OfImageIo(ImageReader reader) implements DicomReader {

    @Override
    public Object header(Path file) throws IOException {
      try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
        reader.setInput(in);
        return reader.getStreamMetadata();
      }
    }

    @Override
    public Raster full(Path file) throws IOException {
      try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
        reader.setInput(in);
        return reader.readRaster(0, null);
      }
    }

    @Override
    public short[] cells(Path file) throws IOException {
      return ((DataBufferUShort) full(file).getDataBuffer()).getData();
    }
  }
}
