package io.github.thorax4j.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Specific Character Set (PS3.3 section C.12.1.1.2): what the bytes of text mean, with the code
 * extensions of ISO 2022 (PS3.5 section 6.1.2.5). Bytes below 128 are taken from a set called G0,
 * the others from one called G1; escape sequences change either. Escape sequences that were not
 * announced count too, those that are unknown are left out, and unknown sets are read as ISO
 * 8859-1, so that every byte becomes a character. Immutable and thread-safe.
 */
final class CharacterSet {

  /** What is meant where nothing is said; its upper half is a guess. */
  static final CharacterSet DEFAULT = new CharacterSet(StandardCharsets.ISO_8859_1);

  private static final byte ESCAPE = 0x1B;

  /** The sets by the bytes behind the escape (PS3.3 tables C.12-3 and C.12-4): G1, then G0. */
  private static final Map<String, String> SETS =
      Map.ofEntries(
          Map.entry("-A", "ISO-8859-1"),
          Map.entry("-B", "ISO-8859-2"),
          Map.entry("-C", "ISO-8859-3"),
          Map.entry("-D", "ISO-8859-4"),
          Map.entry("-L", "ISO-8859-5"),
          Map.entry("-G", "ISO-8859-6"),
          Map.entry("-F", "ISO-8859-7"),
          Map.entry("-H", "ISO-8859-8"),
          Map.entry("-M", "ISO-8859-9"),
          Map.entry("-b", "ISO-8859-15"),
          Map.entry("-T", "x-iso-8859-11"),
          Map.entry(")I", "JIS_X0201"),
          Map.entry("$)A", "GB2312"),
          Map.entry("$)C", "EUC-KR"),
          Map.entry("$B", "x-JIS0208"),
          Map.entry("$(D", "JIS_X0212-1990"));

  /** Where no escape sequence says otherwise: G1, and ASCII or nearly so as G0. */
  private final Charset initial;

  private CharacterSet(Charset initial) {
    this.initial = initial;
  }

  /** The set of the attribute's values; the first is the initial one, and may be empty. */
  static CharacterSet of(List<String> terms) {
    String term = terms.isEmpty() ? "" : terms.get(0).replace("ISO 2022 IR", "ISO_IR");
    return new CharacterSet(
        charset(
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
              case "ISO_IR 13" -> "JIS_X0201";
              case "ISO_IR 58" -> "GB2312"; // not as the first value, but files have it there
              case "ISO_IR 149" -> "EUC-KR";
              case "ISO_IR 192" -> "UTF-8";
              case "GB18030", "GBK" -> "GB18030";
              default -> "ISO-8859-1";
            }));
  }

  private static Charset charset(String name) {
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
  }

  /**
   * The text of a value.
   *
   * @param vr a text representation, which says what parts values and components
   */
  String decode(byte[] bytes, Vr vr) {
    if (!vr.extended() || !extensible() || indexOf(ESCAPE, bytes) < 0) {
      return new String(bytes, initial);
    }
    StringBuilder text = new StringBuilder();
    Optional<Charset> pairs = Optional.empty(); // the set of two-byte characters in G0
    Charset upper = initial;
    int at = 0;
    while (at < bytes.length) {
      byte first = bytes[at];
      String sequence = first == ESCAPE ? sequence(bytes, at + 1) : "";
      if (!sequence.isEmpty()) {
        at += 1 + sequence.length();
        Optional<Charset> set = Optional.ofNullable(SETS.get(sequence)).map(CharacterSet::charset);
        if (sequence.startsWith("(")) {
          pairs = Optional.empty(); // ISO 646 or the Latin letters of JIS X 0201
        } else if (sequence.equals("$B") || sequence.startsWith("$(")) {
          pairs = set;
        } else {
          upper = set.orElse(upper);
        }
        continue;
      }
      if (ends(first, vr, pairs.isPresent())) {
        pairs = Optional.empty();
        upper = initial;
      }
      boolean low = first >= 0;
      int end = at + 1;
      while (end < bytes.length
          && bytes[end] != ESCAPE
          && bytes[end] >= 0 == low
          && !ends(bytes[end], vr, pairs.isPresent())) {
        end++;
      }
      Charset lower = pairs.orElse(StandardCharsets.US_ASCII);
      text.append(new String(bytes, at, end - at, low ? lower : upper));
      at = end;
    }
    return text.toString();
  }

  /** Text in the initial set, with a question mark for what it does not have. */
  byte[] encode(String text) {
    return text.getBytes(initial);
  }

  /** UTF-8 and GB18030 have no code extensions (PS3.3 section C.12.1.1.2). */
  private boolean extensible() {
    return !initial.name().equals("UTF-8") && !initial.name().equals("GB18030");
  }

  /** Intermediate bytes and the final one (ISO 2022 section 13.2.1); empty if it is no such. */
  private static String sequence(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] >= 0x20 && bytes[end] < 0x30) {
      end++;
    }
    return end == start || end == bytes.length
        ? ""
        : new String(bytes, start, end + 1 - start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Whether the initial set is back from a byte on (PS3.5 section 6.1.2.5.3): control characters,
   * and what parts values and the components of names.
   *
   * @param inPairs whether it can be half a character
   */
  private static boolean ends(byte code, Vr vr, boolean inPairs) {
    return (code >= 0 && code < ' ')
        || (!inPairs && code == '\\' && vr.multiValued())
        || (!inPairs && vr == Vr.PN && (code == '^' || code == '='));
  }

  private static int indexOf(byte code, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == code) {
        return i;
      }
    }
    return -1;
  }
}
