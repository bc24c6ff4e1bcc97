package io.github.thorax4j.dicom;

import io.github.thorax4j.ThoraxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/**
 * Reads DICOM files (PS3.10) and data sets without file meta information. Implementations are
 * stateless and thread-safe, and found with {@link ServiceLoader}.
 *
 * <p>Whatever a file contains, reading ends in a value or an {@link IOException} with one sentence
 * that names the file and the cause. Nothing is allocated on the word of a file alone.
 */
public interface DicomCodec {

  /** The name for people, such as {@code built-in}. */
  String name();

  /** The codec with the lowest number is used where there are several. */
  default int priority() {
    return 100;
  }

  /**
   * Whether the pixels of a transfer syntax can be decoded.
   *
   * @param transferSyntax a UID, known or not
   */
  boolean decodes(String transferSyntax);

  /**
   * Reads everything before the pixel data, and nothing of it.
   *
   * @throws IOException if the file is missing, broken or not DICOM
   */
  DicomHeader readHeader(Path file) throws IOException;

  /**
   * Reads the header and decodes the pixels of a single grey frame with cells of 8 or 16 bits.
   *
   * @throws IOException if the file is missing, broken or not DICOM, or its pixels are of another
   *     kind, more than {@link io.github.thorax4j.Radiograph#MAX_PIXELS}, or in a transfer syntax
   *     that is not decoded, which is then named
   */
  DicomImage read(Path file) throws IOException;

  /**
   * Reads the header and, if it is wanted, decodes the pixels: in one pass where a codec can.
   *
   * @param wanted asked once, with the header
   * @return empty if the image is not wanted
   * @throws IOException as {@link #readHeader} and, if it is wanted, {@link #read}
   */
  default Optional<DicomImage> readIf(Path file, Predicate<DicomHeader> wanted) throws IOException {
    return wanted.test(readHeader(file)) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * The codec of the lowest {@link #priority()} on the class path.
   *
   * @throws ThoraxException if there is none
   */
  static DicomCodec open() {
    return ServiceLoader.load(DicomCodec.class, DicomCodec.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .min(Comparator.comparingInt(DicomCodec::priority))
        .orElseThrow(() -> new ThoraxException("no DICOM codec is on the class path"));
  }
}
