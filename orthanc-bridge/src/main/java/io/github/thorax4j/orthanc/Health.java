package io.github.thorax4j.orthanc;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the bridge is.
 *
 * @param orthanc what is wrong with Orthanc, one sentence; empty if nothing is
 * @param database what is wrong with the bridge's database, one sentence; empty if nothing is
 * @param behind how many changes of Orthanc's log were not taken over when it was last asked
 * @param heard when Orthanc last answered; empty if it never has
 * @param succeeded when a film was last done with; empty if none was since the start
 * @param films how many instances there are of each state; empty if the database does not say
 */
record Health(
    Optional<String> orthanc,
    Optional<String> database,
    long behind,
    Optional<Instant> heard,
    Optional<Instant> succeeded,
    Map<Film.State, Long> films) {

  /** Copies the counts. */
  Health {
    Objects.requireNonNull(orthanc, "orthanc");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(heard, "heard");
    Objects.requireNonNull(succeeded, "succeeded");
    films = Map.copyOf(films);
  }

  /** Whether it does what it is for. */
  boolean good() {
    return orthanc.isEmpty() && database.isEmpty() && heard.isPresent();
  }

  /** How many instances wait. */
  long waiting() {
    return films.getOrDefault(Film.State.WAITING, 0L);
  }
}
