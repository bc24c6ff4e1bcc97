package io.github.thorax4j.orthanc;

import java.io.IOException;
import java.util.Objects;

/** Orthanc did not do what it was asked to. The message is one sentence without patient data. */
public final class OrthancException extends IOException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int code;

  /** What is to be done about it. */
  public enum Kind {
    /** It cannot be reached, is slow, or answers half: try again. */
    UNREACHABLE,
    /** It is in trouble itself (5xx): try again. */
    TROUBLED,
    /** It does not accept our credentials (401, 403): try again, somebody has to act. */
    UNAUTHORISED,
    /** What was asked about is not there (any more) (404, 410). */
    GONE,
    /** Somebody else changed it first (409, 412). */
    CHANGED,
    /** It does not accept what was sent, and will not next time (other 4xx). */
    REJECTED
  }

  OrthancException(Kind kind, String message) {
    this(kind, message, 0);
  }

  OrthancException(Kind kind, String message, int code) {
    super(message);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.code = code;
  }

  OrthancException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.code = 0;
  }

  /** What is to be done about it. */
  public Kind kind() {
    return kind;
  }

  /** What Orthanc calls the error, a number of its own; 0 if it says nothing. */
  int code() {
    return code;
  }

  /** Whether the same request may succeed later. */
  public boolean passing() {
    return kind == Kind.UNREACHABLE || kind == Kind.TROUBLED || kind == Kind.UNAUTHORISED;
  }
}
