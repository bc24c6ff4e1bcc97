package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Finding;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreDriftTest {

  private static double[] scores(int low, int high) {
    return DoubleStream.concat(
            DoubleStream.generate(() -> 0.05).limit(low),
            DoubleStream.generate(() -> 0.95).limit(high))
        .toArray();
  }

  @Test
  void theDistanceIsThePopulationStabilityIndex() {
    ScoreHistogram reference = ScoreHistogram.of(scores(50_000, 50_000));
    ScoreHistogram today = ScoreHistogram.of(scores(20_000, 80_000));

    // (0.2 - 0.5) ln(0.2 / 0.5) + (0.8 - 0.5) ln(0.8 / 0.5) = 0.4159 by hand
    assertThat(today.distance(reference)).isCloseTo(0.4159, within(0.01));
    assertThat(reference.distance(reference)).isZero();
  }

  @Test
  void theEdgesBelongToBins() {
    ScoreHistogram all = ScoreHistogram.of(new double[] {0, 0.1, 0.999, 1});

    assertThat(all.share(0)).isEqualTo(0.25);
    assertThat(all.share(1)).isEqualTo(0.25);
    assertThat(all.share(9)).isEqualTo(0.5);
    assertThat(all.scores()).isEqualTo(4);
  }

  @Test
  void aDayThatIsNotLikeTheFirstFilmsOfTheSiteIsAnAlert(@TempDir Path state) throws Exception {
    Instant now = Instant.now();
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open();
        BridgeDatabase database = BridgeDatabase.open(BridgeConfig.Database.SQLITE, state)) {
      FilmStore films = new FilmStore(database);
      ScoreDrift drift =
          new ScoreDrift(
              new Throughput(database),
              classifier.model(),
              new BridgeConfig.Drift(0.25, true),
              Clock.fixed(now, ZoneOffset.UTC));
      String model = classifier.model().identity().toString();
      assertThat(drift.now().expected()).isEmpty();
      for (int i = 0; i < ScoreDrift.SITE_FILMS; i++) {
        done(films, "site " + i, i % 2 == 0 ? 0.05 : 0.95, model, now.minus(Duration.ofDays(30)));
      }
      assertThat(drift.now().reference()).isEqualTo("site");
      assertThat(drift.now().distance()).isEmpty();

      for (int i = 0; i < 100; i++) {
        done(films, "like before " + i, i % 2 == 0 ? 0.05 : 0.95, model, now.minusSeconds(60));
      }
      assertThat(drift.now().distance().orElseThrow()).isCloseTo(0, within(1e-9));
      assertThat(drift.now().alert()).isFalse();

      for (int i = 0; i < 200; i++) {
        done(films, "shifted " + i, 0.95, model, now.minusSeconds(30));
        done(films, "another model " + i, 0.55, "m 2", now.minusSeconds(30));
      }
      assertThat(drift.now().today().scores()).isEqualTo(300);
      assertThat(drift.now().alert()).isTrue();
    }
  }

  /** The shipped model has answered 27 % of its hold-out below 0.1 and 65 % from 0.9 on. */
  @Test
  void theShippedModelBringsItsReference(@TempDir Path state) throws Exception {
    Instant now = Instant.now();
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open();
        BridgeDatabase database = BridgeDatabase.open(BridgeConfig.Database.SQLITE, state)) {
      FilmStore films = new FilmStore(database);
      ScoreDrift drift =
          new ScoreDrift(
              new Throughput(database),
              classifier.model(),
              BridgeConfig.Drift.USUAL,
              Clock.fixed(now, ZoneOffset.UTC));
      String model = classifier.model().identity().toString();
      for (int i = 0; i < 100; i++) {
        done(films, "film " + i, like(i), model, now.minusSeconds(60));
      }
      assertThat(drift.now().reference()).isEqualTo("model");
      assertThat(drift.now().distance().orElseThrow()).isLessThan(0.05);
      assertThat(drift.now().alert()).isFalse();

      for (int i = 0; i < 100; i++) {
        done(films, "in the middle " + i, 0.55, model, now.minusSeconds(60));
      }
      assertThat(drift.now().alert()).isTrue();
    }
  }

  /** Of 100, as many as of the hold-out: 27, one in each bin between, 65. */
  private static double like(int i) {
    return i < 27 ? 0.05 : i < 35 ? 0.15 + (i - 27) / 10.0 : 0.95;
  }

  private static void done(
      FilmStore films, String instance, double probability, String model, Instant at)
      throws IOException {
    films.add(List.of(instance), at);
    Answer answer = new Answer(probability, Finding.NORMAL, 0.5, model);
    films.finish(films.film(instance).orElseThrow(), State.DONE, "", Optional.of(answer), at);
  }

  @Test
  void aModelMayBringItsReference() {
    Map<String, Double> metrics = new TreeMap<>();
    for (int bin = 0; bin < 10; bin++) {
      assertThat(ScoreHistogram.of(metrics, 100)).isEmpty();
      metrics.put("holdout.score.bin" + bin, bin == 3 ? 1.0 : 0.0);
    }

    ScoreHistogram ofModel = ScoreHistogram.of(metrics, 100).orElseThrow();

    double[] same = new double[100];
    Arrays.fill(same, 0.35);
    assertThat(ScoreHistogram.of(same).distance(ofModel)).isCloseTo(0, within(1e-12));
  }
}
