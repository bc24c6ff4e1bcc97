package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a bridge at work beside a real Orthanc. */
class BridgePagesIT {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aFilmThatComesInIsOnTheWorklist(@TempDir Path folder) throws Exception {
    try (OrthancServer orthanc = OrthancServer.start(folder.resolve("orthanc"));
        Bridge bridge = Bridge.start(config(orthanc, folder.resolve("state"), 0))) {
      int port = bridge.offerPages();
      String instance = orthanc.client().store(new Films().object(Kind.CHEST, 1).toBytes());
      assertThat(send(port, "/wake", "POST").statusCode()).isEqualTo(202);

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> bridge.films().counts().getOrDefault(State.DONE, 0L) == 1);

      assertThat(send(port, "/", "GET").body()).contains("/films/" + instance + "/thumbnail");
      assertThat(send(port, "/films/" + instance + "/heatmap", "GET").headers())
          .satisfies(h -> assertThat(h.firstValue("Content-Type")).contains("image/png"));
      assertThat(send(port, "/ready", "GET").statusCode()).isEqualTo(200);
      Map<String, Double> metrics = MetricsText.parse(send(port, "/metrics", "GET").body());
      assertThat(metrics)
          .containsEntry("thorax4j_films{state=\"done\"}", 1.0)
          .containsEntry("thorax4j_film_latency_seconds_count", 1.0)
          .containsEntry("thorax4j_up", 1.0);
      assertThat(metrics.get("thorax4j_phase_seconds_sum{phase=\"model\"}")).isPositive();

      try (Bridge other = Bridge.start(config(orthanc, folder.resolve("other"), port))) {
        assertThatThrownBy(other::offerPages)
            .isInstanceOf(IOException.class)
            .hasMessage(
                "the pages cannot be had at 127.0.0.1:"
                    + port
                    + ": the port is taken or the address not this machine's");
      }
    }
  }

  private static BridgeConfig config(OrthancServer orthanc, Path state, int port) {
    return BridgeConfig.of(orthanc.config(), state)
        .withWeb(
            new WebSettings("127.0.0.1", port, List.of(), List.of(), List.of(), Optional.empty()));
  }

  private HttpResponse<String> send(int port, String path, String method) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
