package io.github.thorax4j.orthanc;

import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known of films that tests ask rules about. */
final class TestFacts {

  static final ModelIdentity MODEL = new ModelIdentity("m", "1", "ab".repeat(32));

  static final Placement PLACE = new Placement("instance-1", "series-1", "study-1", 1000);

  private TestFacts() {}

  /** A film of which nothing is known but the answer. */
  static Facts answered(double probability) {
    return answered(PLACE, probability, List.of());
  }

  static Facts answered(Placement place, double probability, List<String> results) {
    return facts(place, Outcome.Assessed.of(probability, 0.5, MODEL, List.of()), results);
  }

  static Facts declined(Reason reason) {
    return facts(PLACE, new Outcome.Declined(reason, "why", MODEL, List.of()), List.of());
  }

  private static Facts facts(Placement place, Outcome outcome, List<String> results) {
    return new Facts(
        place,
        outcome,
        Optional.of("1.2.3"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        results);
  }
}
