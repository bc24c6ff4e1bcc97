package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.SopClass;
import io.github.thorax4j.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader of the result should know of the image, though nothing is done about it. */
final class Notices {

  private Notices() {}

  static List<String> of(Attributes attributes) {
    List<String> notices = new ArrayList<>();
    bits(attributes, notices);
    if (attributes.string(Tag.PHOTOMETRIC_INTERPRETATION).isEmpty()
        && attributes.string(Tag.PRESENTATION_LUT_SHAPE).isEmpty()) {
      notices.add("note: no PhotometricInterpretation, taken as MONOCHROME2");
    }
    if (forProcessing(attributes)) {
      notices.add("note: FOR PROCESSING, not meant for display");
    }
    if (attributes.tags().stream().anyMatch(Notices::isOverlay)) {
      notices.add("note: overlays ignored");
    }
    aspect(attributes, notices);
    List<String> orientation = attributes.strings(Tag.PATIENT_ORIENTATION);
    boolean said = orientation.stream().anyMatch(value -> !value.isEmpty());
    if (said && Orientation.of(attributes).isEmpty()) {
      notices.add("note: PatientOrientation " + safe(orientation) + " is unclear, left as stored");
    }
    return notices;
  }

  /** Bits Stored and High Bit that no cell has are not obeyed: see {@link StoredBits}. */
  private static void bits(Attributes attributes, List<String> notices) {
    StoredBits taken = StoredBits.of(attributes);
    int bits = attributes.integer(Tag.BITS_STORED).orElse(taken.bits());
    int highBit = attributes.integer(Tag.HIGH_BIT).orElse(taken.highBit());
    if (bits != taken.bits() || highBit != taken.highBit()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "note: BitsStored %d and HighBit %d do not fit, taken as %d and %d",
              bits,
              highBit,
              taken.bits(),
              taken.highBit()));
    }
  }

  private static boolean forProcessing(Attributes attributes) {
    return attributes
            .string(Tag.PRESENTATION_INTENT_TYPE)
            .filter("FOR PROCESSING"::equals)
            .isPresent()
        || attributes
            .string(Tag.SOP_CLASS_UID)
            .filter(SopClass.DIGITAL_XRAY_FOR_PROCESSING.uid()::equals)
            .isPresent();
  }

  /** Groups 6000 to 601E, even (PS3.5 section 7.6). */
  private static boolean isOverlay(int tag) {
    int group = tag >>> 16;
    return group >= 0x6000 && group <= 0x601E && group % 2 == 0;
  }

  /**
   * Nothing is done about the shape of pixels: a network sees films squashed to a square, and
   * squashing one with oblong pixels comes to the same as squashing it with its pixels made square.
   */
  private static void aspect(Attributes attributes, List<String> notices) {
    PixelAspect aspect = PixelAspect.of(attributes);
    if (!aspect.square()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "note: pixel aspect ratio %s:%s left as stored",
              Numbers.text(aspect.vertical()),
              Numbers.text(aspect.horizontal())));
    }
  }

  private static String safe(List<String> orientation) {
    return String.join("\\", orientation).replaceAll("[^A-Z\\\\]", "?");
  }
}
