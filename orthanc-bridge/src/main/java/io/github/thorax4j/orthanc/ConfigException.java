package io.github.thorax4j.orthanc;

import java.io.IOException;
import java.util.List;

/** The bridge is not set up in a way that it can run; all that is wrong is said at once. */
public final class ConfigException extends IOException {

  private static final long serialVersionUID = 1L;

  ConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes));
  }

  /** One sentence for each, with file and line where it is in a file; in their order there. */
  public List<String> mistakes() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
