package io.github.thorax4j.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option to be told more of a failure than one sentence. */
final class Diagnostics {

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure arose.")
  private boolean verbose;

  private final PrintWriter err;

  Diagnostics(PrintWriter err) {
    this.err = err;
  }

  /** Shows where a failure arose, if the user asked for it. */
  void trace(Throwable failure) {
    if (verbose) {
      synchronized (err) {
        failure.printStackTrace(err);
      }
    }
  }
}
