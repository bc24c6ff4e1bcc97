package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.thorax4j.Finding;
import io.github.thorax4j.orthanc.OrthancClient.Level;
import io.github.thorax4j.orthanc.RuleAction.State;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Actions in real archives and at a real receiver of messages. */
class RulesTest {

  private static final Instant ARRIVED = Instant.parse("2026-01-01T08:00:00Z");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMinutes(5));
  private static final Backoff HASTY =
      new Backoff(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(1));

  @TempDir private Path folder;
  private BridgeDatabase database;
  private OrthancServer archive;
  private OrthancServer reading;
  private int readingPort;
  private Path file;
  private Placement film;
  private String report;

  @BeforeEach
  void start() throws Exception {
    database = BridgeDatabase.open(FilmStoreTest.sqlite(), folder.resolve("state"));
    readingPort = LoopbackPort.free();
    archive =
        OrthancServer.start(
            folder.resolve("archive"),
            Map.of(
                "DicomModalities",
                Map.of("READING", List.of("READING", "127.0.0.1", readingPort)),
                "OrthancPeers",
                Map.of("NOBODY", List.of("http://127.0.0.1:1/", "u", "p")),
                "DicomScuTimeout",
                2));
    Films films = new Films();
    file = films.write(folder.resolve("films"), Films.Kind.CHEST, 1).file();
    film = store(file);
    report = store(films.write(folder.resolve("films"), Films.Kind.LATERAL, 1).file()).instance();
  }

  private Placement store(Path file) throws Exception {
    OrthancClient client = archive.client();
    return client.placement(client.store(Files.readAllBytes(file)));
  }

  private void startReading() throws Exception {
    reading =
        OrthancServer.start(
            folder.resolve("reading"), Map.of("DicomPort", readingPort, "DicomAet", "READING"));
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
    archive.close();
    if (reading != null) {
      reading.close();
    }
  }

  private Rules rules(boolean shadow, Backoff backoff, Rule... rules) {
    return rules(shadow, backoff, Duration.ofMillis(500), rules);
  }

  private Rules rules(boolean shadow, Backoff backoff, Duration patience, Rule... rules) {
    BridgeConfig base = BridgeConfig.of(archive.config(), folder.resolve("state"));
    BridgeConfig config =
        new BridgeConfig(
            base.orthanc(),
            base.state(),
            base.database(),
            base.model(),
            base.threshold(),
            base.results(),
            shadow,
            base.quiet(),
            base.workers(),
            base.giveUpAfter(),
            base.web(),
            base.drift(),
            List.of(rules));
    return new Rules(
        config,
        database,
        new FilmStore(database),
        archive.client(),
        new Webhook(patience),
        backoff,
        Clock.systemUTC());
  }

  private static Rule rule(Action... actions) {
    return new Rule("r", 1, List.of(), List.of(actions));
  }

  private static Action.Store toReading(Action.What what) {
    return new Action.Store(Action.TargetKind.MODALITY, "READING", what);
  }

  private Facts facts() {
    return TestFacts.answered(film, 0.75, List.of(report));
  }

  private RuleAction action(Rules rules, Action action) throws Exception {
    return rules
        .store()
        .action(new RuleAction.Key(film.instance(), "r", action.name()))
        .orElseThrow();
  }

  private void awaitState(Rules rules, Action action, State state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(action(rules, action).state())
                    .as("%s", action(rules, action))
                    .isEqualTo(state));
  }

  private long instancesAtReading() throws Exception {
    return reading.client().instances(0, 100).size();
  }

  @Test
  void aFilmAndItsResultsAreStored() throws Exception {
    startReading();
    Action.Store both = toReading(Action.What.BOTH);
    try (Rules rules = rules(false, QUICK, rule(both))) {
      rules.start(true);

      rules.route(facts(), ARRIVED);

      awaitState(rules, both, State.DONE);
      assertThat(reading.client().instances(0, 10))
          .containsExactlyInAnyOrder(film.instance(), report);
    }
  }

  @Test
  void onlyWhatIsAskedForIsStored() throws Exception {
    startReading();
    Action.Store results = toReading(Action.What.RESULTS);
    try (Rules rules = rules(false, QUICK, rule(results))) {
      rules.start(true);

      rules.route(facts(), ARRIVED);

      awaitState(rules, results, State.DONE);
      assertThat(reading.client().instances(0, 10)).containsExactly(report);
    }
  }

  @Test
  void aJobThatOrthancFailsIsSubmittedAgainUntilTheOtherIsUp() throws Exception {
    Action.Store store = toReading(Action.What.FILM);
    try (Rules rules = rules(false, QUICK, rule(store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(action(rules, store).attempts()).isGreaterThan(1));
      assertThat(action(rules, store).detail()).startsWith("Orthanc could not send to READING: ");
      Optional<String> job = action(rules, store).job();

      startReading();

      awaitState(rules, store, State.DONE);
      assertThat(instancesAtReading()).isEqualTo(1);
      // The same job, tried again.
      assertThat(action(rules, store).job()).isPresent().isEqualTo(job);
    }
  }

  @Test
  void aStoreSurvivesTheEndOfTheBridgeAndOfOrthanc() throws Exception {
    Action.Store store = toReading(Action.What.FILM);
    try (Rules rules = rules(false, QUICK, rule(store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(action(rules, store).attempts()).isPositive());
      archive.kill();
    }
    database.close();

    startReading();
    archive.restart();
    database = BridgeDatabase.open(FilmStoreTest.sqlite(), folder.resolve("state"));
    try (Rules rules = rules(false, QUICK, rule(store))) {
      rules.start(true);

      awaitState(rules, store, State.DONE);
      assertThat(instancesAtReading()).isEqualTo(1);
    }
  }

  @Test
  void whatFailsForTooLongIsGivenUpAndCanBeTriedAgain() throws Exception {
    Action.Store store = toReading(Action.What.FILM);
    try (Rules rules = rules(false, HASTY, rule(store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      awaitState(rules, store, State.DEAD);

      assertThat(rules.store().inState(State.DEAD, 10))
          .extracting(RuleAction::key)
          .containsExactly(action(rules, store).key());
      startReading();
      assertThat(rules.retry(action(rules, store).key())).isTrue();
      awaitState(rules, store, State.DONE);
      assertThat(rules.retry(action(rules, store).key())).isFalse();
      assertThat(instancesAtReading()).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatIsNotThereIsGivenUpWithItsName() throws Exception {
    Action.Store store = new Action.Store(Action.TargetKind.PEER, "NOBODY", Action.What.FILM);
    try (Rules rules = rules(false, HASTY, rule(store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      awaitState(rules, store, State.DEAD);
      assertThat(action(rules, store).detail()).startsWith("Orthanc could not send to NOBODY: ");
    }
  }

  /**
   * It was given up at once, for good, though Orthanc's configuration was mended a minute later.
   */
  @Test
  void aModalityThatOrthancDoesNotKnowYetIsTriedAgain() throws Exception {
    Action.Store store = new Action.Store(Action.TargetKind.MODALITY, "NEW", Action.What.FILM);
    startReading();
    try (Rules rules = rules(false, QUICK, rule(store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(action(rules, store).attempts()).isGreaterThan(1));
      assertThat(action(rules, store).state()).isEqualTo(State.WAITING);
      assertThat(action(rules, store).detail())
          .isEqualTo("Orthanc does not know what is named: store film to modality NEW");
      archive.put("modalities/NEW", "[\"READING\", \"127.0.0.1\", " + readingPort + "]");

      awaitState(rules, store, State.DONE);
      assertThat(instancesAtReading()).isEqualTo(1);
    }
  }

  @Test
  void whatOrthancDoesNotHaveIsSaidWhenItFirstAnswersAndOnce() throws Exception {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Rules.class);
    logged.start();
    log.setLevel(ch.qos.logback.classic.Level.WARN);
    log.addAppender(logged);
    Action.Store known = toReading(Action.What.FILM);
    Action.Store store = new Action.Store(Action.TargetKind.PEER, "Y", Action.What.FILM);
    Action.Metadata metadata = new Action.Metadata("NotRegistered", "x");
    archive.stop();
    try (Rules rules = rules(true, QUICK, rule(known, store, metadata))) {
      rules.start(true);
      archive.restart();

      await().atMost(PATIENCE).until(() -> logged.list.size() >= 2);
      assertThat(logged.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              "rule 'r' stores to peer Y, which Orthanc does not know.",
              "rule 'r' sets the metadata NotRegistered, which Orthanc does not know: it is not in"
                  + " its UserMetadata.");
      assertThat(logged.list)
          .extracting(ILoggingEvent::getLevel)
          .containsOnly(ch.qos.logback.classic.Level.WARN);
    } finally {
      log.detachAppender(logged);
      log.setLevel(null);
    }
  }

  @Test
  void whatIsGivenUpAfterOneAttemptIsSaidInEnglish() throws Exception {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Rules.class);
    logged.start();
    log.setLevel(ch.qos.logback.classic.Level.WARN);
    log.addAppender(logged);
    Action.Store store = toReading(Action.What.FILM);
    Backoff never = new Backoff(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ZERO);
    try (Rules rules =
        rules(false, never, rule(new Action.Metadata("NotRegistered", "x"), store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      awaitState(rules, store, State.DEAD);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(logged.list)
                      .extracting(ILoggingEvent::getFormattedMessage)
                      .anyMatch(
                          line ->
                              line.startsWith(
                                  "Given up after 1 attempt: rule r, metadata NotRegistered")));
    } finally {
      log.detachAppender(logged);
      log.setLevel(null);
    }
  }

  @Test
  void whatIsDoneForAFilmThatWasDeletedIsDropped() throws Exception {
    Action.Metadata metadata = new Action.Metadata("5000", "x");
    Action.Store store = toReading(Action.What.FILM);
    archive.delete("studies/" + film.study());
    try (Rules rules = rules(false, QUICK, rule(metadata, store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      awaitState(rules, metadata, State.DROPPED);
      awaitState(rules, store, State.DROPPED);
      assertThat(action(rules, metadata).detail()).isEqualTo("it was deleted from Orthanc");
    }
  }

  @Test
  void metadataIsOfFilmAndStudyAndLabelsAreWhereOrthancHasThem() throws Exception {
    Action.Metadata metadata = new Action.Metadata("5000", "dringend, prüfen");
    Action.Label label = new Action.Label("seen");
    try (Rules rules = rules(false, QUICK, rule(metadata, label))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      awaitState(rules, metadata, State.DONE);
      awaitState(rules, label, State.DONE);
      OrthancClient client = archive.client();
      assertThat(client.metadata(Level.INSTANCE, film.instance(), "5000"))
          .contains("dringend, prüfen");
      assertThat(client.metadata(Level.STUDY, film.study(), "5000")).contains("dringend, prüfen");
      if (client.hasLabels()) {
        assertThat(client.labels(film.study())).contains("seen");
      } else {
        assertThat(action(rules, label).detail()).isEqualTo("this Orthanc has no labels");
      }
    }
  }

  @Test
  void metadataThatOrthancDoesNotKnowIsGivenUpInTime() throws Exception {
    Action.Metadata metadata = new Action.Metadata("NotRegistered", "x");
    try (Rules rules = rules(false, HASTY, rule(metadata))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      awaitState(rules, metadata, State.DEAD);
      assertThat(action(rules, metadata).attempts()).isGreaterThan(1);
    }
  }

  @Test
  void thePriorityIsTheHighestThatARuleGivesAndIsOnlyRaised() throws Exception {
    FilmStore films = new FilmStore(database);
    films.add(List.of(film.instance()), Instant.now());
    Rule three = new Rule("a", 1, List.of(), List.of(new Action.Priority(3)));
    Rule nine = new Rule("b", 2, List.of(), List.of(new Action.Priority(9)));
    Rule never =
        new Rule(
            "c",
            3,
            List.of(new Condition.Found(Set.of(Finding.NORMAL))),
            List.of(new Action.Priority(100)));
    try (Rules rules = rules(false, QUICK, nine, three, never)) {
      rules.route(facts(), ARRIVED);
    }
    assertThat(films.film(film.instance()).orElseThrow().priority()).isEqualTo(9);

    try (Rules rules = rules(false, QUICK, three)) {
      rules.route(facts(), ARRIVED);
    }
    assertThat(films.film(film.instance()).orElseThrow().priority()).isEqualTo(9);
  }

  @Test
  void aWebhookIsSentAgainUntilItIsTakenAlwaysWithTheSameBody() throws Exception {
    try (WebhookServer server = new WebhookServer()) {
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.of("secret"));
      server.answer(500);
      try (Rules rules = rules(false, QUICK, rule(hook))) {
        rules.start(true);
        rules.route(facts(), ARRIVED);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(server.deliveries()).hasSizeGreaterThan(1));
        assertThat(action(rules, hook).detail()).endsWith(" was 500");
        server.hang();
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(action(rules, hook).detail()).contains("did not answer"));

        server.answer(200);

        awaitState(rules, hook, State.DONE);
        assertThat(server.deliveries().stream().map(WebhookServer.Delivery::body).distinct())
            .hasSize(1);
        assertThat(
                server.deliveries().stream()
                    .map(d -> d.header(Webhook.SIGNATURE).orElseThrow())
                    .distinct())
            .hasSize(1);
      }
    }
  }

  @Test
  void askedAgainForAFilmNothingIsDoneTwice() throws Exception {
    try (WebhookServer server = new WebhookServer()) {
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.empty());
      Action.Metadata last = new Action.Metadata("5000", "x");
      try (Rules rules = rules(false, QUICK, rule(hook))) {
        rules.start(true);
        rules.route(facts(), ARRIVED);
        awaitState(rules, hook, State.DONE);
      }

      try (Rules rules = rules(false, QUICK, rule(hook, last))) {
        rules.start(true);
        rules.route(facts(), ARRIVED);
        awaitState(rules, last, State.DONE);
      }

      assertThat(server.deliveries()).hasSize(1);
    }
  }

  /** Films that are only told of; Orthanc need not have them. */
  private static Facts facts(int number) {
    return TestFacts.answered(
        new Placement("film-" + number, "series-1", "study-1", 1000), 0.75, List.of());
  }

  @Test
  void aReceiverThatNeverAnswersKeepsNothingElseFromBeingDone() throws Exception {
    try (WebhookServer silent = new WebhookServer()) {
      silent.hang();
      Action.Webhook hook = new Action.Webhook(silent.url(), Optional.empty());
      Action.Metadata metadata = new Action.Metadata("5000", "x");
      try (Rules rules = rules(false, QUICK, Duration.ofHours(1), rule(metadata, hook))) {
        rules.start(true);
        for (int i = 0; i < 60; i++) {
          rules.route(facts(i), ARRIVED);
        }
        await().atMost(PATIENCE).until(() -> silent.deliveries().size() == 4);

        rules.route(facts(), ARRIVED);

        awaitState(rules, metadata, State.DONE);
        assertThat(action(rules, hook).state()).isEqualTo(State.WAITING);
        assertThat(silent.deliveries()).hasSize(4);
      }
    }
  }

  @Test
  void aReceiverThatDoesNotAnswerIsLeftAloneAndOthersAreTold() throws Exception {
    Backoff slow = new Backoff(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2));
    try (WebhookServer silent = new WebhookServer();
        WebhookServer working = new WebhookServer()) {
      silent.hang();
      Action.Webhook hook = new Action.Webhook(silent.url(), Optional.empty());
      Action.Webhook other = new Action.Webhook(working.url(), Optional.empty());
      try (Rules rules = rules(false, slow, rule(hook, other))) {
        rules.start(true);
        for (int i = 0; i < 60; i++) {
          rules.route(facts(i), ARRIVED);
        }

        await().atMost(PATIENCE).until(() -> working.deliveries().size() == 60);

        // As many as there are threads had been underway when it was found out.
        assertThat(silent.deliveries()).hasSizeLessThanOrEqualTo(4);
        assertThat(rules.store().inState(State.WAITING, 100)).hasSize(60);
      }
    }
  }

  @Test
  void whatWaitsForAReceiverIsSentWhenItAnswersAgain() throws Exception {
    try (WebhookServer server = new WebhookServer()) {
      server.answer(503);
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.empty());
      try (Rules rules = rules(false, QUICK, rule(hook))) {
        rules.start(true);
        for (int i = 0; i < 20; i++) {
          rules.route(facts(i), ARRIVED);
        }
        await().atMost(PATIENCE).until(() -> server.deliveries().size() > 6);

        server.answer(200);

        await()
            .atMost(PATIENCE)
            .until(() -> rules.store().counts().equals(Map.of(State.DONE, 20L)));
      }
    }
  }

  @Test
  void whatWaitsForAReceiverForTooLongIsGivenUpWithTheReason() throws Exception {
    // Were each to be tried before, the pauses would add up to days.
    Backoff growing =
        new Backoff(Duration.ofSeconds(1), Duration.ofHours(9), Duration.ofSeconds(2));
    try (WebhookServer server = new WebhookServer()) {
      server.answer(503);
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.empty());
      try (Rules rules = rules(false, growing, rule(hook))) {
        rules.start(true);
        for (int i = 0; i < 20; i++) {
          rules.route(facts(i), ARRIVED);
        }

        await()
            .atMost(PATIENCE)
            .until(() -> rules.store().counts().equals(Map.of(State.DEAD, 20L)));

        assertThat(rules.store().inState(State.DEAD, 20))
            .allSatisfy(
                action ->
                    assertThat(action.detail())
                        .isEqualTo("the answer of " + hook.name() + " was 503"));
        server.answer(200);
        RuleAction.Key key = rules.store().inState(State.DEAD, 1).get(0).key();
        assertThat(rules.retry(key)).isTrue();
        await()
            .atMost(PATIENCE)
            .until(() -> rules.store().action(key).orElseThrow().state() == State.DONE);
      }
    }
  }

  @Test
  void aReceiverIsTriedAtOnceIfSomebodyAsksForThat() throws Exception {
    Backoff slow = new Backoff(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(1));
    try (WebhookServer server = new WebhookServer()) {
      server.answer(503);
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.empty());
      try (Rules rules = rules(false, slow, rule(hook))) {
        rules.start(true);
        rules.route(facts(), ARRIVED);
        awaitState(rules, hook, State.DEAD);
        server.answer(200);
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  rules.retry(action(rules, hook).key());
                  return action(rules, hook).state() == State.DONE;
                });
      }
      assertThat(server.deliveries()).hasSize(2);
    }
  }

  @Test
  void aMessageThatIsRefusedKeepsNoOtherFromBeingSent() throws Exception {
    Backoff slow = new Backoff(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2));
    try (WebhookServer server = new WebhookServer()) {
      server.answer(400);
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.empty());
      try (Rules rules = rules(false, slow, rule(hook))) {
        rules.start(true);
        rules.route(facts(1), ARRIVED);
        await().atMost(PATIENCE).until(() -> server.deliveries().size() == 1);
        server.answer(200);

        rules.route(facts(2), ARRIVED);

        await()
            .atMost(PATIENCE)
            .until(() -> rules.store().counts().equals(Map.of(State.WAITING, 1L, State.DONE, 1L)));
      }
    }
  }

  @Test
  void aRuleThatIsNoMoreIsNotActedOn() throws Exception {
    Action.Store store = toReading(Action.What.FILM);
    try (Rules rules = rules(false, QUICK, rule(store))) {
      rules.route(facts(), ARRIVED);
    }

    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Rules.class);
    logger.setLevel(ch.qos.logback.classic.Level.WARN);
    logger.addAppender(log);
    try (Rules rules = rules(false, QUICK)) {
      rules.start(true);

      awaitState(rules, store, State.DROPPED);
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Actions that wait and are dropped, since no rule says so any more: 1.");
  }

  @Test
  void whatIsKnownOfAFilmAndCannotBeReadIsGivenUp() throws Exception {
    Action.Metadata metadata = new Action.Metadata("5000", "x");
    try (Rules rules = rules(false, HASTY, rule(metadata))) {
      rules.route(facts(), ARRIVED);
      database.transaction(
          connection -> {
            try (PreparedStatement update =
                connection.prepareStatement("UPDATE routed_film SET facts = '{'")) {
              return update.executeUpdate();
            }
          });

      rules.start(true);

      awaitState(rules, metadata, State.DEAD);
      assertThat(action(rules, metadata).detail())
          .isEqualTo("the bridge's database holds no film that can be read");
    }
  }

  @Test
  void whatFailsForAMistakeOfTheBridgesIsGivenUpToo() throws Exception {
    Action.Store store = toReading(Action.What.FILM);
    try (Rules rules = rules(false, HASTY, rule(store))) {
      rules.route(facts(), ARRIVED);
      // No address can be made of that.
      rules.store().update(action(rules, store).submitted("a job", Instant.now()));

      rules.start(true);

      awaitState(rules, store, State.DEAD);
      assertThat(action(rules, store).detail()).startsWith("it cannot be done (");
      assertThat(action(rules, store).attempts()).isGreaterThan(1);
    }
  }

  @Test
  void inShadowAllIsNotedAndNothingDone() throws Exception {
    FilmStore films = new FilmStore(database);
    films.add(List.of(film.instance()), Instant.now());
    startReading();
    try (WebhookServer server = new WebhookServer()) {
      Action[] all = {
        new Action.Webhook(server.url(), Optional.empty()),
        toReading(Action.What.BOTH),
        new Action.Priority(9),
        new Action.Metadata("5000", "x"),
        new Action.Label("x")
      };
      Placement second = store(new Films().write(folder, Films.Kind.CHEST, 2).file());
      List<Changes.Change> changes = archive.changes();
      try (Rules rules = rules(true, QUICK, rule(all))) {
        rules.start(true);
        rules.route(facts(), ARRIVED);

        assertThat(rules.store().of(film.instance()))
            .hasSize(5)
            .allSatisfy(action -> assertThat(action.state()).isEqualTo(State.SHADOW));
        assertThat(rules.store().film(film.instance()).orElseThrow().facts()).isEqualTo(facts());
      }
      // Afterwards too: what was noted in shadow is not made up for.
      Rule other = new Rule("other", 1, List.of(), List.of(new Action.Metadata("5001", "x")));
      try (Rules rules = rules(false, QUICK, rule(all), other)) {
        rules.start(true);
        assertThat(films.film(film.instance()).orElseThrow().priority()).isZero();
        assertThat(archive.changes()).isEqualTo(changes);
        rules.route(TestFacts.answered(second, 0.75, List.of()), ARRIVED);
        await()
            .atMost(PATIENCE)
            .until(() -> rules.store().counts().equals(Map.of(State.SHADOW, 5L, State.DONE, 6L)));
      }
      assertThat(archive.client().metadata(Level.INSTANCE, film.instance(), "5000")).isEmpty();
      assertThat(server.deliveries()).hasSize(1);
      assertThat(instancesAtReading()).isEqualTo(1);
    }
  }

  @Test
  void aFilmThatWasNotFinishedInShadowIsActedOnAfterIt() throws Exception {
    FilmStore films = new FilmStore(database);
    films.add(List.of(film.instance()), Instant.now());
    Action.Metadata metadata = new Action.Metadata("5000", "x");
    Action.Priority priority = new Action.Priority(9);
    try (Rules rules = rules(true, QUICK, rule(metadata, priority))) {
      rules.route(facts(), ARRIVED);
    }

    try (Rules rules = rules(false, QUICK, rule(metadata, priority))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);

      awaitState(rules, metadata, State.DONE);
      awaitState(rules, priority, State.DONE);
    }
    assertThat(archive.client().metadata(Level.INSTANCE, film.instance(), "5000")).contains("x");
    assertThat(films.film(film.instance()).orElseThrow().priority()).isEqualTo(9);
  }

  @Test
  void aFilmThatArrivesAgainIsActedOnAnewOnce() throws Exception {
    try (WebhookServer server = new WebhookServer()) {
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.empty());
      Action.Metadata metadata = new Action.Metadata("5000", "x");
      try (Rules rules = rules(false, QUICK, rule(hook, metadata))) {
        rules.start(true);
        rules.route(facts(), ARRIVED);
        awaitState(rules, hook, State.DONE);
        awaitState(rules, metadata, State.DONE);
        archive.delete("studies/" + film.study());
        assertThat(store(file)).isEqualTo(film);

        Instant again = ARRIVED.plusSeconds(60);
        for (int i = 0; i < 2; i++) {
          rules.route(facts(), again);
          awaitState(rules, hook, State.DONE);
          awaitState(rules, metadata, State.DONE);
        }

        assertThat(archive.client().metadata(Level.INSTANCE, film.instance(), "5000"))
            .contains("x");
        assertThat(archive.client().metadata(Level.STUDY, film.study(), "5000")).contains("x");
        assertThat(server.deliveries()).hasSize(2);
        assertThat(server.deliveries().stream().map(d -> d.header(Webhook.DELIVERY)).distinct())
            .hasSize(2);
      }
    }
  }

  @Test
  void whatWasDroppedWithADeletedFilmOrGivenUpIsDoneWhenItArrivesAgain() throws Exception {
    Action.Metadata metadata = new Action.Metadata("5000", "x");
    Action.Store store = toReading(Action.What.FILM);
    try (Rules rules = rules(false, HASTY, rule(store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);
      awaitState(rules, store, State.DEAD);
    }
    archive.delete("studies/" + film.study());
    try (Rules rules = rules(false, QUICK, rule(metadata, store))) {
      rules.start(true);
      rules.route(facts(), ARRIVED);
      awaitState(rules, metadata, State.DROPPED);
      store(file);
      startReading();

      rules.route(facts(), ARRIVED.plusSeconds(60));

      awaitState(rules, metadata, State.DONE);
      awaitState(rules, store, State.DONE);
      assertThat(action(rules, store).attempts()).isZero();
      assertThat(instancesAtReading()).isEqualTo(1);
    }
  }

  @Test
  void whatWaitsForAnEarlierArrivalAndNoRuleWantsAnyMoreIsDropped() throws Exception {
    Action.Metadata metadata = new Action.Metadata("5000", "x");
    Rule ill =
        new Rule(
            "r", 1, List.of(new Condition.Found(Set.of(Finding.PNEUMONIA))), List.of(metadata));
    try (Rules rules = rules(false, QUICK, ill)) {
      rules.route(facts(), ARRIVED);
      assertThat(action(rules, metadata).state()).isEqualTo(State.WAITING);

      rules.route(TestFacts.answered(film, 0.25, List.of()), ARRIVED.plusSeconds(60));

      assertThat(action(rules, metadata).state()).isEqualTo(State.DROPPED);
    }
  }

  @Test
  void whatIsBeingDoneWhenTheFilmArrivesAgainEndsForTheEarlierArrivalOnly() throws Exception {
    try (WebhookServer server = new WebhookServer()) {
      Action.Webhook hook = new Action.Webhook(server.url(), Optional.empty());
      server.hold();
      try (Rules rules = rules(false, QUICK, PATIENCE, rule(hook))) {
        rules.start(true);
        rules.route(facts(), ARRIVED);
        await().atMost(PATIENCE).until(() -> server.deliveries().size() == 1);
        rules.route(facts(), ARRIVED.plusSeconds(60));
        await().atMost(PATIENCE).until(() -> server.deliveries().size() == 2);
        assertThat(action(rules, hook).state()).isEqualTo(State.WAITING);

        server.answer(500);

        // Both have failed, the earlier one for the last time.
        await().atMost(PATIENCE).until(() -> action(rules, hook).attempts() > 0);
        server.answer(200);
        awaitState(rules, hook, State.DONE);
        assertThat(action(rules, hook).arrived()).isEqualTo(ARRIVED.plusSeconds(60));
      }
      List<String> ids =
          server.deliveries().stream().map(d -> d.header(Webhook.DELIVERY).orElseThrow()).toList();
      assertThat(ids.subList(1, ids.size()).stream().distinct()).hasSize(1);
      assertThat(ids.get(0)).isNotEqualTo(ids.get(1));
    }
  }

  @Test
  void theEndOfAnEarlierArrivalsActionChangesNothing() throws Exception {
    Action.Metadata metadata = new Action.Metadata("5000", "x");
    try (Rules rules = rules(false, QUICK, rule(metadata))) {
      rules.route(facts(), ARRIVED);
      RuleAction earlier = action(rules, metadata);
      rules.route(facts(), ARRIVED.plusSeconds(60));

      rules.store().update(earlier.finished(State.DONE, "", Instant.now()));

      assertThat(action(rules, metadata).state()).isEqualTo(State.WAITING);
    }
  }

  @Test
  void whatIsSaidOfAnArrivalStaysTheSame() throws Exception {
    Action.Webhook hook = new Action.Webhook(URI.create("http://127.0.0.1:1/"), Optional.empty());
    try (Rules rules = rules(false, QUICK, rule(hook))) {
      rules.route(facts(), ARRIVED);
      Instant routed = rules.store().film(film.instance()).orElseThrow().routed();
      await().until(() -> Instant.now().isAfter(routed.plusMillis(2)));

      rules.route(facts(), ARRIVED);
      assertThat(rules.store().film(film.instance()).orElseThrow().routed()).isEqualTo(routed);

      rules.route(facts(), ARRIVED.plusSeconds(60));
      assertThat(rules.store().film(film.instance()).orElseThrow().routed()).isAfter(routed);
    }
  }

  @Test
  void whatWaitsWhenShadowBeginsWaitsUntilItEnds() throws Exception {
    Action.Metadata metadata = new Action.Metadata("5000", "x");
    try (Rules rules = rules(false, QUICK, rule(metadata))) {
      rules.route(facts(), ARRIVED);
    }
    try (Rules rules = rules(true, QUICK, rule(metadata))) {
      rules.start(true);
      assertThat(action(rules, metadata).state()).isEqualTo(State.WAITING);
    }

    try (Rules rules = rules(false, QUICK, rule(metadata))) {
      rules.start(true);
      awaitState(rules, metadata, State.DONE);
    }
  }
}
