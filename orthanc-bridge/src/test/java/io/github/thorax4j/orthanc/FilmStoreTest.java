package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Finding;
import io.github.thorax4j.orthanc.Changes.Change;
import io.github.thorax4j.orthanc.Film.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmStoreTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

  @TempDir private Path state;
  private BridgeDatabase database;
  private FilmStore films;

  @BeforeEach
  void open() throws Exception {
    database = BridgeDatabase.open(sqlite(), state);
    films = new FilmStore(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  static BridgeConfig.Database sqlite() {
    return new BridgeConfig.Database(Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void remembersTheCursorAcrossAnotherStart() throws Exception {
    assertThat(films.cursor()).isEmpty();

    films.moveCursor(7, "NewInstance a");
    films.moveCursor(12, "NewSeries b");
    database.close();
    database = BridgeDatabase.open(sqlite(), state);

    assertThat(new FilmStore(database).cursor()).contains(12L);
    assertThat(new FilmStore(database).cursorIdentity()).isEqualTo("NewSeries b");
  }

  private Film film(String instance) throws Exception {
    return films.film(instance).orElseThrow();
  }

  @Test
  void anInstanceThatIsAddedAgainStaysAsItIs() throws Exception {
    Film.Answer answer = new Film.Answer(0.75, Finding.PNEUMONIA, 0.5, "m 1");
    films.add(List.of("a", "b"), NOW);
    films.finish(film("a"), State.DONE, "", Optional.of(answer), NOW.plusSeconds(1));

    films.add(List.of("a", "c"), NOW.plusSeconds(60));

    Film film = films.film("a").orElseThrow();
    assertThat(film.state()).isEqualTo(State.DONE);
    assertThat(film.received()).isEqualTo(NOW);
    assertThat(film.finished()).contains(NOW.plusSeconds(1));
    assertThat(film.answer()).contains(answer);
    assertThat(films.counts()).isEqualTo(Map.of(State.WAITING, 2L, State.DONE, 1L));
    assertThat(films.inState(State.WAITING)).extracting(Film::instance).containsExactly("b", "c");
  }

  @Test
  void anInstanceThatHasArrivedOnceMoreIsDoneOnceMore() throws Exception {
    films.arrived(List.of(new Change(5, "NewInstance", "a")), NOW);
    films.finish(film("a"), State.DONE, "", Optional.empty(), NOW);

    assertThat(films.arrived(List.of(new Change(5, "NewInstance", "a")), NOW)).isEmpty();
    assertThat(films.add(List.of("a"), NOW)).isEmpty();
    assertThat(films.arrived(List.of(new Change(9, "NewInstance", "a")), NOW)).containsExactly("a");

    films.finish(film("a"), State.DONE, "", Optional.empty(), NOW);
    films.forgetArrivals();
    assertThat(films.add(List.of("a"), NOW)).containsExactly("a");
  }

  @Test
  void whoWaitsWithoutWorkThatIsScheduledIsStranded() throws Exception {
    films.add(List.of("a", "b"), NOW);
    films.finish(film("b"), State.OTHER, "", Optional.empty(), NOW);

    assertThat(films.stranded()).containsExactly("a");
  }

  @Test
  void aStudySaysWhatItsMostSuspiciousFilmDoes() throws Exception {
    films.add(List.of("a", "b"), NOW);
    films.place(new Placement("a", "series 1", "study", 1));
    films.place(new Placement("b", "series 2", "study", 1));
    Film.Answer high = new Film.Answer(0.75, Finding.PNEUMONIA, 0.5, "m 1");
    films.answer(film("a"), high);
    films.answer(film("b"), new Film.Answer(0.25, Finding.NORMAL, 0.5, "m 1"));

    assertThat(films.highest("study", high)).contains(film("a"));
    assertThat(films.highest("another", high)).isEmpty();
    // Neither what another model said counts, nor what was said at another threshold.
    films.answer(film("a"), new Film.Answer(0.75, Finding.PNEUMONIA, 0.5, "m 0"));
    assertThat(films.highest("study", high)).contains(film("b"));
    films.answer(film("a"), new Film.Answer(0.75, Finding.PNEUMONIA, 0.75, "m 1"));
    assertThat(films.highest("study", high)).contains(film("b"));
    // Nor a film that is not there any more.
    films.answer(film("a"), high);
    films.finish(film("a"), State.DONE, "", Optional.of(high), NOW);
    films.gone("a");
    assertThat(film("a").state()).isEqualTo(State.GONE);
    assertThat(films.highest("study", high)).contains(film("b"));
  }

  @Test
  void whatIsSaidOfAnEarlierArrivalChangesNothing() throws Exception {
    Film.Answer answer = new Film.Answer(0.75, Finding.PNEUMONIA, 0.5, "m 1");
    films.arrived(List.of(new Change(5, "NewInstance", "a")), NOW);
    Film earlier = film("a");
    films.arrived(List.of(new Change(9, "NewInstance", "a")), NOW.plusMillis(1));

    films.answer(earlier, answer);
    assertThat(films.finish(earlier, State.DONE, "", Optional.of(answer), NOW)).isFalse();
    assertThat(film("a").state()).isEqualTo(State.WAITING);
    assertThat(film("a").answer()).isEmpty();

    assertThat(films.finish(film("a"), State.DONE, "", Optional.of(answer), NOW)).isTrue();
    assertThat(films.finish(film("a"), State.DEAD, "", Optional.empty(), NOW)).isFalse();
    assertThat(film("a").state()).isEqualTo(State.DONE);
  }

  @Test
  void aPriorityIsOnlyEverRaised() throws Exception {
    films.add(List.of("a"), NOW);

    films.raise("a", 5);
    films.raise("a", 3);

    assertThat(films.film("a").orElseThrow().priority()).isEqualTo(5);
  }
}
