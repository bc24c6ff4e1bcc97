package io.github.thorax4j.orthanc;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who is logged in, by the secret in their cookie. A form's token is a keyed digest of the same
 * secret. Everybody is logged out by a restart. Thread-safe.
 */
final class Sessions {

  /** A session ends when nothing was asked for that long. */
  static final Duration IDLE = Duration.ofHours(1);

  /** A session ends that long after the login. */
  static final Duration LONGEST = Duration.ofHours(12);

  private static final int SECRET = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  Sessions(Clock clock) {
    this.clock = clock;
    this.key = new SecretKeySpec(bytes(), "HmacSHA256");
  }

  private record Session(Visitor visitor, Instant since, Instant seen) {

    private boolean over(Instant now) {
      return now.isAfter(seen.plus(IDLE)) || now.isAfter(since.plus(LONGEST));
    }
  }

  /** A secret for a cookie. */
  String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
  }

  private byte[] bytes() {
    byte[] bytes = new byte[SECRET];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Logs somebody in and gives the secret of the session. */
  String open(Visitor visitor) {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> session.over(now));
    String secret = secret();
    sessions.put(seal("session", secret), new Session(visitor, now, now));
    return secret;
  }

  /** Who is logged in with a secret. */
  Optional<Visitor> visitor(String secret) {
    Instant now = clock.instant();
    return Optional.ofNullable(
            sessions.computeIfPresent(
                seal("session", secret),
                (id, session) ->
                    session.over(now) ? null : new Session(session.visitor, session.since, now)))
        .map(Session::visitor);
  }

  /** Logs out. */
  void close(String secret) {
    sessions.remove(seal("session", secret));
  }

  /** The token of the forms of whoever has a secret. */
  String formToken(String secret) {
    return seal("form", secret);
  }

  /** Whether a form came from our page. */
  boolean isFormToken(String secret, String token) {
    return same(formToken(secret), token);
  }

  /** What shows that whoever has a secret was given a page that a film is on. */
  String filmToken(String secret, String instance) {
    return seal("film " + instance, secret);
  }

  /** Whether two texts are the same, in a time that does not tell where they differ. */
  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private String seal(String purpose, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      byte[] digest = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }
}
