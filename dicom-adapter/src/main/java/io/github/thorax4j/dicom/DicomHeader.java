package io.github.thorax4j.dicom;

import java.util.Objects;
import java.util.Optional;

/**
 * What a DICOM file says before its pixels. Immutable and thread-safe.
 *
 * @param transferSyntax UID of the transfer syntax that the data set is encoded in
 * @param attributes the data set up to the pixel data
 */
public record DicomHeader(String transferSyntax, Attributes attributes) {

  /** Refuses null. */
  public DicomHeader {
    Objects.requireNonNull(transferSyntax, "transferSyntax");
    Objects.requireNonNull(attributes, "attributes");
  }

  /** The transfer syntax, if it is a known one. */
  public Optional<TransferSyntax> syntax() {
    return TransferSyntax.of(transferSyntax);
  }
}
