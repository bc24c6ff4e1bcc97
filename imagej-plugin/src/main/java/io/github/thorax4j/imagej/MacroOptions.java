package io.github.thorax4j.imagej;

import ij.Macro;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
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

  /** Whether a word is there, as the name of a checked box. */
  boolean has(String key) {
    return keys().contains(key);
  }

  /** A value; the default if the key is not there. */
  String text(String key, String defaultValue) {
    if (!options.contains(key + "=")) {
      return defaultValue;
    }
    String value = Macro.getValue(options, key, defaultValue);
    return value.startsWith("&") ? variable(value.substring(1)) : value;
  }

  /** The file or folder that a text names, in a macro or a dialog; empty if it names none. */
  static Optional<Path> path(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException if the value is none, or not in the range; the message names
   *     the key
   */
  double number(String key, double defaultValue, double least, double most) {
    String value = text(key, Double.toString(defaultValue));
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

  private static String variable(String name) {
    return Optional.ofNullable(Interpreter.getInstance())
        .map(macro -> macro.getVariableAsString(name))
        .orElse("");
  }

  /** The words outside of values, each up to its equals sign. */
  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    int at = 0;
    while (at < options.length()) {
      int end = at;
      while (options.charAt(end) != ' ' && options.charAt(end) != '=') {
        end++;
      }
      if (end > at) {
        keys.add(options.substring(at, end));
      }
      at = options.charAt(end) == '=' ? endOfValue(end + 1) : end;
      at++;
    }
    return keys;
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
