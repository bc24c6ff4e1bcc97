package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;

/**
 * A coded concept (PS3.3 section 8).
 *
 * @param value Code Value
 * @param scheme Coding Scheme Designator
 * @param meaning Code Meaning
 */
record Code(String value, String scheme, String meaning) {

  static Code dcm(String value, String meaning) {
    return new Code(value, "DCM", meaning);
  }

  static Code sct(String value, String meaning) {
    return new Code(value, "SCT", meaning);
  }

  static Code ucum(String value, String meaning) {
    return new Code(value, "UCUM", meaning);
  }

  Attributes item() {
    return Utf8.item()
        .put(Tag.CODE_VALUE, Vr.SH, value)
        .put(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, scheme)
        .put(Tag.CODE_MEANING, Vr.LO, meaning)
        .build();
  }
}
