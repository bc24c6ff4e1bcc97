package io.github.thorax4j.orthanc;

import java.io.IOException;

/** The bridge's database does not do what it is asked to: it is full, locked or gone. */
public final class DatabaseException extends IOException {

  private static final long serialVersionUID = 1L;

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
