package io.github.thorax4j.batch;

/** Text that may come from files. */
public final class PlainText {

  private PlainText() {}

  /**
   * Text that stays on its line and cannot steer a terminal: control characters, which file names
   * may hold, are written as {@code \n} or {@code \}{@code u001b}.
   */
  public static String printable(String text) {
    if (text.chars().noneMatch(PlainText::steers)) {
      return text;
    }
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        safe.append("\\n");
      } else if (c == '\t') {
        safe.append("\\t");
      } else if (steers(c)) {
        safe.append("\\u00").append(Character.forDigit(c >> 4, 16));
        safe.append(Character.forDigit(c & 15, 16));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static boolean steers(int c) {
    return Character.getType(c) == Character.CONTROL;
  }
}
