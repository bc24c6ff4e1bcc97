package io.github.thorax4j;

import io.github.thorax4j.spi.RadiographFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
   * The format that would read a file, or none if it is of no known format or empty.
   *
   * @throws IOException if the file is missing or cannot be read; the message names the file and
   *     the cause
   */
  public Optional<RadiographFormat> format(Path file) throws IOException {
    return format(start(file), file);
  }

  /**
   * Whether a file that was found in a folder, not named, is to be taken for an image: because of
   * its name, in which case it had better be one, or its content.
   *
   * @throws IOException if the file is missing or cannot be read; the message names the file and
   *     the cause
   */
  public boolean expects(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return formats.stream().anyMatch(f -> f.extensions().contains(extension))
        || format(file).isPresent();
  }

  /**
   * Reads one image.
   *
   * @throws IOException if the file is missing, broken or of no known format; the message names the
   *     file and the cause
   */
  public Reading read(Path file) throws IOException {
    byte[] start = start(file);
    if (start.length == 0) {
      throw new IOException(file + ": the file is empty");
    }
    Optional<RadiographFormat> format = format(start, file);
    if (format.isEmpty()) {
      throw new IOException(
          file
              + ": not an image of a known format ("
              + formats.stream().map(RadiographFormat::name).collect(Collectors.joining(", "))
              + ")");
    }
    return format.get().read(file);
  }

  private Optional<RadiographFormat> format(byte[] start, Path file) throws IOException {
    for (RadiographFormat format : formats) {
      if (start.length > 0 && format.recognises(start.clone(), file)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private static byte[] start(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(RadiographFormat.SIGNATURE_LENGTH);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": may not be read", e);
    }
  }
}
