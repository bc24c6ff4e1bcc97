package io.github.thorax4j.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The defined terms of Specific Character Set without code extensions (PS3.3 section C.12.1.1.2).
 * Unknown terms are read as ISO 8859-1, so that every byte becomes a character.
 */
final class CharacterSet {

  private CharacterSet() {}

  static Charset of(String term) {
    String name =
        switch (term) {
          case "ISO_IR 101" -> "ISO-8859-2";
          case "ISO_IR 109" -> "ISO-8859-3";
          case "ISO_IR 110" -> "ISO-8859-4";
          case "ISO_IR 144" -> "ISO-8859-5";
          case "ISO_IR 127" -> "ISO-8859-6";
          case "ISO_IR 126" -> "ISO-8859-7";
          case "ISO_IR 138" -> "ISO-8859-8";
          case "ISO_IR 148" -> "ISO-8859-9";
          case "ISO_IR 203" -> "ISO-8859-15";
          case "ISO_IR 166" -> "x-iso-8859-11";
          case "ISO_IR 13" -> "Shift_JIS";
          case "ISO_IR 192" -> "UTF-8";
          case "GB18030", "GBK" -> "GB18030";
          default -> "ISO-8859-1";
        };
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
  }
}
