package io.github.thorax4j.testdata;

import io.github.thorax4j.Radiograph;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes radiographs as 8-bit grey PNG files and reads them back. */
public final class PngFiles {

  private PngFiles() {}

  /**
   * Writes an image, each pixel rounded to one of 256 greys.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Radiograph radiograph, Path file) throws IOException {
    int width = radiograph.width();
    int height = radiograph.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[x] = Math.round(255 * radiograph.pixel(x, y));
      }
      image.getRaster().setPixels(0, y, width, 1, row);
    }
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException(file + ": this JDK writes no PNG");
    }
  }

  /**
   * Reads an image of one grey channel.
   *
   * @throws IOException if it cannot be read or is none
   */
  public static Radiograph read(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null || image.getRaster().getNumBands() != 1) {
      throw new IOException(file + ": not a grey image");
    }
    int width = image.getWidth();
    int height = image.getHeight();
    int[] values = image.getRaster().getPixels(0, 0, width, height, (int[]) null);
    float[] pixels = new float[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = values[i] / 255f;
    }
    return Radiograph.of(width, height, pixels);
  }
}
