package io.github.thorax4j.orthanc;

import io.github.thorax4j.orthanc.Film.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the bridge does, in numbers for Prometheus. Thread-safe. */
final class BridgeMetrics implements BridgeEvents, AutoCloseable {

  private static final Duration[] LATENCIES = {
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofHours(1),
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile Snapshot last = Snapshot.NOTHING;
  private final Timer latency;
  private final Map<Phase, Timer> phases = new EnumMap<>(Phase.class);
  private final Map<State, Counter> outcomes = new EnumMap<>(State.class);
  private final Counter pneumonia;
  private final Counter normal;
  private final Counter failures;

  BridgeMetrics() {
    this.latency =
        Timer.builder("thorax4j.film.latency")
            .description("From learning of a film to its results being in the archive")
            .serviceLevelObjectives(LATENCIES)
            .register(registry);
    for (Phase phase : Phase.values()) {
      phases.put(
          phase,
          Timer.builder("thorax4j.phase")
              .description("Time spent on films, by what it is spent on")
              .tag("phase", lower(phase))
              .register(registry));
    }
    for (State state : State.values()) {
      if (state != State.DONE && state != State.WAITING) {
        outcomes.put(state, outcome(lower(state)));
      }
    }
    this.pneumonia = outcome("pneumonia");
    this.normal = outcome("normal");
    this.failures =
        Counter.builder("thorax4j.failures")
            .description("Attempts at a film that failed and will be repeated")
            .register(registry);
    gauges();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Counter outcome(String name) {
    return Counter.builder("thorax4j.outcomes")
        .description("Objects that were done with since the start, by what became of them")
        .tag("outcome", name)
        .register(registry);
  }

  /** What was read from the database for a scrape; NaN where it did not say. */
  private record Snapshot(
      Optional<Map<State, Long>> films,
      double lag,
      double behind,
      double up,
      Optional<ScoreDrift.State> drift,
      Optional<Map<RuleAction.State, Long>> actions) {

    private static final Snapshot NOTHING =
        new Snapshot(
            Optional.empty(), Double.NaN, Double.NaN, 0, Optional.empty(), Optional.empty());

    private double actions(RuleAction.State state) {
      return actions.isEmpty() ? Double.NaN : actions.get().getOrDefault(state, 0L);
    }

    private double films(State state) {
      return films.isEmpty() ? Double.NaN : films.get().getOrDefault(state, 0L);
    }

    private double distance() {
      return drift.isEmpty() ? Double.NaN : drift.get().distance().orElse(Double.NaN);
    }
  }

  private void gauges() {
    for (State state : State.values()) {
      Gauge.builder("thorax4j.films", this, m -> m.last.films(state))
          .description("Objects that came in, by state")
          .tag("state", lower(state))
          .register(registry);
    }
    for (RuleAction.State state : RuleAction.State.values()) {
      Gauge.builder("thorax4j.actions", this, m -> m.last.actions(state))
          .description("What the rules have done with films, by state; dead are given up")
          .tag("state", lower(state))
          .register(registry);
    }
    gauge("queue.depth", "Films that wait", s -> s.films(State.WAITING));
    gauge("dead.letters", "Films that were given up", s -> s.films(State.DEAD));
    gauge("ingest.lag.seconds", "How long the longest waiting film has waited", Snapshot::lag);
    gauge("changes.behind", "Changes in Orthanc's log not taken over yet", Snapshot::behind);
    gauge("up", "1 if Orthanc and the database answer", Snapshot::up);
    gauge(
        "score.distance",
        "Population stability index of the last day's probabilities against the reference",
        Snapshot::distance);
    gauge(
        "score.distance.threshold",
        "The index from which on there is an alert",
        s -> s.drift().map(ScoreDrift.State::threshold).orElse(Double.NaN));
    gauge(
        "score.drift.alert",
        "1 if the index is at or above the threshold",
        s -> s.drift().isPresent() && s.drift().get().alert() ? 1 : 0);
    for (String reference : new String[] {"model", "site"}) {
      Gauge.builder(
              "thorax4j.score.reference",
              this,
              m -> m.last.drift().map(d -> d.isBy(reference) ? 1 : 0).orElse(0))
          .description("1 for where the reference comes from: the model's file or the first films")
          .tag("source", reference)
          .register(registry);
    }
  }

  private void gauge(String name, String description, ToDoubleFunction<Snapshot> value) {
    Gauge.builder("thorax4j." + name, this, m -> value.applyAsDouble(m.last))
        .description(description)
        .register(registry);
  }

  @Override
  public void spent(Phase phase, Duration time) {
    Timer timer = phases.get(phase);
    if (timer != null) {
      timer.record(time);
    }
  }

  @Override
  public void finished(Film film) {
    if (film.state() == State.DONE && film.answer().isPresent()) {
      switch (film.answer().get().finding()) {
        case PNEUMONIA -> pneumonia.increment();
        case NORMAL -> normal.increment();
      }
    }
    Counter outcome = outcomes.get(film.state());
    if (outcome != null) {
      outcome.increment();
    }
    if (film.state() == State.DONE || film.state() == State.DECLINED) {
      film.finished().ifPresent(end -> latency.record(Duration.between(film.received(), end)));
    }
  }

  @Override
  public void failed() {
    failures.increment();
  }

  /**
   * The numbers in Prometheus's text format.
   *
   * @param lag how long the film has waited that has waited longest; empty if that is not known
   * @param drift how the probabilities are; empty if that is not known
   * @param actions how many actions there are of each state; empty if that is not known
   */
  String scrape(
      Health health,
      Optional<Duration> lag,
      Optional<ScoreDrift.State> drift,
      Optional<Map<RuleAction.State, Long>> actions) {
    last =
        new Snapshot(
            health.database().isEmpty() ? Optional.of(health.films()) : Optional.empty(),
            lag.map(time -> time.toMillis() / 1000.0).orElse(Double.NaN),
            health.behind(),
            health.good() ? 1 : 0,
            drift,
            actions);
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
