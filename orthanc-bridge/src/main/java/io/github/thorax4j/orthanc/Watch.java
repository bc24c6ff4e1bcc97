package io.github.thorax4j.orthanc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether something that the bridge depends on works. The log is told when that changes, not each
 * time it is found out. Thread-safe.
 */
final class Watch {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** What works now and then is not told of each time. */
  private static final Duration STEADY = Duration.ofSeconds(10);

  private final String name;
  private final Clock clock;

  /** The kind of trouble that the log was told of. */
  private Optional<String> told = Optional.empty();

  private Optional<Instant> wellSince = Optional.empty();
  private Optional<String> trouble = Optional.empty();

  /**
   * Watches something that is thought to work.
   *
   * @param name what, for people, with a capital letter
   */
  Watch(String name, Clock clock) {
    this.name = Objects.requireNonNull(name, "name");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** It was found to work. The log is told so when it has for a while. */
  synchronized void works() {
    trouble = Optional.empty();
    if (told.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    if (wellSince.isEmpty()) {
      wellSince = Optional.of(now);
    } else if (!wellSince.get().plus(STEADY).isAfter(now)) {
      LOG.info("{} works again.", name);
      told = Optional.empty();
    }
  }

  /**
   * It was found not to work.
   *
   * @param what the kind of trouble; the log is told once of each in a row
   * @param sentence for people
   */
  synchronized void fails(String what, String sentence) {
    if (!told.equals(Optional.of(what))) {
      LOG.warn("{} does not work, which is tried again until it does: {}.", name, sentence);
    }
    told = Optional.of(what);
    wellSince = Optional.empty();
    trouble = Optional.of(sentence);
  }

  /** What is wrong; empty if nothing is. */
  synchronized Optional<String> trouble() {
    return trouble;
  }
}
