package io.github.thorax4j.imagej;

import ij.Macro;
import ij.macro.Interpreter;
import io.github.thorax4j.batch.PlainText;
import java.awt.GraphicsEnvironment;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The options of a command in ImageJ's notation: {@code heatmap opacity=40 folder=[/with space]}.
 * Values are read as ImageJ's own dialogs do, {@code &name} for a macro's variable included, but
 * without a dialog, which needs a screen. Immutable.
 */
final class MacroOptions {

  private final String options;

  private MacroOptions(String options) {
    this.options = options.endsWith(" ") ? options : options + " ";
  }

  /**
   * What the macro or script that runs this command gave it; empty if the user is to be asked.
   * Without a screen nobody can be asked, and the defaults are taken.
   */
  static Optional<MacroOptions> current() {
    return Optional.ofNullable(Macro.getOptions())
        .or(() -> GraphicsEnvironment.isHeadless() ? Optional.of("") : Optional.empty())
        .map(MacroOptions::new);
  }

  /** Options as they are written in a macro. */
  static MacroOptions of(String options) {
    return new MacroOptions(options);
  }

  /**
   * Refuses words that mean nothing to a command, which ImageJ's dialogs pass over.
   *
   * @param keys those that mean something
   * @throws IllegalArgumentException that names the word
   */
  MacroOptions checked(String... keys) {
    List<String> known = Arrays.asList(keys);
    for (String key : keys()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "unknown option '" + key + "': expected " + String.join(", ", known));
      }
    }
    return this;
  }

  /** Whether a key is there, with a value or without. */
  boolean has(String key) {
    return keys().contains(key);
  }

  /**
   * Whether a word is there that stands for a checked box.
   *
   * @throws IllegalArgumentException if it has a value: {@code replace=false} must not mean true
   */
  boolean flag(String key) {
    for (Option option : parse()) {
      if (option.key().equals(key) && option.value().isPresent()) {
        throw new IllegalArgumentException(
            key + " takes no value; leave the word out if it is not wanted");
      }
    }
    return has(key);
  }

  /** A value; the default if the key is not there. */
  String text(String key, String defaultValue) {
    Optional<String> given =
        parse().stream()
            .filter(option -> option.key().equals(key))
            .findFirst()
            .flatMap(Option::value);
    if (given.isEmpty()) {
      return defaultValue;
    }
    String value = given.get();
    return value.startsWith("&") ? variable(value.substring(1)) : value;
  }

  /**
   * The file or folder that a text names, in a macro or a dialog; empty if it names none.
   *
   * @throws IllegalArgumentException if it is no path on this system
   */
  static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(PlainText.printable(text) + ": is no valid path", e);
    }
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException if the value is none, or not in the range; the message names
   *     the key
   */
  double number(String key, double defaultValue, double least, double most) {
    return number(key, text(key, Double.toString(defaultValue)), least, most);
  }

  /** As {@link #number(String, double, double, double)}, of a value as a macro or dialog has it. */
  static double number(String key, String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s must be a number from %s to %s: '%s'", key, least, most, value));
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if the value is none, or not in the range; the message names
   *     the key
   */
  long whole(String key, long defaultValue, long least, long most) {
    String value = text(key, Long.toString(defaultValue));
    try {
      // As ImageJ's macros write numbers, 1e3 and 2.0 too.
      long number = new BigDecimal(value.strip()).longValueExact();
      if (number >= least && number <= most) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s must be a whole number from %d to %d: '%s'", key, least, most, value));
  }

  private static String variable(String name) {
    return Optional.ofNullable(Interpreter.getInstance())
        .map(macro -> macro.getVariableAsString(name))
        .orElse("");
  }

  /** A word outside of values, up to its equals sign, and what follows that. */
  private record Option(String key, Optional<String> value) {}

  private List<String> keys() {
    return parse().stream().map(Option::key).toList();
  }

  private List<Option> parse() {
    List<Option> found = new ArrayList<>();
    int at = 0;
    while (at < options.length()) {
      int end = at;
      while (options.charAt(end) != ' ' && options.charAt(end) != '=') {
        end++;
      }
      String key = options.substring(at, end);
      Optional<String> value = Optional.empty();
      if (options.charAt(end) == '=') {
        int start = end + 1;
        end = endOfValue(start);
        boolean quoted = options.charAt(start) == '[' || options.charAt(start) == '\'';
        value = Optional.of(options.substring(quoted ? start + 1 : start, end));
      }
      if (!key.isEmpty()) {
        found.add(new Option(key, value));
      }
      at = end + 1;
    }
    return found;
  }

  private int endOfValue(int start) {
    char first = options.charAt(start);
    if (first == '\'') {
      int end = options.indexOf('\'', start + 1);
      return end < 0 ? options.length() : end;
    }
    if (first != '[') {
      return options.indexOf(' ', start);
    }
    int depth = 0;
    for (int i = start; i < options.length(); i++) {
      depth += options.charAt(i) == '[' ? 1 : options.charAt(i) == ']' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return options.length();
  }
}
