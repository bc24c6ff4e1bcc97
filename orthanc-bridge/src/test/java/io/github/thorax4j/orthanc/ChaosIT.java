package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.orthanc.Films.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day's objects, once undisturbed and once with the bridge and Orthanc killed again and again:
 * the results are the same to the byte.
 */
class ChaosIT {

  private static final int OBJECTS = Integer.getInteger("thorax4j.chaos.objects", 500);
  private static final int BRIDGE_KILLS = Integer.getInteger("thorax4j.chaos.kills", 20);
  private static final int ORTHANC_KILLS = BRIDGE_KILLS / 4;
  private static final int LONGEST_LIFE_MILLIS = 5_000;
  private static final int SHORTEST_LIFE_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private Path folder;

  @Test
  void killsLoseNothingAndDoubleNothing() throws Exception {
    List<Sent> sent = new Films().mixed(folder.resolve("films"), OBJECTS);
    long distinct = sent.stream().distinct().count();
    List<String> chests = uids(sent, Kind.CHEST);
    SortedMap<String, String> expectedResults;
    SortedMap<String, String> expectedMetadata;
    try (OrthancServer server = OrthancServer.start(folder.resolve("undisturbed"));
        BridgeProcess bridge =
            BridgeProcess.start(server.config(), folder.resolve("undisturbed-state"))) {
      StoreScu.send(server, sent.stream().map(Sent::file).toList());
      Archive archive = new Archive(server, folder.resolve("scratch"));
      awaitAll(folder.resolve("undisturbed-state"), distinct + 2L * chests.size());

      assertThat(bridge.isAlive()).isTrue();
      check(archive, sent);
      expectedResults = archive.results();
      expectedMetadata = archive.metadata();
    }

    try (OrthancServer server = OrthancServer.start(folder.resolve("disturbed"));
        BridgeProcess bridge =
            BridgeProcess.start(server.config(), folder.resolve("disturbed-state"))) {
      Archive archive = new Archive(server, folder.resolve("scratch"));
      disturb(server, bridge, folder.resolve("disturbed-state"), sent);
      awaitAll(folder.resolve("disturbed-state"), distinct + 2L * chests.size());

      check(archive, sent);
      assertThat(archive.results()).isEqualTo(expectedResults);
      assertThat(archive.metadata()).isEqualTo(expectedMetadata);
    }
  }

  /** Sends all objects, in as many parts as the bridge is killed. */
  private static void disturb(
      OrthancServer server, BridgeProcess bridge, Path state, List<Sent> sent) throws Exception {
    Random random = new Random(sent.size());
    int atWork = 0;
    for (int kill = 0; kill < BRIDGE_KILLS; kill++) {
      List<Path> part =
          sent
              .subList(kill * sent.size() / BRIDGE_KILLS, (kill + 1) * sent.size() / BRIDGE_KILLS)
              .stream()
              .map(Sent::file)
              .toList();
      if (kill % 4 == 2 && kill / 4 < ORTHANC_KILLS) {
        Process sending = StoreScu.start(server, part);
        Thread.sleep(random.nextInt(300));
        server.kill();
        sending.waitFor();
        Thread.sleep(random.nextInt(1_000));
        server.restart();
      }
      // A modality sends again what was not accepted.
      StoreScu.send(server, part);
      if (kill % 2 == 0) {
        // Every other time when it has just begun to work.
        await().atMost(PATIENCE).until(() -> counts(state).getOrDefault(State.WAITING, 0L) > 0);
        Thread.sleep(random.nextInt(SHORTEST_LIFE_MILLIS));
      } else {
        Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
      }
      assertThat(bridge.isAlive()).as("before kill %d: %s", kill, bridge.log()).isTrue();
      bridge.kill();
      if (counts(state).getOrDefault(State.WAITING, 0L) > 0) {
        atWork++;
      }
      bridge.restart();
    }
    // Else it was killed while there was nothing to lose.
    assertThat(atWork).isGreaterThanOrEqualTo(BRIDGE_KILLS / 4);
  }

  private static void check(Archive archive, List<Sent> sent) throws IOException {
    List<String> chests = uids(sent, Kind.CHEST);
    assertThat(archive.reported()).containsExactlyInAnyOrderElementsOf(chests);
    assertThat(archive.pictured()).containsExactlyInAnyOrderElementsOf(chests);
    assertThat(archive.size())
        .isEqualTo((int) sent.stream().distinct().count() + 2 * chests.size());
  }

  private static List<String> uids(List<Sent> sent, Kind kind) {
    return sent.stream()
        .distinct()
        .filter(film -> film.kind() == kind)
        .map(Sent::sopInstance)
        .toList();
  }

  /**
   * How many instances of each state the bridge's file knows, whether the bridge is alive or not.
   */
  private static Map<State, Long> counts(Path state) throws IOException {
    try (BridgeDatabase database = BridgeDatabase.open(BridgeConfig.Database.SQLITE, state)) {
      return new FilmStore(database).counts();
    }
  }

  /** Waits until as many instances are known and none of them waits. */
  private static void awaitAll(Path state, long instances) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              Map<State, Long> counts = counts(state);
              return counts.getOrDefault(State.WAITING, 0L) == 0
                  && counts.values().stream().mapToLong(count -> count).sum() == instances;
            });
  }
}
