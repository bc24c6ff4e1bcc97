package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether white and black change places, once: Presentation LUT Shape decides where it is present
 * (PS3.3 section C.11.4), else MONOCHROME1 does (section C.7.6.3.1.2). Files carry both.
 *
 * @param reason the attribute's value that asks for it; empty if nothing is inverted
 */
record Polarity(Optional<String> reason) {

  static Polarity of(Attributes attributes) {
    String shape = upper(attributes, Tag.PRESENTATION_LUT_SHAPE);
    boolean inverse = shape.equals("INVERSE");
    if (inverse || shape.equals("IDENTITY")) {
      return new Polarity(inverse ? Optional.of("PresentationLUTShape INVERSE") : Optional.empty());
    }
    String photometric = upper(attributes, Tag.PHOTOMETRIC_INTERPRETATION);
    return new Polarity(
        photometric.equals("MONOCHROME1") ? Optional.of(photometric) : Optional.empty());
  }

  private static String upper(Attributes attributes, int tag) {
    return attributes.string(tag).orElse("").toUpperCase(Locale.ROOT);
  }

  double apply(double value) {
    return reason.isPresent() ? 1 - value : value;
  }

  Optional<String> step() {
    return reason.map(why -> "invert (" + why + ")");
  }
}
