package io.github.thorax4j.orthanc;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.github.thorax4j.orthanc.WebSettings.User;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks who somebody is. After a few mistakes an address has to wait, longer after each further
 * one. Thread-safe.
 */
final class Logins {

  private static final int FREE_TRIES = 5;
  private static final int FREE_TRIES_OF_ADDRESS = 30;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int LONGEST_PASSWORD = 72;

  private final WebSettings settings;
  private final Clock clock;
  private final Map<String, Mistakes> mistakes = new HashMap<>();

  Logins(WebSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  private record Mistakes(int number, Instant until) {}

  /** What comes of a try to log in. */
  sealed interface Result {}

  /** It is them. */
  record Accepted(Visitor visitor) implements Result {}

  /** It is not. */
  record Refused() implements Result {}

  /** There were too many mistakes: nothing was checked. */
  record Later(Duration delay) implements Result {}

  /** Whether it is the token. */
  boolean isToken(String given) {
    return settings.token().isPresent() && Sessions.same(settings.token().get(), given);
  }

  /**
   * Tries to log in.
   *
   * @param name the user's; empty to log in with the token
   * @param password of the user, or the token
   * @param origin the address that tries
   */
  synchronized Result login(String name, String password, String origin) {
    Instant now = clock.instant();
    String pair = origin + " " + name;
    Instant until = until(origin).isAfter(until(pair)) ? until(origin) : until(pair);
    if (until.isAfter(now)) {
      return new Later(Duration.between(now, until));
    }
    Optional<Visitor> visitor = check(name, password);
    if (visitor.isPresent()) {
      mistakes.remove(pair);
      return new Accepted(visitor.get());
    }
    count(pair, FREE_TRIES, now);
    count(origin, FREE_TRIES_OF_ADDRESS, now);
    return new Refused();
  }

  private Instant until(String key) {
    Mistakes made = mistakes.get(key);
    return made == null ? Instant.MIN : made.until();
  }

  private void count(String key, int free, Instant now) {
    if (mistakes.size() >= MOST_ADDRESSES) {
      mistakes.values().removeIf(made -> made.until().plus(LONGEST_WAIT).isBefore(now));
    }
    if (mistakes.size() >= MOST_ADDRESSES) {
      mistakes.clear();
    }
    Mistakes before = mistakes.getOrDefault(key, new Mistakes(0, now));
    boolean forgotten = before.until().plus(LONGEST_WAIT).isBefore(now);
    int number = forgotten ? 1 : before.number() + 1;
    mistakes.put(key, new Mistakes(number, now.plus(wait(number - free))));
  }

  private static Duration wait(int beyond) {
    if (beyond < 0) {
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(beyond, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private Optional<Visitor> check(String name, String password) {
    if (name.isEmpty()) {
      return isToken(password) ? Optional.of(Visitor.TOKEN) : Optional.empty();
    }
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    if (settings.users().isEmpty() || bytes.length > LONGEST_PASSWORD) {
      return Optional.empty();
    }
    Optional<User> user =
        settings.users().stream().filter(u -> Sessions.same(u.name(), name)).findFirst();
    // A name that is not there takes as long as one that is.
    String hash = user.orElse(settings.users().get(0)).hash();
    boolean verified =
        BCrypt.verifyer().verify(bytes, hash.getBytes(StandardCharsets.UTF_8)).verified;
    return verified ? user.map(u -> new Visitor(u.name(), u.admin())) : Optional.empty();
  }
}
