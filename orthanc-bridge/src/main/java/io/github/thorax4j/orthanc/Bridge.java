package io.github.thorax4j.orthanc;

import io.github.thorax4j.ModelCard;
import java.io.IOException;

/**
 * The service: follows Orthanc's changes, classifies films and writes the results back, from {@link
 * #start} to {@link #close}. Thread-safe.
 *
 * <p>Research software, not for diagnosis.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Bridge implements AutoCloseable {

  private Bridge() {}

  /**
   * Starts a bridge. Orthanc need not be there yet.
   *
   * @throws IOException if it cannot be started; one sentence says why
   */
  public static Bridge start(BridgeConfig config) throws IOException {
    throw new IOException("not there yet: " + config.state());
  }

  /** Has Orthanc asked for changes now, not in a second; returns at once. */
  void wake() {}

  /** How it is. */
  Health health() {
    throw new IllegalStateException();
  }

  /** The films. */
  FilmStore films() {
    throw new IllegalStateException();
  }

  /** The archive. */
  OrthancClient orthanc() {
    throw new IllegalStateException();
  }

  /** The model that answers. */
  ModelCard model() {
    throw new IllegalStateException();
  }

  /**
   * Tries an instance again that was given up.
   *
   * @return false if it is not one that was given up
   */
  boolean retry(String instance) throws IOException {
    return instance.isEmpty();
  }

  /** Ends within seconds; what is not finished is taken up at the next start. */
  @Override
  public void close() {}
}
