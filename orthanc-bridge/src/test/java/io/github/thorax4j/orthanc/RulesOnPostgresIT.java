package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.orthanc.RuleAction.State;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules note is noted in PostgreSQL in the same words. */
class RulesOnPostgresIT {

  private static final Instant ARRIVED = Instant.parse("2026-01-01T08:00:00Z");

  @Test
  void aFilmThatArrivesAgainIsToldOfAnew(@TempDir Path state) throws Exception {
    try (PostgresServer postgres = PostgresServer.start();
        BridgeDatabase database = BridgeDatabase.open(postgres.config(), state);
        WebhookServer server = new WebhookServer()) {
      Rule rule =
          new Rule("r", 1, List.of(), List.of(new Action.Webhook(server.url(), Optional.empty())));
      Facts facts = TestFacts.answered(0.75);
      try (Rules rules = rules(postgres, database, state, true, rule)) {
        rules.route(facts, ARRIVED);
        assertThat(rules.store().counts()).isEqualTo(Map.of(State.SHADOW, 1L));
      }
      try (Rules rules = rules(postgres, database, state, false, rule)) {
        rules.start(false);
        for (int arrival = 0; arrival < 3; arrival++) {
          for (int time = 0; time < 2; time++) {
            rules.route(facts, ARRIVED.plusSeconds(arrival));
            await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> rules.store().counts().equals(Map.of(State.DONE, 1L)));
          }
        }
        rules.store().takeOver();
      }
      assertThat(server.deliveries().stream().map(d -> d.header(Webhook.DELIVERY)))
          .hasSize(3)
          .doesNotHaveDuplicates();
    }
  }

  private static Rules rules(
      PostgresServer postgres, BridgeDatabase database, Path state, boolean shadow, Rule rule) {
    BridgeConfig.Orthanc orthanc =
        BridgeConfig.Orthanc.of(
            URI.create("http://127.0.0.1:1"), Optional.empty(), Optional.empty());
    BridgeConfig usual = BridgeConfig.of(orthanc, state);
    BridgeConfig config =
        new BridgeConfig(
            orthanc,
            state,
            postgres.config(),
            Optional.empty(),
            OptionalDouble.empty(),
            usual.results(),
            shadow,
            usual.quiet(),
            usual.workers(),
            usual.giveUpAfter(),
            usual.web(),
            usual.drift(),
            List.of(rule));
    return new Rules(config, database, new FilmStore(database), PagesUnderTest.noOrthanc());
  }
}
