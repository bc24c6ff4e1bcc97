package io.github.thorax4j.imagej;

import java.util.Arrays;
import java.util.Locale;

/** Which values of an image become black and white. */
public enum GreyRange {
  /**
   * What the file says, whatever the window shows: the range of the data type for 8 and 16 bits (0
   * to 255, 0 to 65,535); the header's window, or else the range of the pixels, for DICOM; the
   * range of the pixels for 32 bits. The same file gives the same answer as {@code thorax4j
   * classify}.
   */
  FULL,
  /** What the user sees: the range that <i>Brightness/Contrast</i> shows. */
  DISPLAY;

  /** The name in macros and dialogs. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  static String[] keys() {
    return Arrays.stream(values()).map(GreyRange::key).toArray(String[]::new);
  }

  /**
   * The range of a name.
   *
   * @throws IllegalArgumentException that names the choices
   */
  static GreyRange of(String key) {
    return Arrays.stream(values())
        .filter(range -> range.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "range must be " + String.join(" or ", keys()) + ": '" + key + "'"));
  }
}
