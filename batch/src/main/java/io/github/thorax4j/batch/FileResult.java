package io.github.thorax4j.batch;

import io.github.thorax4j.Outcome;

/** What came of one input. */
public sealed interface FileResult {

  /** The input's name, as {@link Input#name()}. */
  String file();

  /**
   * It was assessed or declined.
   *
   * @param file the input's name
   * @param outcome the model's answer
   * @param millis how long reading and classifying took
   */
  record Answered(String file, Outcome outcome, long millis) implements FileResult {}

  /**
   * It could not be read or processed.
   *
   * @param file the input's name
   * @param detail one sentence that names file and cause
   * @param millis how long it took to find out
   */
  record Failed(String file, String detail, long millis) implements FileResult {

    /** The cause alone, for where the file's name stands next to it. */
    public String cause() {
      String prefix = file + ": ";
      return detail.startsWith(prefix) ? detail.substring(prefix.length()) : detail;
    }
  }

  /**
   * A file of a folder that is no image and does not say that it is one.
   *
   * @param file the input's name
   */
  record Skipped(String file) implements FileResult {}
}
