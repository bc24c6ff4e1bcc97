package io.github.thorax4j.orthanc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which receivers of messages do not take any. Such a one is tried with one message at a time,
 * after pauses that grow, while the others for it wait without a thread. Thread-safe.
 */
final class Receivers {

  private static final Logger LOG = LoggerFactory.getLogger(Receivers.class);

  private final Backoff backoff;
  private final Duration patience;
  private final Map<String, Trouble> troubles = new HashMap<>();

  /**
   * Receivers that are all thought to work.
   *
   * @param backoff the pauses
   * @param patience how long a message may be underway
   */
  Receivers(Backoff backoff, Duration patience) {
    this.backoff = Objects.requireNonNull(backoff, "backoff");
    this.patience = Objects.requireNonNull(patience, "patience");
  }

  /**
   * What is wrong with a receiver.
   *
   * @param until until when it is to be left alone
   * @param reason for people
   * @param failures how many attempts in a row have failed
   * @param tried whether a message is underway
   */
  record Trouble(Instant until, String reason, int failures, boolean tried) {}

  /**
   * What keeps a message from being sent now; if that is nothing, whoever asked has to send it and
   * to say how that went.
   */
  synchronized Optional<Trouble> trouble(String receiver, Instant now) {
    Optional<Trouble> trouble = Optional.ofNullable(troubles.get(receiver));
    if (trouble.isEmpty() || trouble.get().until().isAfter(now)) {
      return trouble;
    }
    Trouble known = trouble.get();
    troubles.put(receiver, new Trouble(now.plus(patience), known.reason(), known.failures(), true));
    return Optional.empty();
  }

  /** It was found to work, or somebody says so. */
  synchronized void works(String receiver) {
    if (troubles.remove(receiver) != null) {
      LOG.info("Messages are sent again: {}.", receiver);
    }
  }

  /** It was found not to work. Messages that were underway to it at once count as one. */
  synchronized void fails(String receiver, String reason, Instant now) {
    Trouble known = troubles.getOrDefault(receiver, new Trouble(now, reason, 0, true));
    if (known.tried()) {
      int failures = known.failures() + 1;
      if (failures == 1) {
        LOG.warn("Messages wait: {}.", reason);
      }
      troubles.put(
          receiver, new Trouble(now.plus(backoff.pause(failures)), reason, failures, false));
    }
  }
}
