package io.github.thorax4j.cli;

import java.io.IOException;
import java.io.Writer;

/** Where results go, line by line. Not thread-safe. */
final class Output {

  private final Writer writer;

  Output(Writer writer) {
    this.writer = writer;
  }

  /** Writes a line and sends it off, so that whoever reads along sees it at once. */
  void line(String line) throws OutputException {
    text(line + "\n");
  }

  /** Writes text as it is and sends it off. */
  void text(String text) throws OutputException {
    try {
      writer.write(text);
      writer.flush();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }
}
