package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Reading;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomFormat;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.orthanc.Films.Sent;
import io.github.thorax4j.orthanc.OrthancClient.Level;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bridge beside a real Orthanc. */
class BridgeTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String REFERENCED_SOP_INSTANCE = "0008,1155";

  @TempDir private Path folder;
  private OrthancServer server;

  @BeforeEach
  void startOrthanc() throws Exception {
    server = OrthancServer.start(folder.resolve("orthanc"));
  }

  @AfterEach
  void stopOrthanc() throws Exception {
    server.close();
  }

  private BridgeConfig config() {
    return BridgeConfig.of(server.config(), folder.resolve("state"));
  }

  private Sent send(Kind kind, int patient) throws Exception {
    Sent film = new Films().write(folder.resolve("films"), kind, patient);
    StoreScu.send(server, List.of(film.file()));
    return film;
  }

  /** Waits until so many instances are known and all of them are done with. */
  private static void settled(Bridge bridge, int instances) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Health health = bridge.health();
              return health.waiting() == 0 && total(health) == instances;
            });
  }

  private static long total(Health health) {
    return health.films().values().stream().mapToLong(count -> count).sum();
  }

  /** What the instances of a modality refer to, by SOP Instance UID. */
  private List<String> sources(String modality) throws Exception {
    List<String> sources = new ArrayList<>();
    for (String instance : instances(modality)) {
      List<String> referenced = new ArrayList<>();
      collect(server.client().get("instances/" + instance + "/tags"), referenced);
      assertThat(referenced.stream().distinct()).as("films of %s", instance).hasSize(1);
      sources.add(referenced.get(0));
    }
    return sources;
  }

  private static void collect(JsonNode tags, List<String> referenced) {
    if (tags.has(REFERENCED_SOP_INSTANCE)) {
      referenced.add(tags.path(REFERENCED_SOP_INSTANCE).path("Value").asText());
    }
    tags.forEach(tag -> tag.path("Value").forEach(item -> collect(item, referenced)));
  }

  private List<String> instances(String modality) throws Exception {
    List<String> instances = new ArrayList<>();
    for (JsonNode series : server.client().get("series?expand")) {
      if (series.path("MainDicomTags").path("Modality").asText().equals(modality)) {
        series.path("Instances").forEach(instance -> instances.add(instance.asText()));
      }
    }
    return instances;
  }

  private String only(String modality) throws Exception {
    List<String> instances = instances(modality);
    assertThat(instances).hasSize(1);
    return instances.get(0);
  }

  private String dump(String instance) throws Exception {
    Path file = folder.resolve("report.dcm");
    server.client().fetch(instance, file, 1 << 20);
    Process process =
        new ProcessBuilder(
                ExternalProgram.require("dsrdump", "dcmtk").path().toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void everyChestFilmHasOneReportAndOnePictureAndNothingElseHasAny() throws Exception {
    List<Sent> sent = new Films().mixed(folder.resolve("films"), 33);
    List<Sent> different = sent.stream().distinct().toList();
    List<String> chests =
        different.stream()
            .filter(film -> film.kind() == Kind.CHEST)
            .map(Sent::sopInstance)
            .toList();
    long broken = different.stream().filter(film -> film.kind() == Kind.BROKEN).count();

    try (Bridge bridge = Bridge.start(config())) {
      StoreScu.send(server, sent.stream().map(Sent::file).toList());
      settled(bridge, different.size() + 2 * chests.size());

      assertThat(bridge.health().films())
          .containsEntry(State.DONE, (long) chests.size())
          .containsEntry(State.DEAD, broken)
          .containsOnlyKeys(State.DONE, State.DEAD, State.OTHER);
      assertThat(bridge.films().inState(State.DEAD))
          .allSatisfy(
              film -> assertThat(film.detail()).contains("Orthanc cannot decode it either"));
    }

    assertThat(sources("SR")).containsExactlyInAnyOrderElementsOf(chests);
    assertThat(sources("OT")).containsExactlyInAnyOrderElementsOf(chests);
  }

  @Test
  void aReportIsReadByAnotherProgramAndAFilmAndItsStudySayWhatWasFound() throws Exception {
    OrthancClient client = server.client();
    try (Bridge bridge = Bridge.start(config())) {
      send(Kind.CHEST, 3);
      settled(bridge, 3);

      assertThat(dump(only("SR"))).contains("Pneumonia").contains(bridge.model().identity().name());
      Film film = bridge.films().worklist(10).get(0);
      Map<String, String> metadata = client.metadata(Level.INSTANCE, film.instance());
      assertThat(Double.parseDouble(String.valueOf(metadata.get("5101"))))
          .isCloseTo(film.probability().orElseThrow(), within(1e-4));
      assertThat(metadata)
          .containsEntry("5102", film.answer().orElseThrow().finding().label())
          .containsEntry("5103", bridge.model().identity().sha256());
      assertThat(client.metadata(Level.STUDY, film.study().orElseThrow()))
          .containsEntry("5101", metadata.get("5101"))
          .containsEntry("5102", metadata.get("5102"));
    }
  }

  /** A film of one study, whoever the patient of its picture is. */
  private Path filmOfOneStudy(int patient) throws Exception {
    return new Films()
        .object(Kind.CHEST, patient)
        .set(Tag.PATIENT_ID, Vr.LO, "P")
        .set(Tag.STUDY_INSTANCE_UID, Vr.UI, DicomObject.uid("one study"))
        .writeTo(folder.resolve(patient + ".dcm"));
  }

  private static double probability(Path film) throws Exception {
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      Reading reading = new DicomFormat(DicomCodec.open(), HeaderGate.films()).read(film);
      return ((Outcome.Assessed) classifier.classify(reading)).probability();
    }
  }

  @Test
  void aStudySaysWhatItsMostSuspiciousFilmDoesAndNothingElse() throws Exception {
    Map<Double, Path> films = new TreeMap<>();
    for (int patient = 0; patient < 2; patient++) {
      Path film = filmOfOneStudy(patient);
      films.put(probability(film), film);
    }
    List<Double> probabilities = List.copyOf(films.keySet());
    double between = (probabilities.get(0) + probabilities.get(1)) / 2;
    OrthancClient client = server.client();

    try (Bridge bridge = Bridge.start(config().withThreshold(between))) {
      // The normal one first: what it has the study say must not stay.
      StoreScu.send(server, List.of(films.get(probabilities.get(0))));
      settled(bridge, 3);
      String study = bridge.films().worklist(1).get(0).study().orElseThrow();
      assertThat(client.metadata(Level.STUDY, study)).containsEntry("5102", "normal");
      StoreScu.send(server, List.of(films.get(probabilities.get(1))));
      settled(bridge, 6);

      assertThat(client.metadata(Level.STUDY, study)).containsEntry("5102", "pneumonia");
      if (client.hasLabels()) {
        assertThat(client.labels(study)).containsExactly("thorax4j-pneumonia");
      }
      // And once more the normal one, which is done with last.
      delete("instances/" + bridge.films().worklist(2).get(1).instance());
      StoreScu.send(server, List.of(films.get(probabilities.get(0))));
      settled(bridge, 6);
      assertThat(client.metadata(Level.STUDY, study)).containsEntry("5102", "pneumonia");
      if (client.hasLabels()) {
        assertThat(client.labels(study)).containsExactly("thorax4j-pneumonia");
      }
    }
  }

  @Test
  void inShadowAllIsRecordedAndNothingInTheArchiveIsChanged() throws Exception {
    BridgeConfig usual = config();
    BridgeConfig shadow =
        new BridgeConfig(
            usual.orthanc(),
            usual.state(),
            usual.database(),
            usual.model(),
            usual.threshold(),
            usual.results(),
            true,
            usual.quiet(),
            usual.workers(),
            usual.giveUpAfter(),
            usual.web(),
            usual.drift(),
            usual.rules());
    send(Kind.CHEST, 0);
    long before = server.client().lastChange();

    try (Bridge bridge = Bridge.start(shadow)) {
      settled(bridge, 1);

      assertThat(bridge.films().worklist(10)).hasSize(1);
    }
    assertThat(server.client().get("instances")).hasSize(1);
    assertThat(server.client().changes(before, 100).changes())
        .extracting(Changes.Change::type)
        .doesNotContain("NewInstance", "UpdatedMetadata");
  }

  @Test
  void whatWasThereBeforeTheFirstStartIsClassifiedToo() throws Exception {
    Sent film = send(Kind.CHEST, 1);
    // Its log forgets, but it still has the film.
    delete("changes");

    try (Bridge bridge = Bridge.start(config())) {
      settled(bridge, 3);
    }
    assertThat(sources("SR")).containsExactly(film.sopInstance());
  }

  @Test
  void whatArrivedWhileNobodyListenedIsFoundEvenIfTheLogIsGone() throws Exception {
    Sent first = send(Kind.CHEST, 1);
    try (Bridge bridge = Bridge.start(config())) {
      settled(bridge, 3);
    }
    Sent second = send(Kind.CHEST, 2);
    delete("changes");
    Sent third = send(Kind.CHEST, 3);

    try (Bridge bridge = Bridge.start(config())) {
      settled(bridge, 9);
    }
    assertThat(sources("SR"))
        .containsExactlyInAnyOrder(first.sopInstance(), second.sopInstance(), third.sopInstance());
  }

  @Test
  void aFilmThatIsDeletedWithItsResultsAndSentAgainIsClassifiedAgain() throws Exception {
    try (Bridge bridge = Bridge.start(config())) {
      Sent film = send(Kind.CHEST, 1);
      settled(bridge, 3);
      byte[] report = file(only("SR"));
      for (JsonNode study : server.client().get("studies")) {
        delete("studies/" + study.asText());
      }

      StoreScu.send(server, List.of(film.file()));
      await().atMost(PATIENCE).until(() -> instances("OT").size() == 1);
      settled(bridge, 3);

      assertThat(file(only("SR"))).isEqualTo(report);
    }
  }

  @Test
  void anArchiveThatIsReplacedByAnEmptyOneIsClassifiedAnew() throws Exception {
    try (Bridge bridge = Bridge.start(config())) {
      send(Kind.CHEST, 1);
      send(Kind.CHEST, 2);
      settled(bridge, 6);
    }
    server.close();
    server = OrthancServer.start(folder.resolve("another"));
    Sent film = send(Kind.CHEST, 2);

    try (Bridge bridge = Bridge.start(config())) {
      await().atMost(PATIENCE).until(() -> instances("OT").size() == 1);
      settled(bridge, 6);
    }
    assertThat(sources("SR")).containsExactly(film.sopInstance());
  }

  @Test
  void anotherArchiveIsNoticedEvenIfItsLogIsTheLonger() throws Exception {
    try (Bridge bridge = Bridge.start(config())) {
      send(Kind.CHEST, 1);
      settled(bridge, 3);
    }
    server.close();
    server = OrthancServer.start(folder.resolve("another"));
    List<String> films = new ArrayList<>();
    for (int patient = 10; patient < 25; patient++) {
      films.add(send(Kind.CHEST, patient).sopInstance());
    }

    try (Bridge bridge = Bridge.start(config())) {
      settled(bridge, 3 + 45);
    }
    assertThat(sources("SR")).containsExactlyInAnyOrderElementsOf(films);
  }

  @Test
  void aLogThatIsEmptiedIsNoReasonToDoAllAnew() throws Exception {
    try (Bridge bridge = Bridge.start(config())) {
      send(Kind.CHEST, 1);
      settled(bridge, 3);
      Film before = bridge.films().worklist(1).get(0);

      delete("changes");
      Sent second = send(Kind.CHEST, 2);
      settled(bridge, 6);

      assertThat(bridge.films().film(before.instance())).contains(before);
      assertThat(sources("SR")).contains(second.sopInstance()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultyProxy.Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE"})
  void whileOrthancIsInTroubleThatIsSaidAndAfterwardsAllIsDone(FaultyProxy.Fault fault)
      throws Exception {
    try (FaultyProxy proxy = FaultyProxy.before(server.url());
        Bridge bridge =
            Bridge.start(
                BridgeConfig.of(OrthancServer.config(proxy.url()), folder.resolve("state")))) {
      Sent first = send(Kind.CHEST, 1);
      settled(bridge, 3);
      proxy.fault(fault);
      Sent second = send(Kind.CHEST, 2);
      await().atMost(PATIENCE).until(() -> bridge.health().orthanc().isPresent());
      assertThat(bridge.health().good()).isFalse();
      Sent third = send(Kind.CHEST, 3);

      proxy.fault(FaultyProxy.Fault.NONE);
      settled(bridge, 9);

      assertThat(bridge.health().orthanc()).isEmpty();
      assertThat(sources("SR"))
          .containsExactlyInAnyOrder(
              first.sopInstance(), second.sopInstance(), third.sopInstance());
      assertThat(sources("OT")).hasSize(3);
    }
  }

  @Test
  void twoBridgesInOneFolderAreRefused() throws Exception {
    try (Bridge bridge = Bridge.start(config())) {
      assertThat(bridge.health().films()).isEmpty();

      assertThatThrownBy(() -> Bridge.start(config()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another bridge is at work in this folder");
    }
  }

  private BridgeConfig on(PostgresServer database, String state) {
    BridgeConfig usual = config();
    return new BridgeConfig(
        usual.orthanc(),
        folder.resolve(state),
        database.config(),
        usual.model(),
        usual.threshold(),
        usual.results(),
        usual.shadow(),
        usual.quiet(),
        usual.workers(),
        usual.giveUpAfter(),
        usual.web(),
        usual.drift(),
        usual.rules());
  }

  /** Counts the films that a bridge has answered about. */
  private static final class Answered implements BridgeEvents {

    private final AtomicInteger films = new AtomicInteger();

    @Override
    public void finished(Film film) {
      if (film.state() == State.DONE) {
        films.incrementAndGet();
      }
    }
  }

  @Test
  void twoBridgesOnOneDatabaseShareTheWork() throws Exception {
    List<Sent> sent = new ArrayList<>();
    for (int patient = 0; patient < 40; patient++) {
      sent.add(new Films().write(folder.resolve("films"), Kind.CHEST, patient));
    }
    StoreScu.send(server, sent.stream().map(Sent::file).toList());
    Answered one = new Answered();
    Answered other = new Answered();

    try (PostgresServer database = PostgresServer.start();
        Bridge first = Bridge.start(on(database, "one"), one);
        Bridge second = Bridge.start(on(database, "other"), other)) {
      settled(first, 3 * sent.size());

      assertThat(second.health().good()).isTrue();
      assertThat(one.films.get() + other.films.get()).isEqualTo(sent.size());
      assertThat(one.films).hasPositiveValue();
      assertThat(other.films).hasPositiveValue();
    }
    assertThat(sources("SR"))
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(Sent::sopInstance).toList());
    assertThat(sources("OT")).hasSize(sent.size());
  }

  @Test
  void whileTheDatabaseIsAwayThatIsSaidAndAfterwardsAllIsDone() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        Bridge bridge = Bridge.start(on(database, "state"))) {
      Sent first = send(Kind.CHEST, 1);
      settled(bridge, 3);
      database.kill();
      await().atMost(PATIENCE).until(() -> bridge.health().database().isPresent());
      Sent second = send(Kind.CHEST, 2);

      database.restart();
      settled(bridge, 6);

      await().atMost(PATIENCE).until(() -> bridge.health().good());
      assertThat(sources("SR"))
          .containsExactlyInAnyOrder(first.sopInstance(), second.sopInstance());
    }
  }

  @Test
  void whileTheDatabaseIsFullThatIsSaidAndAfterwardsAllIsDone() throws Exception {
    try (Bridge bridge = Bridge.start(config())) {
      Sent first = send(Kind.CHEST, 1);
      settled(bridge, 3);
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/bridge.db"));
          Statement statement = connection.createStatement()) {
        // What a database that cannot grow says to whoever adds something.
        statement.execute(
            "CREATE TRIGGER full BEFORE INSERT ON film"
                + " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
        Sent second = send(Kind.CHEST, 2);
        await().atMost(PATIENCE).until(() -> bridge.health().database().isPresent());
        assertThat(bridge.health().database().orElseThrow()).contains("database or disk is full");

        statement.execute("DROP TRIGGER full");
        settled(bridge, 6);

        await().atMost(PATIENCE).until(() -> bridge.health().good());
        assertThat(sources("SR"))
            .containsExactlyInAnyOrder(first.sopInstance(), second.sopInstance());
      }
    }
  }

  @Test
  void nothingIsLeftOfFilmsOnDisk() throws Exception {
    Path state = folder.resolve("state");
    Files.createDirectories(state.resolve("films"));
    Files.writeString(state.resolve("films").resolve("0123-abcd.dcm"), "left by a crash");
    try (Bridge bridge = Bridge.start(config())) {
      send(Kind.CHEST, 1);
      settled(bridge, 3);
    }
    assertThat(state.resolve("films")).isEmptyDirectory();
  }

  private byte[] file(String instance) throws Exception {
    Path file = folder.resolve("object.dcm");
    server.client().fetch(instance, file, 1 << 20);
    return Files.readAllBytes(file);
  }

  private void delete(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(server.url().resolve("/" + path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            server.basicAuthentication().getBytes(StandardCharsets.UTF_8)))
            .DELETE()
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
  }
}
