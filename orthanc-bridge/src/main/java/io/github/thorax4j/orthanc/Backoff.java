package io.github.thorax4j.orthanc;

import java.time.Duration;
import java.util.Objects;

/**
 * How what fails is tried again: after a pause that doubles each time, up to a longest one, until
 * it is given up.
 *
 * @param first the first pause
 * @param longest the longest one
 * @param giveUpAfter how long it is tried
 */
record Backoff(Duration first, Duration longest, Duration giveUpAfter) {

  private static final int MOST_DOUBLINGS = 30;

  /** Refuses null. */
  Backoff {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    Objects.requireNonNull(giveUpAfter, "giveUpAfter");
  }

  /** From two seconds to ten minutes. */
  static Backoff until(Duration giveUpAfter) {
    return new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), giveUpAfter);
  }

  /**
   * The pause after a failure.
   *
   * @param failures how many there were, at least 1
   */
  Duration pause(int failures) {
    int doublings = Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS);
    Duration pause = first.multipliedBy(1L << doublings);
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
