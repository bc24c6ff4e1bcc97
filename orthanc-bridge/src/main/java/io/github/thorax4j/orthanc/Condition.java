package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a rule asks of a film; what is not known holds nothing. Immutable. */
sealed interface Condition {

  /** Whether it holds. */
  boolean holds(Facts facts);

  /**
   * The film was answered so.
   *
   * @param any one of these
   */
  record Found(Set<Finding> any) implements Condition {

    /** Copies the set. */
    public Found {
      any = Set.copyOf(any);
    }

    @Override
    public boolean holds(Facts facts) {
      return facts.answer().filter(answer -> any.contains(answer.finding())).isPresent();
    }
  }

  /**
   * The film was answered with a probability from {@code min} to {@code max}, both included.
   *
   * @param min in [0, 1]
   * @param max in [0, 1]
   */
  record Probability(double min, double max) implements Condition {

    /** Checks the ranges. */
    public Probability {
      Outcome.checkProbability("min", min);
      Outcome.checkProbability("max", max);
    }

    @Override
    public boolean holds(Facts facts) {
      return facts
          .answer()
          .filter(answer -> answer.probability() >= min && answer.probability() <= max)
          .isPresent();
    }
  }

  /**
   * The film was declined.
   *
   * @param any for one of these reasons
   */
  record Declined(Set<Reason> any) implements Condition {

    /** Copies the set. */
    public Declined {
      any = Set.copyOf(any);
    }

    @Override
    public boolean holds(Facts facts) {
      return facts.declined().filter(any::contains).isPresent();
    }
  }

  /**
   * Something the film says of itself is one of these, in upper or lower case.
   *
   * @param attribute what
   * @param any one of these
   */
  record Text(Attribute attribute, Set<String> any) implements Condition {

    /** Copies the set. */
    public Text {
      any = any.stream().map(Text::plain).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean holds(Facts facts) {
      return attribute.of(facts).filter(value -> any.contains(plain(value))).isPresent();
    }

    private static String plain(String text) {
      return text.strip().toUpperCase(Locale.ROOT);
    }
  }

  /** What {@link Text} looks at. */
  enum Attribute {
    MODALITY,
    REMOTE_AE_TITLE,
    CALLED_AE_TITLE,
    STATION,
    BODY_PART;

    private Optional<String> of(Facts facts) {
      return switch (this) {
        case MODALITY -> facts.modality();
        case REMOTE_AE_TITLE -> facts.remoteAeTitle();
        case CALLED_AE_TITLE -> facts.calledAeTitle();
        case STATION -> facts.station();
        case BODY_PART -> facts.bodyPart();
      };
    }
  }

  /**
   * The patient is from {@code min} to {@code max} completed years old, both included.
   *
   * @param min years
   * @param max years
   */
  record Age(int min, int max) implements Condition {

    @Override
    public boolean holds(Facts facts) {
      return facts.age().isPresent()
          && facts.age().getAsInt() >= min
          && facts.age().getAsInt() <= max;
    }
  }
}
