package io.github.thorax4j.orthanc;

import java.io.IOException;

/** The bridge's database does not do what it is asked to: it is full, locked or gone. */
public final class DatabaseException extends IOException {

  private static final long serialVersionUID = 1L;

  DatabaseException(String message) {
    super(message);
  }

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the database said through somebody else. */
  static DatabaseException of(RuntimeException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new DatabaseException("the bridge's database: " + root.getMessage(), failure);
  }
}
