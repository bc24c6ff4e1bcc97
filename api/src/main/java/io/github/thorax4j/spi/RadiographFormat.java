package io.github.thorax4j.spi;

import io.github.thorax4j.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * One family of file formats that radiographs come in. Formats are asked in the order of {@link
 * #priority()}; the first that recognises a file reads it. Implementations are stateless and
 * thread-safe.
 */
public interface RadiographFormat {

  /** How many bytes of the start of a file {@link #recognises} is given, where it has as many. */
  int SIGNATURE_LENGTH = 264;

  /** The name users know the format by, such as {@code DICOM} or {@code PNG}. */
  String name();

  /** How names of such files end, in lower case and without the dot: a promise of an image. */
  default Set<String> extensions() {
    return Set.of();
  }

  /** Formats with a lower number are asked first; those with weak signatures should come late. */
  default int priority() {
    return 100;
  }

  /**
   * Whether this format can be expected to read the file.
   *
   * @param start the first bytes of the file, at most {@link #SIGNATURE_LENGTH}, fewer if the file
   *     is shorter
   * @param file the file, for formats that need its name or more of its content
   * @throws IOException if the file cannot be read
   */
  boolean recognises(byte[] start, Path file) throws IOException;

  /**
   * Reads a file that this format recognised.
   *
   * @return a radiograph, or why the image is not one that can be assessed
   * @throws IOException if the file is broken or uses a feature that cannot be decoded; the message
   *     names the file and the cause
   */
  Reading read(Path file) throws IOException;
}
