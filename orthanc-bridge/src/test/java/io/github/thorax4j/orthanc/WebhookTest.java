package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.thorax4j.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
          .hasMessage("the answer of " + hook("").name() + " was " + status);
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
  void noAddressIsEverSaidOfAFailure() {
    int port = server.url().getPort();
    server.close();

    for (String address :
        List.of(
            "http://127.0.0.1:" + port + "/hunter2?key=hunter2",
            "http://hunter2:hunter2@127.0.0.1:" + port + "/",
            "http://127.0.0.1:99999/hunter2",
            "http://nobody.invalid:1/hunter2",
            "ftp://127.0.0.1/hunter2")) {
      Action.Webhook hook = new Action.Webhook(URI.create(address), Optional.of("hunter2"));
      assertThatThrownBy(() -> webhook.send(hook, WORK, "{}"))
          .as(address)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be reached")
          .extracting(WebhookTest::everythingOf)
          .asString()
          .doesNotContain("hunter2");
    }
  }

  private static String everythingOf(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void theNameOfAReceiverTellsItFromOthersAndSaysNoSecret() {
    Action.Webhook hook =
        new Action.Webhook(
            URI.create("https://hooks.example.org/services/T0/B0/hunter2?key=hunter3"),
            Optional.of("hunter4"));

    // The digits are those of sha256sum.
    assertThat(hook.name()).isEqualTo("webhook https://hooks.example.org (75f75dd8)");
    assertThat(hook).hasToString(hook.name());
    assertThat(new Rule("r", 1, List.of(), List.of(hook)).toString()).doesNotContain("hunter");
    assertThat(
            new Action.Webhook(
                    URI.create("https://u:hunter2@hooks.example.org:8443/"), Optional.empty())
                .name())
        .isEqualTo("webhook https://hooks.example.org:8443 (73f365d7)");
  }
}
