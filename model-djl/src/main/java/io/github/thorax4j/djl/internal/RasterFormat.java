package io.github.thorax4j.djl.internal;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import io.github.thorax4j.djl.RasterImages;
import io.github.thorax4j.spi.RadiographFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Radiographs as ordinary image files. */
public final class RasterFormat implements RadiographFormat {

  private static final List<byte[]> SIGNATURES =
      List.of(
          new byte[] {(byte) 0x89, 'P', 'N', 'G'},
          new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff},
          new byte[] {'I', 'I', 42, 0},
          new byte[] {'M', 'M', 0, 42},
          new byte[] {'B', 'M'});

  /** For {@link java.util.ServiceLoader}. */
  public RasterFormat() {}

  @Override
  public String name() {
    return "PNG, JPEG, TIFF, BMP";
  }

  @Override
  public Set<String> extensions() {
    return Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp");
  }

  @Override
  public int priority() {
    return 200;
  }

  @Override
  public boolean recognises(byte[] start, Path file) {
    return SIGNATURES.stream().anyMatch(signature -> startsWith(start, signature));
  }

  private static boolean startsWith(byte[] start, byte[] signature) {
    if (start.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (start[i] != signature[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Reading read(Path file) throws IOException {
    BufferedImage image;
    String format;
    AtomicBoolean endsEarly = new AtomicBoolean();
    try (ImageInputStream in = open(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("no decoder for this kind of image");
      }
      ImageReader reader = readers.next();
      try {
        // Without metadata: texts and profiles in it may inflate to gigabytes.
        reader.setInput(in, false, true);
        reader.addIIOReadWarningListener(
            (source, warning) -> {
              // A JPEG that ends early is decoded to grey below, with no more than this warning.
              if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                endsEarly.set(true);
              }
            });
        format = reader.getFormatName().toUpperCase(Locale.ROOT);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > Radiograph.MAX_PIXELS) {
          throw new IOException("more than " + Radiograph.MAX_PIXELS + " pixels are declared");
        }
        if (format.startsWith("TIF") && hasSecondPage(reader)) {
          return new Reading.Refused(Reason.MULTI_FRAME, "the file holds more than one image");
        }
        image = reader.read(0);
        if (endsEarly.get()) {
          throw new EOFException();
        }
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new IOException(file + ": cannot be decoded: " + cause(e), e);
    } catch (RuntimeException e) {
      // Decoders of the platform meet broken files with unchecked exceptions of many kinds.
      throw new IOException(file + ": cannot be decoded: the image data are damaged", e);
    }
    if (!RasterImages.isGrey(image)) {
      return new Reading.Refused(Reason.COLOUR, "the image is coloured, a radiograph is grey");
    }
    return new Reading.Film(RasterImages.radiograph(image, "decode " + format));
  }

  private static ImageInputStream open(Path file) throws IOException {
    // A File loses a name that the locale cannot write, as in plain ASCII; a Path does not.
    return file.getFileSystem() == FileSystems.getDefault() && file.toFile().exists()
        ? new FileImageInputStream(file.toFile())
        : new MemoryCacheImageInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  /** Asks for the second page only: a chain of pages may be endless. */
  private static boolean hasSecondPage(ImageReader reader) throws IOException {
    try {
      return reader.getWidth(1) > 0;
    } catch (IndexOutOfBoundsException e) {
      return false;
    }
  }

  private static String cause(IOException e) {
    String message = e.getMessage();
    if (message == null) {
      return "the file ends early";
    }
    return message.strip().endsWith(":") ? "the image data are damaged" : message;
  }
}
