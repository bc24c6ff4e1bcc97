package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceiversTest {

  private static final Instant NOW = Instant.parse("2026-01-01T08:00:00Z");

  private final Receivers receivers =
      new Receivers(
          new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofDays(1)),
          Duration.ofSeconds(10));

  private boolean free(String receiver, Instant at) {
    return receivers.trouble(receiver, at).isEmpty();
  }

  @Test
  void oneThatFailsIsLeftAloneForAPauseAndTheOthersAreNot() {
    receivers.fails("a", "away", NOW);

    assertThat(receivers.trouble("a", NOW.plusMillis(1999)))
        .contains(new Receivers.Trouble(NOW.plusSeconds(2), "away", 1, false));
    assertThat(free("b", NOW)).isTrue();
    assertThat(free("a", NOW.plusSeconds(2))).isTrue();
  }

  @Test
  void afterThePauseOneMessageTriesForTheOthersAndThePausesGrow() {
    receivers.fails("a", "away", NOW);
    Instant second = NOW.plusSeconds(2);

    assertThat(free("a", second)).isTrue();
    assertThat(free("a", second)).isFalse();
    assertThat(free("a", second.plusMillis(9999))).isFalse();
    receivers.fails("a", "away", second.plusSeconds(10));
    assertThat(free("a", second.plusMillis(13_999))).isFalse();
    assertThat(free("a", second.plusMillis(14_000))).isTrue();
  }

  @Test
  void oneThatWorksIsFreeForAll() {
    receivers.fails("a", "away", NOW);
    assertThat(free("a", NOW.plusSeconds(2))).isTrue();

    receivers.works("a");

    assertThat(free("a", NOW.plusSeconds(2))).isTrue();
    assertThat(free("a", NOW.plusSeconds(2))).isTrue();
  }

  @Test
  void messagesThatWereUnderwayAtOnceCountAsOne() {
    for (int i = 0; i < 4; i++) {
      receivers.fails("a", "away", NOW.plusMillis(i));
    }

    assertThat(free("a", NOW.plusSeconds(2))).isTrue();
  }

  @Test
  void ifWhoeverTriedIsNotHeardOfAnotherOneTries() {
    receivers.fails("a", "away", NOW);
    assertThat(free("a", NOW.plusSeconds(2))).isTrue();

    assertThat(free("a", NOW.plusSeconds(12))).isTrue();
  }
}
