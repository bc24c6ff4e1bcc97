package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Finding;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Worklist.Order;
import io.github.thorax4j.orthanc.Worklist.Page;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages ask is asked of PostgreSQL in the same words. */
class PagesOnPostgresIT {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  @Test
  void allThatIsAskedIsUnderstood(@TempDir Path state) throws Exception {
    try (PostgresServer postgres = PostgresServer.start();
        BridgeDatabase database = BridgeDatabase.open(postgres.config(), state)) {
      FilmStore films = new FilmStore(database);
      for (int i = 0; i < 4; i++) {
        films.add(List.of("film " + i), NOW.plusSeconds(i));
      }
      films.finish(
          films.film("film 0").orElseThrow(),
          State.DECLINED,
          "too small",
          Optional.empty(),
          NOW.plusSeconds(1));
      Answer answer = new Answer(0.75, Finding.PNEUMONIA, 0.5, "m 1");
      films.finish(
          films.film("film 1").orElseThrow(),
          State.DONE,
          "",
          Optional.of(answer),
          NOW.plusSeconds(3));
      films.finish(
          films.film("film 2").orElseThrow(),
          State.DEAD,
          "broken",
          Optional.empty(),
          NOW.plusSeconds(3));

      Worklist worklist = new Worklist(database);
      for (Order order : Order.values()) {
        assertThat(worklist.films(new Page(order, true, true, 1)))
            .as(order.name())
            .extracting(Film::instance)
            .containsExactlyInAnyOrder("film 0", "film 1");
      }
      assertThat(worklist.films(new Page(Order.PROBABILITY, false, true, 1)))
          .extracting(Film::instance)
          .containsExactly("film 1", "film 0");

      ReviewStore reviews = new ReviewStore(database);
      reviews.add(new Review("film 1", "anna", NOW, Finding.NORMAL, false));
      reviews.add(new Review("film 1", "anna", NOW, Finding.PNEUMONIA, true));
      assertThat(reviews.all())
          .containsExactly(new Review("film 1", "anna", NOW, Finding.PNEUMONIA, true));
      assertThat(reviews.of("film 1")).hasSize(1);
      assertThat(worklist.count(false)).isEqualTo(1);
      assertThat(worklist.count(true)).isEqualTo(2);

      AuditLog audit = new AuditLog(database, Clock.systemUTC());
      audit.add("anna", "127.0.0.1", "saw study", "1");
      audit.add("anna", "127.0.0.1", "saw study", "2");
      assertThat(audit.page(0, 1)).extracting(AuditLog.Entry::object).containsExactly("2");

      Throughput throughput = new Throughput(database);
      assertThat(throughput.hours(NOW)).containsOnlyKeys(1_700_000_000L / 3600).containsValue(2L);
      assertThat(throughput.latencies(NOW))
          .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(throughput.scores("m 1", NOW)).containsExactly(0.75);
      assertThat(throughput.firstScores("m 1", 5)).containsExactly(0.75);
      assertThat(throughput.longestWaiting()).contains(NOW.plusSeconds(3));

      assertThat(new Queue(database).first(State.DEAD, 5))
          .extracting(entry -> entry.film().detail())
          .containsExactly("broken");
    }
  }
}
