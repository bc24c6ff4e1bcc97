package io.github.thorax4j.orthanc;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What is done with which films.
 *
 * @param name alone among the rules
 * @param when all of these have to hold; a rule without conditions always does
 * @param then what is done
 * @param lines where each of that is in its file
 */
record Rule(String name, List<Condition> when, List<Action> then, List<Integer> lines) {

  /** Copies the lists. */
  Rule {
    Objects.requireNonNull(name, "name");
    when = List.copyOf(when);
    then = List.copyOf(then);
    lines = List.copyOf(lines);
    if (lines.size() != then.size()) {
      throw new IllegalArgumentException("each action has a line");
    }
  }

  /** One that stands in one line. */
  Rule(String name, int line, List<Condition> when, List<Action> then) {
    this(name, when, then, Collections.nCopies(then.size(), line));
  }

  /** Whether the rule is for a film. */
  boolean holds(Facts facts) {
    return when.stream().allMatch(condition -> condition.holds(facts));
  }
}
