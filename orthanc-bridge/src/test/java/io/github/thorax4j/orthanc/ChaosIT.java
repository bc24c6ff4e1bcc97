package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.orthanc.Films.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
      disturb(server, bridge, sent);
      awaitAll(folder.resolve("disturbed-state"), distinct + 2L * chests.size());

      check(archive, sent);
      assertThat(archive.results()).isEqualTo(expectedResults);
      assertThat(archive.metadata()).isEqualTo(expectedMetadata);
    }
  }

  /** Sends all objects, in as many parts as the bridge is killed. */
  private static void disturb(OrthancServer server, BridgeProcess bridge, List<Sent> sent)
      throws Exception {
    Random random = new Random(sent.size());
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
      Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
      assertThat(bridge.isAlive()).as("before kill %d: %s", kill, bridge.log()).isTrue();
      bridge.kill();
      bridge.restart();
    }
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

  /** Waits until as many instances are known and none of them waits, as the bridge's file says. */
  private static void awaitAll(Path state, long instances) {
    List<Map<State, Long>> seen = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (BridgeDatabase database =
                  BridgeDatabase.open(BridgeConfig.Database.SQLITE, state)) {
                Map<State, Long> counts = new FilmStore(database).counts();
                if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(counts)) {
                  seen.add(counts);
                }
                return counts.getOrDefault(State.WAITING, 0L) == 0
                    && counts.values().stream().mapToLong(count -> count).sum() == instances;
              }
            });
  }
}
