package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the bridge knows of an instance. Nothing here identifies a patient.
 *
 * @param instance Orthanc's identifier
 * @param series its series in Orthanc; empty until it was looked at
 * @param study its study in Orthanc; empty until it was looked at
 * @param state how far it is
 * @param detail why it is in that state, where there is something to say
 * @param received when the bridge learnt of it
 * @param finished when it got its last state
 * @param answer what the model said
 * @param priority 0 routine, higher is more urgent; never lowered
 */
record Film(
    String instance,
    Optional<String> series,
    Optional<String> study,
    State state,
    String detail,
    Instant received,
    Optional<Instant> finished,
    Optional<Answer> answer,
    int priority) {

  /** Refuses null. */
  Film {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(received, "received");
  }

  /** How far an instance is. */
  enum State {
    /** Not looked at yet, or being tried again. */
    WAITING,
    /** It is none of the bridge's business: the header's gate refused it. */
    OTHER,
    /** A film that the model declined to answer about. */
    DECLINED,
    /** Classified, and all results are in the archive. */
    DONE,
    /** Given up: somebody has to look at it. */
    DEAD,
    /** Deleted from Orthanc before it was classified. */
    GONE
  }

  /**
   * The model's answer.
   *
   * @param probability of pneumonia, in [0, 1]
   * @param finding at the threshold
   * @param threshold in [0, 1]
   * @param model name, version and digest, for people
   */
  record Answer(double probability, Finding finding, double threshold, String model) {}

  /** The probability, if there is an answer. */
  OptionalDouble probability() {
    return answer.isPresent()
        ? OptionalDouble.of(answer.get().probability())
        : OptionalDouble.empty();
  }
}
