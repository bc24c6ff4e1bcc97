package io.github.thorax4j.orthanc;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.github.thorax4j.orthanc.WebSettings.User;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/**
 * Checks who somebody is. After a few mistakes an address has to wait, longer after each further
 * one; after more mistakes with a user's name every address has to wait a little that the user has
 * not logged in from. Thread-safe.
 */
final class Logins {

  private static final int FREE_TRIES = 5;
  private static final int FREE_TRIES_OF_ADDRESS = 30;
  private static final int FREE_TRIES_OF_USER = 30;
  private static final Duration WAIT_OF_USER = Duration.ofSeconds(5);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int LONGEST_PASSWORD = 72;
  private static final int MOST_CHECKS = 2;

  private final WebSettings settings;
  private final Clock clock;

  /** By address, and by address and name. */
  private final Map<String, Mistakes> mistakes = new HashMap<>();

  /** By user, from whatever address. */
  private final Map<String, Mistakes> mistakesOfUsers = new HashMap<>();

  /** Addresses and names that have belonged together. */
  private final Set<String> known = new HashSet<>();

  /** A password takes a processor for a while, so that few are checked at once. */
  private final Semaphore checks = new Semaphore(MOST_CHECKS);

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

  /** Others are being checked: nothing was. */
  record Busy() implements Result {}

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
  Result login(String name, String password, String origin) {
    String pair = origin + " " + name;
    Duration wait = wait(name, origin, pair);
    if (!wait.isZero()) {
      return new Later(wait);
    }
    if (!checks.tryAcquire()) {
      return new Busy();
    }
    Optional<Visitor> visitor;
    try {
      visitor = check(name, password);
    } finally {
      checks.release();
    }
    if (visitor.isPresent()) {
      accept(pair);
      return new Accepted(visitor.get());
    }
    refuse(name, origin, pair);
    return new Refused();
  }

  private synchronized Duration wait(String name, String origin, String pair) {
    Instant now = clock.instant();
    Instant until = now;
    for (Instant other :
        List.of(
            until(mistakes, origin),
            until(mistakes, pair),
            known.contains(pair) ? now : until(mistakesOfUsers, name))) {
      until = other.isAfter(until) ? other : until;
    }
    return Duration.between(now, until);
  }

  private static Instant until(Map<String, Mistakes> mistakes, String key) {
    Mistakes made = mistakes.get(key);
    return made == null ? Instant.MIN : made.until();
  }

  private synchronized void accept(String pair) {
    mistakes.remove(pair);
    if (known.size() >= MOST_ADDRESSES) {
      known.clear();
    }
    known.add(pair);
  }

  private synchronized void refuse(String name, String origin, String pair) {
    Instant now = clock.instant();
    if (mistakes.size() >= MOST_ADDRESSES) {
      mistakes.values().removeIf(made -> made.until().plus(LONGEST_WAIT).isBefore(now));
    }
    if (mistakes.size() >= MOST_ADDRESSES) {
      mistakes.clear();
    }
    count(mistakes, pair, now, number -> wait(number - FREE_TRIES));
    count(mistakes, origin, now, number -> wait(number - FREE_TRIES_OF_ADDRESS));
    // Names that are no user's are not counted: there are as many as somebody likes to make up.
    if (settings.users().stream().anyMatch(user -> user.name().equals(name))) {
      count(
          mistakesOfUsers,
          name,
          now,
          number -> number < FREE_TRIES_OF_USER ? Duration.ZERO : WAIT_OF_USER);
    }
  }

  private static void count(
      Map<String, Mistakes> mistakes, String key, Instant now, IntFunction<Duration> wait) {
    Mistakes before = mistakes.getOrDefault(key, new Mistakes(0, now));
    boolean forgotten = before.until().plus(LONGEST_WAIT).isBefore(now);
    int number = forgotten ? 1 : before.number() + 1;
    mistakes.put(key, new Mistakes(number, now.plus(wait.apply(number))));
  }

  private static Duration wait(int beyond) {
    if (beyond < 0) {
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(beyond, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /** Who shows the token; where there are no users there is no other administrator. */
  Visitor program() {
    return new Visitor("token", settings.users().isEmpty());
  }

  private Optional<Visitor> check(String name, String password) {
    if (name.isEmpty()) {
      return isToken(password) ? Optional.of(program()) : Optional.empty();
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
