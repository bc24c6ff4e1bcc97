package io.github.thorax4j.imagej;

import ij.IJ;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs commands as a macro does, and tells what ImageJ's log got, which is standard output here.
 */
final class Headless {

  private Headless() {}

  /** Runs a command; what goes wrong is thrown. */
  static <O> List<String> log(Command<O> command, String macro)
      throws IOException, InterruptedException {
    IJ.resetEscape();
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream log = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(log);
      command.run(command.options(MacroOptions.of(macro)));
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
