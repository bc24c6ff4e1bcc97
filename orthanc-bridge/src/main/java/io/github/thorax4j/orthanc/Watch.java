package io.github.thorax4j.orthanc;

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

  private final String name;
  private Optional<String> kind = Optional.empty();
  private Optional<String> trouble = Optional.empty();

  /**
   * Watches something that is thought to work.
   *
   * @param name what, for people, with a capital letter
   */
  Watch(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** It was found to work. */
  synchronized void works() {
    if (trouble.isPresent()) {
      LOG.info("{} works again.", name);
    }
    kind = Optional.empty();
    trouble = Optional.empty();
  }

  /**
   * It was found not to work.
   *
   * @param what the kind of trouble; the log is told once of each in a row
   * @param sentence for people
   */
  synchronized void fails(String what, String sentence) {
    if (!kind.equals(Optional.of(what))) {
      LOG.warn("{} does not work, which is tried again until it does: {}.", name, sentence);
    }
    kind = Optional.of(what);
    trouble = Optional.of(sentence);
  }

  /** What is wrong; empty if nothing is. */
  synchronized Optional<String> trouble() {
    return trouble;
  }
}
