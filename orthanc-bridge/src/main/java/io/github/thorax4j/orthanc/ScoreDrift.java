package io.github.thorax4j.orthanc;

import io.github.thorax4j.ModelCard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether the last day's probabilities are distributed as they used to be. The reference is what
 * the model's card says of the training's hold-out; where it says nothing, or the site prefers it,
 * the first films of the site that this model has answered about. Thread-safe.
 */
final class ScoreDrift {

  /** How many films of the site make a reference. */
  static final int SITE_FILMS = 500;

  /**
   * Fewer films in a day say nothing: by chance alone the index is about (bins - 1) (1 / films + 1
   * / reference), which is 0.1 here.
   */
  static final int LEAST_FILMS = 100;

  private static final Duration DAY = Duration.ofDays(1);

  private final Throughput throughput;
  private final String model;
  private final Optional<ScoreHistogram> ofModel;
  private final double alert;
  private final Clock clock;

  /** A drift of a model's answers. */
  ScoreDrift(Throughput throughput, ModelCard card, BridgeConfig.Drift drift, Clock clock) {
    this.throughput = throughput;
    this.model = card.identity().toString();
    this.ofModel =
        drift.fromSite()
            ? Optional.empty()
            : ScoreHistogram.of(card.metrics(), card.provenance().heldOut());
    this.alert = drift.alert();
    this.clock = clock;
  }

  /**
   * How it is.
   *
   * @param reference {@code model} or {@code site}
   * @param expected the reference; empty while the site has too few films
   * @param today the last day's probabilities
   * @param distance the population stability index; empty if there is too little to say it
   * @param threshold the distance from which on there is an alert
   */
  record State(
      String reference,
      Optional<ScoreHistogram> expected,
      ScoreHistogram today,
      OptionalDouble distance,
      double threshold) {

    /** Whether there is a reference and where it is from. */
    boolean isBy(String source) {
      return expected.isPresent() && reference.equals(source);
    }

    /** Whether somebody should have a look. */
    boolean alert() {
      return distance.isPresent() && distance.getAsDouble() >= threshold;
    }
  }

  /** How it is now. */
  State now() throws DatabaseException {
    Instant now = clock.instant();
    ScoreHistogram today = ScoreHistogram.of(throughput.scores(model, now.minus(DAY)));
    Optional<ScoreHistogram> expected = ofModel.isPresent() ? ofModel : ofSite();
    OptionalDouble distance =
        expected.isPresent() && today.scores() >= LEAST_FILMS
            ? OptionalDouble.of(today.distance(expected.get()))
            : OptionalDouble.empty();
    return new State(ofModel.isPresent() ? "model" : "site", expected, today, distance, alert);
  }

  private Optional<ScoreHistogram> ofSite() throws DatabaseException {
    double[] first = throughput.firstScores(model, SITE_FILMS);
    return first.length < SITE_FILMS ? Optional.empty() : Optional.of(ScoreHistogram.of(first));
  }
}
