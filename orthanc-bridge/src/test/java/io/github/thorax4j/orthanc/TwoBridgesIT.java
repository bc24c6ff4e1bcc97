package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.orthanc.Films.Sent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges that share a PostgreSQL, one of which is killed. */
class TwoBridgesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int FILMS = 40;

  @TempDir private Path folder;

  private BridgeConfig config(OrthancServer server, PostgresServer postgres, String name) {
    BridgeConfig usual = BridgeConfig.of(server.config(), folder.resolve(name));
    return new BridgeConfig(
        usual.orthanc(),
        usual.state(),
        postgres.config(),
        Optional.empty(),
        OptionalDouble.empty(),
        usual.results(),
        usual.shadow(),
        usual.quiet(),
        usual.workers(),
        usual.giveUpAfter(),
        usual.web(),
        usual.drift(),
        usual.rules());
  }

  private List<Sent> films(int from, int count) throws Exception {
    Films films = new Films();
    List<Sent> sent = new ArrayList<>();
    for (int patient = from; patient < from + count; patient++) {
      sent.add(films.write(folder.resolve("films"), Kind.CHEST, patient));
    }
    return sent;
  }

  private static BridgeEvents noting(Set<String> done) {
    return new BridgeEvents() {
      @Override
      public void finished(Film film) {
        if (film.state() == State.DONE) {
          done.add(film.instance());
        }
      }
    };
  }

  private static void settled(Bridge bridge, int instances) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Health health = bridge.health();
              return health.good()
                  && health.waiting() == 0
                  && health.films().values().stream().mapToLong(count -> count).sum() == instances;
            });
  }

  @Test
  void whatABridgeWasAtWhenItWasKilledTheOtherTakesOver() throws Exception {
    List<Sent> sent = films(100, FILMS);
    Set<String> survivors = ConcurrentHashMap.newKeySet();
    try (PostgresServer postgres = PostgresServer.start();
        OrthancServer server = OrthancServer.start(folder.resolve("orthanc"));
        BridgeProcess victim =
            BridgeProcess.start(server.config(), folder.resolve("victim"), postgres.config())) {
      await().atMost(PATIENCE).until(() -> victim.log().contains("good"));
      try (Bridge survivor =
          Bridge.start(config(server, postgres, "survivor"), noting(survivors))) {
        StoreScu.send(server, sent.stream().map(Sent::file).toList());
        Archive archive = new Archive(server, folder.resolve("scratch"));
        await().atMost(PATIENCE).until(() -> archive.count("SR") > FILMS / 4);
        victim.kill();
        settled(survivor, 3 * FILMS);

        check(server, sent);
        assertThat(survivors).isNotEmpty().hasSizeLessThan(FILMS);
      }
    }
  }

  private void check(OrthancServer server, List<Sent> sent) throws Exception {
    Archive archive = new Archive(server, folder.resolve("scratch"));
    List<String> films = sent.stream().map(Sent::sopInstance).toList();
    assertThat(archive.reported()).containsExactlyInAnyOrderElementsOf(films);
    assertThat(archive.pictured()).containsExactlyInAnyOrderElementsOf(films);
  }
}
