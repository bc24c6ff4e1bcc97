package io.github.thorax4j.orthanc;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a rule does with a film, and how far it is.
 *
 * @param key which
 * @param arrived when the film was received that it is for; one that arrives again is another
 * @param state how far
 * @param detail why, where there is something to say
 * @param job Orthanc's job that does it
 * @param jobFailed whether that job has failed and waits for being submitted again
 * @param attempts how many have failed
 * @param since when trying began
 * @param changed when something of it last changed
 */
record RuleAction(
    Key key,
    Instant arrived,
    State state,
    String detail,
    Optional<String> job,
    boolean jobFailed,
    int attempts,
    Instant since,
    Instant changed) {

  /** Refuses null. */
  RuleAction {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(arrived, "arrived");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(changed, "changed");
  }

  /** One that nothing was done about yet. */
  static RuleAction begin(Key key, Instant arrived, State state, Instant now) {
    return new RuleAction(key, arrived, state, "", Optional.empty(), false, 0, now, now);
  }

  /** As it is called among scheduled work; for another arrival of the film it is another. */
  String id() {
    return String.join(
        Key.SEPARATOR,
        key.instance(),
        Long.toString(arrived.toEpochMilli()),
        key.rule(),
        key.action());
  }

  /**
   * Which action of which rule for which film.
   *
   * @param instance Orthanc's identifier of the film
   * @param rule the rule's name
   * @param action the action's name
   */
  record Key(String instance, String rule, String action) {

    private static final String SEPARATOR = "\n";

    /** Refuses null. */
    Key {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(action, "action");
    }

    /** The key of the action that is called so among scheduled work. */
    static Key of(String id) {
      String[] parts = id.split(SEPARATOR, 4);
      if (parts.length != 4) {
        throw new IllegalArgumentException("no id of an action");
      }
      return new Key(parts[0], parts[2], parts[3]);
    }
  }

  /** How far an action is. */
  enum State {
    /** To be done, or being tried again. */
    WAITING,
    /** Done. */
    DONE,
    /** Would have been done, but the bridge is in shadow. */
    SHADOW,
    /** Given up: somebody has to look at it. */
    DEAD,
    /** Not to be done any more: the film was deleted, or the rule. */
    DROPPED
  }

  RuleAction finished(State end, String why, Instant now) {
    return new RuleAction(key, arrived, end, why, job, false, attempts, since, now);
  }

  RuleAction submitted(String newJob, Instant now) {
    return new RuleAction(
        key, arrived, state, detail, Optional.of(newJob), false, attempts, since, now);
  }

  RuleAction failed(String why, Instant now) {
    return new RuleAction(key, arrived, state, why, job, jobFailed, attempts + 1, since, now);
  }

  RuleAction jobHasFailed(String why, Instant now) {
    return new RuleAction(key, arrived, state, why, job, true, attempts + 1, since, now);
  }

  RuleAction jobIsLost(String why, Instant now) {
    return new RuleAction(
        key, arrived, state, why, Optional.empty(), false, attempts + 1, since, now);
  }

  RuleAction again(Instant now) {
    return begin(key, arrived, State.WAITING, now);
  }
}
