package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.dicom.Vr;
import java.nio.ByteOrder;

/**
 * How elements are written (PS3.5 section 7.1).
 *
 * @param explicit whether each element names its value representation
 * @param order the byte order of numbers
 */
record Encoding(boolean explicit, ByteOrder order) {

  static final Encoding IMPLICIT_LITTLE = new Encoding(false, ByteOrder.LITTLE_ENDIAN);
  static final Encoding EXPLICIT_LITTLE = new Encoding(true, ByteOrder.LITTLE_ENDIAN);
  static final Encoding EXPLICIT_BIG = new Encoding(true, ByteOrder.BIG_ENDIAN);

  /** The encoding that a transfer syntax prescribes; unknown ones are explicit (PS3.5 A.4). */
  static Encoding of(String transferSyntax) {
    return switch (TransferSyntax.of(transferSyntax).orElse(TransferSyntax.RLE)) {
      case IMPLICIT_LITTLE_ENDIAN -> IMPLICIT_LITTLE;
      case EXPLICIT_BIG_ENDIAN -> EXPLICIT_BIG;
      default -> EXPLICIT_LITTLE;
    };
  }

  /** This encoding, or the one that the first bytes of a data set show in truth. */
  Encoding corrected(byte[] start) {
    if (start.length < 6) {
      return this;
    }
    boolean big = start[0] == 0 && start[1] != 0; // no data set begins with a group above 00FF
    if (Vr.of(start[4], start[5]).isPresent()) {
      return big ? EXPLICIT_BIG : EXPLICIT_LITTLE;
    }
    boolean letters = isCapital(start[4]) && isCapital(start[5]);
    return letters || big ? this : IMPLICIT_LITTLE;
  }

  /** The uncompressed transfer syntax of this encoding. */
  TransferSyntax transferSyntax() {
    if (order == ByteOrder.BIG_ENDIAN) {
      return TransferSyntax.EXPLICIT_BIG_ENDIAN;
    }
    return explicit ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
  }

  static boolean isCapital(int character) {
    return character >= 'A' && character <= 'Z';
  }
}
