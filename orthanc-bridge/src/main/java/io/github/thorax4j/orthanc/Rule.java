package io.github.thorax4j.orthanc;

import java.util.List;
import java.util.Objects;

/**
 * What is done with which films.
 *
 * @param name alone among the rules
 * @param line where it is in its file
 * @param when all of these have to hold; a rule without conditions always does
 * @param then what is done
 */
record Rule(String name, int line, List<Condition> when, List<Action> then) {

  /** Copies the lists. */
  Rule {
    Objects.requireNonNull(name, "name");
    when = List.copyOf(when);
    then = List.copyOf(then);
  }

  /** Whether the rule is for a film. */
  boolean holds(Facts facts) {
    return when.stream().allMatch(condition -> condition.holds(facts));
  }
}
