package io.github.thorax4j.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * What a command talks to.
 *
 * @param out takes results
 * @param err takes everything else
 * @param in what {@code -} reads
 * @param terminal whether somebody watches
 */
record Console(Writer out, PrintWriter err, InputStream in, boolean terminal) {

  /** The process's own streams, in UTF-8. */
  static Console system() {
    return new Console(
        writer(FileDescriptor.out),
        new PrintWriter(writer(FileDescriptor.err), true),
        System.in,
        isTerminal());
  }

  /** Whether both standard input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Java 22 and newer are asked in another way
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static Writer writer(FileDescriptor descriptor) {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }

  /** The results' stream. */
  Output output() {
    return new Output(out);
  }

  /** A line for the user that is no result. */
  void say(String line) {
    err.println(printable(line));
  }

  /**
   * Text that stays on its line and cannot steer a terminal: control characters, which file names
   * may hold, are written as {@code \n} or {@code \}{@code u001b}.
   */
  static String printable(String text) {
    if (text.chars().noneMatch(Console::steers)) {
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
