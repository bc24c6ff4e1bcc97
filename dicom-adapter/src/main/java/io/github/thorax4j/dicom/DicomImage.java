package io.github.thorax4j.dicom;

import java.util.Objects;

/**
 * A DICOM file with its single grey frame decoded. Immutable and thread-safe.
 *
 * @param header what the file says before its pixels
 * @param pixels the stored values
 */
public record DicomImage(DicomHeader header, StoredPixels pixels) {

  /** Refuses null. */
  public DicomImage {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(pixels, "pixels");
  }
}
