package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script for Orthanc that is shipped, in a real Orthanc. */
class WakeUpScriptIT {

  private static final Path SCRIPT =
      Path.of(System.getProperty("thorax4j.root"), "orthanc-bridge", "src", "dist", "thorax4j.lua");

  @TempDir private Path folder;

  @BeforeEach
  void needsCurl() {
    ExternalProgram.require("curl", "curl");
  }

  private OrthancServer orthanc(List<Path> scripts, String url) throws Exception {
    return OrthancServer.start(
        folder.resolve("orthanc"),
        Map.of(
            "LuaScripts",
            scripts.stream().map(Path::toString).toList(),
            // A script that waits for an answer would wait longer than anybody else does.
            "HttpTimeout",
            600),
        Map.of("THORAX4J_URL", url, "THORAX4J_TOKEN", "a token of sixteen"));
  }

  private static HttpServer server(List<String> calls, CountDownLatch answer, ExecutorService pool)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(pool);
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void anObjectThatArrivesWakesTheBridgeAndOtherScriptsAreCalledToo() throws Exception {
    Path other =
        Files.writeString(
            folder.resolve("other.lua"),
            "function OnStoredInstance(id, tags) print('other saw ' .. tags['Modality']) end\n");
    List<String> calls = new CopyOnWriteArrayList<>();
    ExecutorService pool = Executors.newCachedThreadPool();
    HttpServer bridge = server(calls, new CountDownLatch(0), pool);
    try (OrthancServer server = orthanc(List.of(other, SCRIPT), url(bridge))) {
      server.client().store(new Films().object(Kind.CHEST, 1).toBytes());

      await().until(() -> !calls.isEmpty());
      assertThat(calls).containsExactly("POST /wake Bearer a token of sixteen");
      await().until(() -> server.log().contains("other saw DX"));
    } finally {
      bridge.stop(0);
      pool.shutdownNow();
    }
  }

  /**
   * They used up the second's call, so that the film that arrived in it did not wake the bridge.
   */
  @ParameterizedTest
  @ValueSource(strings = {"SR", "OT"})
  void aResultDoesNotWakeTheBridge(String modality) throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    ExecutorService pool = Executors.newCachedThreadPool();
    HttpServer bridge = server(calls, new CountDownLatch(0), pool);
    Path other =
        Files.writeString(
            folder.resolve("other.lua"),
            """
            function OnStoredInstance(id, tags, metadata, origin)
              print('other saw ' .. tags.Modality .. ' from ' .. origin.RequestOrigin)
            end
            """);
    try (OrthancServer server = orthanc(List.of(other, SCRIPT), url(bridge))) {
      Films films = new Films();
      server
          .client()
          .store(films.object(Kind.CHEST, 1).set(Tag.MODALITY, Vr.CS, modality).toBytes());
      await().until(() -> server.log().contains("other saw " + modality + " from RestApi"));
      await().during(Duration.ofSeconds(1)).until(calls::isEmpty);

      server.client().store(films.object(Kind.CHEST, 2).toBytes());

      await().until(() -> !calls.isEmpty());
      assertThat(calls).hasSize(1);
    } finally {
      bridge.stop(0);
      pool.shutdownNow();
    }
  }

  @Test
  void aBridgeThatHangsHoldsNobodyUp() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    CountDownLatch answer = new CountDownLatch(1);
    ExecutorService pool = Executors.newCachedThreadPool();
    HttpServer bridge = server(calls, answer, pool);
    try (OrthancServer server = orthanc(List.of(SCRIPT), url(bridge))) {
      Films films = new Films();
      server.client().store(films.object(Kind.CHEST, 1).toBytes());
      await().until(() -> !calls.isEmpty());

      for (int patient = 2; patient < 12; patient++) {
        server.client().store(films.object(Kind.CHEST, patient).toBytes());
      }

      assertThat(answer.getCount()).isEqualTo(1);
      assertThat(server.client().instances(0, 100)).hasSize(11);
    } finally {
      answer.countDown();
      bridge.stop(0);
      pool.shutdownNow();
    }
  }

  @Test
  void aBridgeThatIsDownIsNoError() throws Exception {
    try (OrthancServer server =
        orthanc(List.of(SCRIPT), "http://127.0.0.1:" + LoopbackPort.free())) {
      server.client().store(new Films().object(Kind.CHEST, 1).toBytes());
      server.client().store(new Films().object(Kind.CHEST, 2).toBytes());

      assertThat(server.client().instances(0, 100)).hasSize(2);
      assertThat(server.log()).doesNotContain("Error", "E1");
    }
  }
}
