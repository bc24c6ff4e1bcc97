package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.thorax4j.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {

  private static final Instant ARRIVED = Instant.parse("2024-01-02T03:04:05Z");
  private static final RuleAction.Key KEY = new RuleAction.Key("instance-1", "urgent", "webhook x");
  private static final RuleAction WORK = work(KEY, ARRIVED);

  private final Webhook webhook = new Webhook(Duration.ofSeconds(5));
  private WebhookServer server;

  private static RuleAction work(RuleAction.Key key, Instant arrived) {
    return RuleAction.begin(key, arrived, RuleAction.State.WAITING, arrived);
  }

  @BeforeEach
  void start() throws IOException {
    server = new WebhookServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Action.Webhook hook(String secret) {
    return new Action.Webhook(
        server.url(), secret.isEmpty() ? Optional.empty() : Optional.of(secret));
  }

  @Test
  void theBodyIsSignedWithTheSecret() throws Exception {
    // RFC 4231, test case 2.
    webhook.send(hook("Jefe"), WORK, "what do ya want for nothing?");

    WebhookServer.Delivery delivery = server.deliveries().get(0);
    assertThat(delivery.body()).isEqualTo("what do ya want for nothing?");
    assertThat(delivery.header(Webhook.SIGNATURE))
        .contains("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(delivery.header("Content-Type")).contains("application/json");
  }

  @Test
  void withoutASecretNothingIsSigned() throws Exception {
    webhook.send(hook(""), WORK, "{}");

    assertThat(server.deliveries().get(0).header(Webhook.SIGNATURE)).isEmpty();
  }

  @Test
  void aRepeatedDeliveryIsTheSameAndAnotherOneIsNot() throws Exception {
    webhook.send(hook(""), WORK, "{}");
    webhook.send(hook(""), WORK, "{}");
    RuleAction.Key other = new RuleAction.Key("instance-2", "urgent", "webhook x");
    webhook.send(hook(""), work(other, ARRIVED), "{}");
    webhook.send(hook(""), work(KEY, ARRIVED.plusMillis(1)), "{}");

    List<Optional<String>> ids =
        server.deliveries().stream().map(d -> d.header(Webhook.DELIVERY)).toList();
    assertThat(ids.get(0)).isPresent().isEqualTo(ids.get(1));
    assertThat(ids.stream().distinct()).hasSize(3);
  }

  @Test
  void theMessageSaysWhatWasFoundWhereAndNothingElse() throws Exception {
    RoutedFilm film =
        new RoutedFilm(TestFacts.answered(0.75), 7, Instant.parse("2024-01-02T03:04:05.006Z"));

    JsonNode message = new JsonMapper().readTree(Webhook.message(KEY, film));

    assertThat(message)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"rule": "urgent", "instance": "instance-1", "series": "series-1",
                     "study": "study-1", "finding": "pneumonia", "probability": 0.75,
                     "threshold": 0.5, "model": {"name": "m", "version": "1", "sha256":
                     "abababababababababababababababababababababababababababababababab"},
                     "priority": 7, "time": "2024-01-02T03:04:05.006Z", "forDiagnosis": false}
                    """));
  }

  @Test
  void theMessageOfADeclinedFilmSaysWhy() throws Exception {
    RoutedFilm film =
        new RoutedFilm(TestFacts.declined(Reason.NO_CONTENT), 0, Instant.ofEpochMilli(0));

    JsonNode message = new JsonMapper().readTree(Webhook.message(KEY, film));

    assertThat(message.path("declined").asText()).isEqualTo("no_content");
    assertThat(message.has("finding")).isFalse();
  }

  @Test
  void anyAnswerButSuccessIsAFailure() {
    for (int status : new int[] {301, 302, 307, 400, 401, 404, 429, 500, 503}) {
      server.answer(status);
      assertThatThrownBy(() -> webhook.send(hook(""), WORK, "{}"))
          .isInstanceOf(IOException.class)
          .hasMessage("the answer of webhook " + server.url() + " was " + status);
    }
    for (int status : new int[] {200, 202, 204}) {
      server.answer(status);
      assertThatCode(() -> webhook.send(hook(""), WORK, "{}")).doesNotThrowAnyException();
    }
    // A redirect was answered with where to go, and nobody went there.
    assertThat(server.redirected()).isZero();
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedForLonger() {
    server.hang();

    assertThatThrownBy(() -> new Webhook(Duration.ofMillis(300)).send(hook(""), WORK, "{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer within 300 ms");
  }

  @Test
  void aServerWhoseBodyNeverEndsIsNotWaitedForLonger() {
    server.dawdle();

    assertThatThrownBy(() -> new Webhook(Duration.ofMillis(300)).send(hook(""), WORK, "{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer within 300 ms");
  }

  @Test
  void aServerThatIsNotThereIsAFailureWithoutTheQuery() {
    URI url = URI.create(server.url() + "?key=hunter2");
    server.close();

    assertThatThrownBy(() -> webhook.send(new Action.Webhook(url, Optional.empty()), WORK, "{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be reached")
        .hasMessageNotContaining("hunter2");
  }
}
