package io.github.thorax4j.cli;

import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Tally;
import java.io.IOException;

/** One way to write results. Not thread-safe. */
interface ResultPrinter {

  /** Before the first result. */
  default void begin() throws IOException {}

  /** An answer or a failure. */
  void answered(FileResult.Answered result) throws IOException;

  /** A failure. */
  void failed(FileResult.Failed result) throws IOException;

  /** After the last result. */
  default void end(Tally tally) throws IOException {}
}
