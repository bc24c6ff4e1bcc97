package io.github.thorax4j.orthanc;

import java.io.IOException;

/** What the pages can ask of a running bridge and have it do. Thread-safe. */
interface Control {

  /** Looks for new films now. Returns at once. */
  void wake();

  /**
   * Tries an instance again that was given up.
   *
   * @return false if it is not one that was given up
   */
  boolean retry(String instance) throws IOException;

  /**
   * Tries an action of a rule again that was given up.
   *
   * @return false if it is not one that was given up
   */
  boolean retry(RuleAction.Key action) throws IOException;

  /** How the bridge is. */
  Health health();
}
