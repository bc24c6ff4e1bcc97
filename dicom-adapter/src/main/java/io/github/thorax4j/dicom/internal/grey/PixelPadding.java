package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Stored values that only fill the rectangle (PS3.3 section C.7.5.1.1.2): they count in no
 * statistics and become black.
 *
 * @param first the lowest such value
 * @param last the highest such value
 */
record PixelPadding(int first, int last) {

  static Optional<PixelPadding> of(Attributes attributes, StoredBits bits) {
    OptionalInt value = stored(attributes, Tag.PIXEL_PADDING_VALUE, bits);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    int one = value.getAsInt();
    int other = stored(attributes, Tag.PIXEL_PADDING_RANGE_LIMIT, bits).orElse(one);
    return Optional.of(new PixelPadding(Math.min(one, other), Math.max(one, other)));
  }

  /** The attribute is as signed as the pixels are, whatever its value representation says. */
  private static OptionalInt stored(Attributes attributes, int tag, StoredBits bits) {
    OptionalInt value = attributes.integer(tag);
    return value.isEmpty() || !bits.signed() ? value : OptionalInt.of((short) value.getAsInt());
  }

  boolean contains(int storedValue) {
    return storedValue >= first && storedValue <= last;
  }

  String step() {
    return "set pixel padding aside ("
        + (first == last ? Integer.toString(first) : first + " to " + last)
        + ")";
  }
}
