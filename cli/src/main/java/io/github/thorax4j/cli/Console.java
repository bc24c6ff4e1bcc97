package io.github.thorax4j.cli;

import io.github.thorax4j.batch.PlainText;
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
    err.println(PlainText.printable(line));
  }
}
