package io.github.thorax4j.batch;

import java.nio.file.Path;

/** Something to classify. */
public sealed interface Input {

  /** The name to show: the path as the user gave it, and below a given folder what follows. */
  String name();

  /**
   * A file.
   *
   * @param path where it is
   * @param named whether the user named it, rather than a folder that holds it
   */
  record File(Path path, boolean named) implements Input {

    @Override
    public String name() {
      return path.toString();
    }
  }

  /**
   * Something that cannot be read at all.
   *
   * @param name what the user gave
   * @param detail one sentence that names it and the cause
   */
  record Unusable(String name, String detail) implements Input {}
}
