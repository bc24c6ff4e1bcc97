package io.github.thorax4j;

/**
 * A failure of the machinery (engine, native libraries, missing implementation) that the caller's
 * input did not cause. Unreadable input is an {@link java.io.IOException}, a refused image an
 * {@link Outcome.Declined}.
 */
public class ThoraxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A failure with one sentence that a user can act on. */
  public ThoraxException(String message) {
    super(message);
  }

  /** A failure with one sentence that a user can act on, and its cause. */
  public ThoraxException(String message, Throwable cause) {
    super(message, cause);
  }
}
