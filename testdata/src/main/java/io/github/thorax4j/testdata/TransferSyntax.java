package io.github.thorax4j.testdata;

/** A transfer syntax that {@link DicomObject} encodes pixels in by itself (PS3.5 annex A). */
public enum TransferSyntax {
  /** Implicit VR Little Endian. */
  IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2"),
  /** Explicit VR Little Endian. */
  EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1"),
  /** Deflated Explicit VR Little Endian. */
  DEFLATED("1.2.840.10008.1.2.1.99"),
  /** Explicit VR Big Endian, retired. */
  EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2"),
  /** JPEG Baseline (process 1), lossy, 8-bit grey here. */
  JPEG_BASELINE("1.2.840.10008.1.2.4.50");

  private final String uid;

  TransferSyntax(String uid) {
    this.uid = uid;
  }

  /** The UID in the file meta information. */
  public String uid() {
    return uid;
  }
}
