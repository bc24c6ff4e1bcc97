package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.Finding;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.batch.FileResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {

  @TempDir private Path folder;
  private final Films films = new Films();
  private OrthancServer server;

  @BeforeEach
  void start() throws Exception {
    server = OrthancServer.start(folder.resolve("orthanc"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Path send(Films.Kind kind, int patient) throws Exception {
    Path file = films.write(folder.resolve("films"), kind, patient).file();
    server.client().store(Files.readAllBytes(file));
    return file;
  }

  private BridgeConfig config(Rule... rules) {
    return BridgeConfig.of(server.config(), folder.resolve("state")).withRules(List.of(rules));
  }

  private static Rule rule(String name, Condition when, Action then) {
    return new Rule(name, 7, List.of(when), List.of(then));
  }

  private static List<DryRun.Row> rows(BridgeConfig config, int studies) throws IOException {
    List<DryRun.Row> rows = new ArrayList<>();
    try (DryRun run = DryRun.open(config)) {
      run.run(studies, rows::add);
    }
    return rows;
  }

  private static Outcome outcome(Path file) throws IOException {
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      return classifier.classify(RadiographReader.open().read(file));
    }
  }

  private static Outcome outcome(DryRun.Row row) {
    return ((FileResult.Answered) row.result()).outcome();
  }

  @Test
  void theFilmsOfTheNewestStudiesAreAskedAboutAndNothingIsChanged() throws Exception {
    send(Films.Kind.CHEST, 1);
    Path second = send(Films.Kind.CHEST, 2);
    send(Films.Kind.LATERAL, 2);
    send(Films.Kind.HAND, 2);
    send(Films.Kind.CT, 2);
    Path third = send(Films.Kind.CHEST, 3);
    List<Changes.Change> changes = server.changes();
    BridgeConfig config =
        config(
            rule("ill", new Condition.Found(Set.of(Finding.PNEUMONIA)), new Action.Label("p")),
            rule("well", new Condition.Found(Set.of(Finding.NORMAL)), new Action.Priority(2)));

    List<DryRun.Row> rows = rows(config, 2);

    assertThat(rows)
        .extracting(DryRunTest::outcome)
        .containsExactly(outcome(third), outcome(second));
    for (DryRun.Row row : rows) {
      assertThat(row.recorded()).isFalse();
      boolean ill = ((Outcome.Assessed) outcome(row)).finding() == Finding.PNEUMONIA;
      assertThat(row.matches())
          .containsExactly(
              ill
                  ? new DryRun.Match("ill", List.of("label p"))
                  : new DryRun.Match("well", List.of("priority 2")));
    }
    assertThat(server.changes()).isEqualTo(changes);
    assertThat(folder.resolve("state")).doesNotExist();
    assertThat(rows(config, 10)).hasSize(3);
  }

  @Test
  void whatWasAnsweredByTheSameModelIsNotAskedAnew() throws Exception {
    send(Films.Kind.CHEST, 1);
    String instance = server.client().instances(0, 1).get(0);
    Placement place = server.client().placement(instance);
    ModelIdentity model;
    double threshold;
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      model = classifier.model().identity();
      threshold = classifier.model().threshold();
    }
    Outcome recorded = Outcome.Assessed.of(0.123456, threshold, model, List.of());
    record(place, recorded);

    DryRun.Row row = rows(config(), 1).get(0);

    assertThat(outcome(row)).isEqualTo(recorded);
    assertThat(row.recorded()).isTrue();

    record(place, Outcome.Assessed.of(0.123456, threshold, TestFacts.MODEL, List.of()));
    assertThat(rows(config(), 1).get(0).recorded()).isFalse();
    record(place, Outcome.Assessed.of(0.123456, threshold / 2, model, List.of()));
    assertThat(rows(config(), 1).get(0).recorded()).isFalse();
  }

  private void record(Placement place, Outcome outcome) throws IOException {
    try (BridgeDatabase database =
        BridgeDatabase.open(FilmStoreTest.sqlite(), folder.resolve("state"))) {
      Facts facts =
          Facts.of(place, outcome, server.client().header(place.instance()), Map.of(), List.of());
      new RuleStore(database)
          .add(new RoutedFilm(facts, 0, Instant.now()), Instant.EPOCH, List.of());
    }
  }

  @Test
  void aFilmThatNobodyCanDecodeIsAFailureAndTheOthersAreAsked() throws Exception {
    send(Films.Kind.CHEST, 1);
    send(Films.Kind.BROKEN, 2);

    assertThat(rows(config(), 10))
        .extracting(row -> row.result() instanceof FileResult.Failed)
        .containsExactly(true, false);
  }

  @Test
  void aDeletedStudyIsPassedOver() throws Exception {
    send(Films.Kind.CHEST, 1);
    send(Films.Kind.CHEST, 2);
    String newest = rows(config(), 1).get(0).study();
    server.delete("studies/" + newest);

    assertThat(rows(config(), 1))
        .singleElement()
        .satisfies(row -> assertThat(row.study()).isNotEqualTo(newest));
  }

  /** One film that was too large ended all, without a word about the others. */
  @Test
  void aFilmThatIsTooLargeIsARowAndTheOthersAreAsked() throws Exception {
    send(Films.Kind.CHEST, 1);
    server.client().store(films.object(Films.Kind.CHEST, 2).toBytes());
    BridgeConfig.Orthanc all = server.config();
    BridgeConfig config =
        BridgeConfig.of(
            new BridgeConfig.Orthanc(all.url(), all.user(), all.password(), all.patience(), 50_000),
            folder.resolve("state"));

    List<DryRun.Row> rows = rows(config, 10);

    assertThat(rows).hasSize(2);
    assertThat(((FileResult.Failed) rows.get(0).result()).cause())
        .startsWith("Orthanc's answer to GET /instances/")
        .endsWith("/file has more than 50000 bytes");
    assertThat(rows.get(1).result()).isInstanceOf(FileResult.Answered.class);
  }

  @Test
  void aFilmThatOrthancFailsForIsARowAndTheOthersAreAsked() throws Exception {
    send(Films.Kind.CHEST, 1);
    send(Films.Kind.CHEST, 2);
    String lost = rows(config(), 1).get(0).instance();
    JsonNode attachment = server.client().get("instances/" + lost + "/attachments/dicom/info");
    String uuid = attachment.path("Uuid").asText();
    Files.delete(
        folder
            .resolve("orthanc/storage")
            .resolve(uuid.substring(0, 2))
            .resolve(uuid.substring(2, 4))
            .resolve(uuid));
    // It has a copy in its memory.
    server.restart();

    List<DryRun.Row> rows = rows(config(), 10);

    assertThat(rows)
        .extracting(row -> row.result() instanceof FileResult.Failed)
        .containsExactly(true, false);
    assertThat(rows.get(0).instance()).isEqualTo(lost);
  }

  @Test
  void anOrthancThatFailsForAllEndsIt() throws Exception {
    send(Films.Kind.CHEST, 1);
    try (FaultyProxy proxy = FaultyProxy.before(server.url())) {
      BridgeConfig config =
          BridgeConfig.of(OrthancServer.config(proxy.url()), folder.resolve("state"));
      try (DryRun run = DryRun.open(config)) {
        proxy.fault(FaultyProxy.Fault.UNAUTHORISED);

        OrthancException e =
            catchThrowableOfType(OrthancException.class, () -> run.run(1, row -> {}));

        assertThat(e.kind()).isEqualTo(OrthancException.Kind.UNAUTHORISED);
      }
    }
  }

  private static final String RULES =
      """
      rules:
      - name: a
        when:
          probability: {min: 0.5}
        then:
        - priority: 1
        - store: {modality: X}
        - store: {peer: Y}
          label: seen
        - metadata:
            5000: x
            Known: x
            Unknown: x
      """;

  @Test
  void whatOrthancDoesNotHaveIsSaidWithTheActionsLine() throws Exception {
    server.close();
    server =
        OrthancServer.start(folder.resolve("other"), Map.of("UserMetadata", Map.of("Known", 1100)));
    Path file = Files.writeString(folder.resolve("bridge.yaml"), RULES);
    BridgeConfig rules =
        BridgeFile.check(file, new BridgeFile.Given(Optional.empty(), Optional.empty(), Map.of()));

    try (DryRun run = DryRun.open(config(rules.rules().toArray(Rule[]::new)))) {
      DryRun.Wants wants = run.wants(Path.of("bridge.yaml"));

      assertThat(wants.mistakes())
          .containsExactly(
              "bridge.yaml:7: rule 'a' stores to modality X, which Orthanc does not know",
              "bridge.yaml:8: rule 'a' stores to peer Y, which Orthanc does not know",
              "bridge.yaml:13: rule 'a' sets the metadata Unknown, which Orthanc does not know: it"
                  + " is not in its UserMetadata");
      if (server.client().hasLabels()) {
        assertThat(wants.notes()).isEmpty();
      } else {
        assertThat(wants.notes())
            .containsExactly(
                "bridge.yaml:9: rule 'a' gives the label seen, which is left out: this Orthanc has"
                    + " no labels, which came with 1.12");
      }
    }
  }
}
