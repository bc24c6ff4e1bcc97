package io.github.thorax4j.orthanc;

import io.github.thorax4j.batch.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells others of films by HTTP. A message names a film by Orthanc's identifiers and says nothing
 * else that could lead to a patient; sent again, it is the same to the last byte. Redirects are not
 * followed. Thread-safe.
 */
final class Webhook {

  /** What a message is signed with: {@code sha256=} and the HMAC-SHA-256 of its body. */
  static final String SIGNATURE = "X-Thorax4j-Signature";

  /** The same each time that a message is sent; another for a film that has arrived again. */
  static final String DELIVERY = "X-Thorax4j-Delivery";

  /** From here on an answer says that it could not deal with the message, whatever it was. */
  private static final int FIRST_TROUBLE = 500;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final String HMAC = "HmacSHA256";

  /**
   * The receiver takes no message at all: it cannot be reached, does not answer, or is in trouble.
   */
  static final class ReceiverException extends IOException {

    private static final long serialVersionUID = 1L;

    private ReceiverException(String message) {
      super(message);
    }

    private ReceiverException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Duration patience;

  /**
   * Something that sends.
   *
   * @param patience how long an answer may take
   */
  Webhook(Duration patience) {
    this.patience = Objects.requireNonNull(patience, "patience");
  }

  /** How long an answer may take. */
  Duration patience() {
    return patience;
  }

  /** What is sent. */
  static String message(RuleAction.Key key, RoutedFilm film) throws IOException {
    Facts facts = film.facts();
    return Json.object(
        json -> {
          json.writeStringField("rule", key.rule());
          json.writeStringField("instance", facts.place().instance());
          json.writeStringField("series", facts.place().series());
          json.writeStringField("study", facts.place().study());
          RoutedFilm.writeOutcome(json, facts.outcome());
          json.writeNumberField("priority", film.priority());
          json.writeStringField("time", film.routed().toString());
          json.writeBooleanField("forDiagnosis", false);
        });
  }

  /**
   * Sends a message and waits until it is taken.
   *
   * @throws ReceiverException if it is not and no other would be; one sentence says why
   * @throws IOException if it is not; one sentence says why
   */
  void send(Action.Webhook hook, RuleAction work, String message) throws IOException {
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        to(hook)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("User-Agent", "thorax4j")
            .header(DELIVERY, delivery(work))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (hook.secret().isPresent()) {
      request.header(SIGNATURE, "sha256=" + hmac(hook.secret().get(), body));
    }
    int status = status(hook, request.build());
    if (status < 200 || status >= 300) {
      String why = "the answer of " + hook.name() + " was " + status;
      throw status >= FIRST_TROUBLE ? new ReceiverException(why) : new IOException(why);
    }
  }

  private static HttpRequest.Builder to(Action.Webhook hook) throws IOException {
    try {
      return HttpRequest.newBuilder(hook.url());
    } catch (IllegalArgumentException e) {
      // It says the whole address.
      throw new IOException(hook.name() + " cannot be reached: that is no address");
    }
  }

  private int status(Action.Webhook hook, HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<Void>> pending =
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The client's own timeout ends with the headers; this one covers the body too.
      return pending.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw silent(hook, e);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException(hook.name() + " was not waited for", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException
          && !(e.getCause() instanceof HttpConnectTimeoutException)) {
        throw silent(hook, e);
      }
      throw new ReceiverException(hook.name() + " cannot be reached", e);
    }
  }

  private ReceiverException silent(Action.Webhook hook, Throwable cause) {
    return new ReceiverException(
        hook.name() + " did not answer within " + patience.toMillis() + " ms", cause);
  }

  private static String delivery(RuleAction work) {
    return hmac("thorax4j", work.id().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static String hmac(String secret, byte[] text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }
}
