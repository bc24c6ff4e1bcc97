package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.TransferSyntax;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG baseline, and extended with 8 bits (processes 1 and 2 of ITU-T T.81, PS3.5 section A.4.1),
 * through the image readers of the platform. The raster is taken as it is decoded, so that no
 * colour space touches grey; the stream stays in memory.
 */
final class JpegBaselineDecoder implements FrameDecoder {

  /** A block of 64 samples takes two bits at least: one for DC, one for the end of the block. */
  private static final int MOST_PIXELS_PER_BYTE = 64 * 8 / 2;

  private final TransferSyntax syntax;

  /**
   * A decoder of 8 bits.
   *
   * @param syntax for messages
   */
  JpegBaselineDecoder(TransferSyntax syntax) {
    this.syntax = syntax;
  }

  @Override
  public StoredPixels decode(byte[] stream, PixelGeometry geometry) throws IOException {
    JpegFrameHeader frame = JpegFrameHeader.find(stream);
    frame.check(geometry);
    if (frame.precision() != 8) {
      throw new IOException(
          frame.precision()
              + " bits a sample in transfer syntax "
              + TransferSyntax.describe(syntax.uid())
              + " cannot be decoded, only 8");
    }
    if (geometry.pixels() / MOST_PIXELS_PER_BYTE > stream.length) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%d bytes of JPEG cannot hold %dx%d pixels",
              stream.length,
              geometry.columns(),
              geometry.rows()));
    }
    Raster raster = readRaster(stream);
    if (raster.getWidth() != geometry.columns()
        || raster.getHeight() != geometry.rows()
        || raster.getNumBands() != 1) {
      throw new IOException("the JPEG stream was decoded to another size than it declares");
    }
    int columns = geometry.columns();
    int[] samples = new int[columns];
    return StoredPixels.ofRows(
        columns,
        geometry.rows(),
        geometry.bitsAllocated(),
        (y, row) -> {
          raster.getPixels(0, y, columns, 1, samples);
          for (int x = 0; x < columns; x++) {
            row[x] = (short) samples[x];
          }
        });
  }

  private static Raster readRaster(byte[] stream) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      throw new IOException("this Java has no JPEG decoder");
    }
    ImageReader reader = readers.next();
    List<String> damage = new ArrayList<>();
    Raster raster;
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(stream))) {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (isDamage(warning)) {
              damage.add(warning);
            }
          });
      raster = reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      // Readers throw all kinds of these on streams that nobody foresaw.
      throw new IOException("the JPEG stream cannot be decoded", e);
    } finally {
      reader.dispose();
    }
    if (!damage.isEmpty()) {
      throw new IOException("the JPEG stream is damaged: " + damage.get(0));
    }
    return raster;
  }

  /** Whether a decoder made pixels up; extra bytes before a marker are harmless. */
  private static boolean isDamage(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return text.contains("premature end")
        || (text.contains("corrupt jpeg data") && !text.contains("extraneous bytes"));
  }
}
