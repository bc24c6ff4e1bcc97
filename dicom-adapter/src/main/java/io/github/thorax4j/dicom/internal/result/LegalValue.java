package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.dicom.Vr;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Single values of text that keep the rules of their representation (PS3.5 section 6.2). A value
 * that breaks them is not mended: half an identifier is another identifier.
 */
public final class LegalValue {

  private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_ ]{1,16}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,9}");
  private static final Pattern TIME =
      Pattern.compile("([01]\\d|2[0-3])([0-5]\\d(([0-5]\\d|60)(\\.\\d{1,6})?)?)?");

  /** Leading zeros are not allowed (PS3.5 section 9.1), but archives are full of them. */
  private static final Pattern UID = Pattern.compile("\\d+(\\.\\d+)+");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  private static final int LONGEST_UID = 64;
  private static final int LONGEST_DECIMAL = 16;
  private static final int LONGEST_SHORT = 16;
  private static final int LONGEST = 64;

  /** What bytes are decoded to that are no character. */
  private static final int UNREADABLE = 0xFFFD;

  private static final int NAME_GROUPS = 3;
  private static final int NAME_COMPONENTS = 5;

  private LegalValue() {}

  /** The value, if it is not empty and legal. */
  public static Optional<String> of(Vr vr, String value) {
    boolean legal =
        switch (vr) {
          case AS -> AGE.matcher(value).matches();
          case CS -> CODE.matcher(value).matches();
          case DA -> isDate(value);
          case DS -> value.length() <= LONGEST_DECIMAL && DECIMAL.matcher(value).matches();
          case IS -> INTEGER.matcher(value).matches();
          case LO -> isLine(value, LONGEST);
          case PN -> isName(value);
          case SH -> isLine(value, LONGEST_SHORT);
          case TM -> TIME.matcher(value).matches();
          case UI -> value.length() <= LONGEST_UID && UID.matcher(value).matches();
          default -> false;
        };
    return legal ? Optional.of(value) : Optional.empty();
  }

  private static boolean isDate(String value) {
    try {
      LocalDate.parse(value, DATE);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isLine(String value, int longest) {
    return !value.isBlank()
        && value.codePointCount(0, value.length()) <= longest
        && value.codePoints().allMatch(LegalValue::isCharacter);
  }

  private static boolean isCharacter(int point) {
    int type = Character.getType(point);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        && point != UNREADABLE
        && point != '\\';
  }

  /** Up to three groups of up to five components (PS3.5 section 6.2.1). */
  private static boolean isName(String value) {
    String[] groups = value.split("=", -1);
    if (groups.length > NAME_GROUPS) {
      return false;
    }
    boolean some = false;
    for (String group : groups) {
      if (group.split("\\^", -1).length > NAME_COMPONENTS) {
        return false;
      }
      if (!group.isEmpty() && !isLine(group, LONGEST)) {
        return false;
      }
      some |= !group.isEmpty();
    }
    return some;
  }
}
