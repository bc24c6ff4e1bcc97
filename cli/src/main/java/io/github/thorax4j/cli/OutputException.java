package io.github.thorax4j.cli;

import java.io.IOException;

/** Results cannot be written to where the user wants them. */
final class OutputException extends IOException {

  private static final long serialVersionUID = 1L;

  OutputException(IOException cause) {
    super("cannot write the output: " + cause.getMessage(), cause);
  }

  /** Whether the reader has what it wanted and has gone, as {@code head} does. */
  boolean readerGone() {
    String message = String.valueOf(getMessage());
    return message.contains("Broken pipe") || message.contains("pipe is being closed");
  }
}
