package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;

/** Data sets whose text is in UTF-8 (PS3.3 section C.12.1.1.2). */
final class Utf8 {

  private Utf8() {}

  static Attributes.Builder dataSet() {
    return Attributes.builder().put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
  }

  /** An item of such a data set. */
  static Attributes.Builder item() {
    return dataSet().item();
  }
}
