package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the stored value is in its cell (PS3.5 section 8.1.1): the {@code bits} bits that end at
 * {@code highBit}, signed or not. What the header leaves out or gets wrong is taken as wide as the
 * cell.
 */
record StoredBits(int allocated, int bits, int highBit, boolean signed) {

  static StoredBits of(Attributes attributes) {
    int allocated = attributes.integer(Tag.BITS_ALLOCATED).orElse(16) == 8 ? 8 : 16;
    int bits = attributes.integer(Tag.BITS_STORED).orElse(allocated);
    if (bits < 1 || bits > allocated) {
      bits = allocated;
    }
    int highBit = attributes.integer(Tag.HIGH_BIT).orElse(bits - 1);
    if (highBit < bits - 1 || highBit >= allocated) {
      highBit = bits - 1;
    }
    boolean signed = attributes.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1;
    return new StoredBits(allocated, bits, highBit, signed);
  }

  /** How many different values there are. */
  int codes() {
    return 1 << bits;
  }

  /** How many different cells there are. */
  int cells() {
    return 1 << allocated;
  }

  /** The bits of a cell that count, as a number from 0 to {@link #codes()} - 1. */
  int code(int cell) {
    return cell >> (highBit + 1 - bits) & (codes() - 1);
  }

  /** The value of a code. */
  int value(int code) {
    return signed && code >= codes() >> 1 ? code - codes() : code;
  }

  Optional<String> step() {
    if (bits == allocated && !signed) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "take %d of %d bits (high bit %d), %s",
            bits,
            allocated,
            highBit,
            signed ? "signed" : "unsigned"));
  }
}
