package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.orthanc.FaultyProxy.Fault;
import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.orthanc.Films.Sent;
import io.github.thorax4j.testdata.ExternalProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever goes wrong around the bridge is said while it does, nothing is given up because of it,
 * and when it is over everything is done without anybody's help.
 */
class TroubleIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long trouble lasts; Orthanc may be down for as long as one likes. */
  private static final Duration TROUBLE =
      Duration.ofSeconds(Integer.getInteger("thorax4j.trouble.seconds", 5));

  @TempDir private Path folder;
  private OrthancServer server;
  private Archive archive;

  @BeforeEach
  void startOrthanc() throws Exception {
    server = OrthancServer.start(folder.resolve("orthanc"));
    archive = new Archive(server, folder.resolve("scratch"));
  }

  @AfterEach
  void stopOrthanc() throws Exception {
    server.close();
  }

  private Bridge bridge(URI url) throws IOException {
    return Bridge.start(BridgeConfig.of(OrthancServer.config(url), folder.resolve("state")));
  }

  private List<Sent> write(Kind kind, int from, int count) throws IOException {
    Films films = new Films();
    List<Sent> sent = new ArrayList<>();
    for (int patient = from; patient < from + count; patient++) {
      sent.add(films.write(folder.resolve("films"), kind, patient));
    }
    return sent;
  }

  private void send(List<Sent> films) throws Exception {
    StoreScu.send(server, films.stream().map(Sent::file).toList());
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

  private void hasResults(List<Sent> chests) throws OrthancException {
    List<String> uids = chests.stream().map(Sent::sopInstance).toList();
    assertThat(archive.reported()).containsExactlyInAnyOrderElementsOf(uids);
    assertThat(archive.pictured()).containsExactlyInAnyOrderElementsOf(uids);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, was 500",
    "UNAUTHORISED, was 401",
    "TRUNCATED, cut short",
    "ANSWER_LOST, cut short",
    "CLOSED, cut short",
    "EMPTY, was empty"
  })
  void anOrthancInTroubleIsNamedAndWhenItIsWellAllIsDone(Fault fault, String message)
      throws Exception {
    List<Sent> chests = write(Kind.CHEST, 0, 9);
    List<Sent> broken = write(Kind.BROKEN, 20, 2);
    List<Sent> others = write(Kind.HAND, 30, 2);
    try (FaultyProxy proxy = FaultyProxy.before(server.url());
        Bridge bridge = bridge(proxy.url())) {
      send(chests.subList(0, 2));
      await().atMost(PATIENCE).until(() -> archive.reported().size() > 0);

      proxy.fault(fault);
      send(chests.subList(2, 9));
      send(broken);
      send(others);
      await().atMost(PATIENCE).until(() -> bridge.health().orthanc().isPresent());
      Thread.sleep(TROUBLE.toMillis());
      assertThat(bridge.health().orthanc().orElseThrow()).contains(message);
      assertThat(bridge.health().good()).isFalse();
      assertThat(bridge.health().films()).doesNotContainKeys(State.DEAD, State.GONE);

      proxy.fault(Fault.NONE);
      settled(bridge, 9 * 3 + 2 + 2);
      hasResults(chests);
      assertThat(bridge.health().films())
          .containsEntry(State.DONE, 9L)
          .containsEntry(State.DEAD, 2L)
          .containsEntry(State.OTHER, 2L + 2 * 9);
    }
  }

  @Test
  void anOrthancThatTakesTwoSecondsForEachAnswerIsWaitedFor() throws Exception {
    List<Sent> chests = write(Kind.CHEST, 0, 2);
    try (FaultyProxy proxy = FaultyProxy.before(server.url());
        Bridge bridge = bridge(proxy.url())) {
      proxy.delay(Duration.ofSeconds(2));
      send(chests);

      settled(bridge, 2 * 3);
      hasResults(chests);
      assertThat(bridge.health().films()).containsEntry(State.DONE, 2L);
    }
  }

  @Test
  void anOrthancThatIsDownIsNamedAndWhenItIsBackAllIsDone() throws Exception {
    List<Sent> chests = write(Kind.CHEST, 0, 12);
    try (Bridge bridge = bridge(server.url())) {
      send(chests.subList(0, 10));
      await().atMost(PATIENCE).until(() -> archive.reported().size() > 0);

      server.kill();
      await().atMost(PATIENCE).until(() -> bridge.health().orthanc().isPresent());
      Thread.sleep(TROUBLE.toMillis());
      assertThat(bridge.health().orthanc().orElseThrow())
          .isEqualTo("Orthanc cannot be reached at " + server.url().getAuthority());
      assertThat(bridge.health().films()).doesNotContainKeys(State.DEAD, State.GONE);
      server.restart();
      send(chests.subList(10, 12));

      settled(bridge, 12 * 3);
      hasResults(chests);
    }
  }

  @Test
  void aDiskThatIsFullIsNamedAndWhenThereIsRoomAllIsDone() throws Exception {
    ExternalProgram.require("unshare", "util-linux");
    Path state = Files.createDirectories(folder.resolve("state"));
    List<String> namespace = new ArrayList<>(List.of("unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      namespace.add("--map-root-user");
    }
    List<String> trial = new ArrayList<>(namespace);
    trial.addAll(List.of("mount", "-t", "tmpfs", "none", state.toString()));
    if (new ProcessBuilder(trial).start().waitFor() != 0) {
      throw ExternalProgram.missing("no file system of its own can be mounted for a process here");
    }
    namespace.addAll(
        List.of(
            "sh", "-c", "mount -t tmpfs -o size=16m none \"$0\" && exec \"$@\"", state.toString()));
    List<Sent> chests = write(Kind.CHEST, 0, 12);
    try (BridgeProcess bridge = BridgeProcess.start(server.config(), state, namespace)) {
      send(chests.subList(0, 2));
      await().atMost(PATIENCE).until(() -> archive.pictured().size() == 2);

      // Its folder as the process sees it.
      Path filler = Path.of("/proc/" + bridge.pid() + "/root" + state).resolve("filler");
      fill(filler);
      send(chests.subList(2, 12));
      await().atMost(PATIENCE).until(() -> bridge.log().contains("not good"));
      Thread.sleep(TROUBLE.toMillis());
      assertThat(bridge.isAlive()).isTrue();
      String log = bridge.log();
      assertThat(log.substring(log.indexOf("not good"))).containsAnyOf("full", "No space");
      // Not each attempt: on the same disk the log would keep it full.
      assertThat(log.lines().count()).as(log).isLessThan(100);
      assertThat(log).doesNotContain("Exception in thread");

      Files.delete(filler);
      await()
          .atMost(PATIENCE)
          .until(() -> archive.pictured().size() == 12 && bridge.log().endsWith("good\n"));
      hasResults(chests);
    }
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int size = 1 << 16; size > 0; size /= 2) {
        byte[] block = new byte[size];
        try {
          while (true) {
            out.write(block);
          }
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("No space");
        }
      }
    }
  }
}
