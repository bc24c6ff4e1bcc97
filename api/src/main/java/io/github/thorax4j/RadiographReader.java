package io.github.thorax4j;

import io.github.thorax4j.spi.RadiographFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Reads radiographs from files of every format that is on the class path. Immutable and
 * thread-safe.
 */
public final class RadiographReader {

  private final List<RadiographFormat> formats;

  private RadiographReader(List<RadiographFormat> formats) {
    this.formats = formats;
  }

  /** A reader of all formats that {@link ServiceLoader} finds. */
  public static RadiographReader open() {
    return of(
        ServiceLoader.load(RadiographFormat.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** A reader of the given formats. */
  public static RadiographReader of(List<RadiographFormat> formats) {
    return new RadiographReader(
        formats.stream().sorted(Comparator.comparingInt(RadiographFormat::priority)).toList());
  }

  /** The formats, in the order they are asked. */
  public List<RadiographFormat> formats() {
    return formats;
  }

  /**
   * Reads one image.
   *
   * @throws IOException if the file is missing, broken or of no known format; the message names the
   *     file and the cause
   */
  public Reading read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(RadiographFormat.SIGNATURE_LENGTH);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    }
    if (start.length == 0) {
      throw new IOException(file + ": the file is empty");
    }
    for (RadiographFormat format : formats) {
      if (format.recognises(start.clone(), file)) {
        return format.read(file);
      }
    }
    throw new IOException(
        file
            + ": not an image of a known format ("
            + formats.stream().map(RadiographFormat::name).collect(Collectors.joining(", "))
            + ")");
  }
}
