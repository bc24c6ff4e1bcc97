package io.github.thorax4j.batch;

import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes images as PNG. */
public final class PngFile {

  private PngFile() {}

  /**
   * Writes an image.
   *
   * @throws IOException if it cannot be written; the message names the file and the cause
   */
  public static void write(RenderedImage image, Path file) throws IOException {
    // Through memory: the platform's other streams want a hook on the end of the process, which
    // cannot be had any more after Ctrl-C.
    try (OutputStream bytes = Files.newOutputStream(file);
        ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("no writer for this kind of image");
      }
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
