package io.github.thorax4j.orthanc;

/** What the pages can have a running bridge do. Thread-safe. */
interface Control {

  /** Looks for new films now. Returns at once. */
  void wake();

  /** Has a film that was given up classified again; any other stays as it is. */
  void retry(String instance) throws DatabaseException;

  /** Whether films are being worked on, with a model that is open. */
  boolean working();
}
