package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.orthanc.OrthancClient.Level;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films that come, go and come again while they are worked on, and films that cannot be done. */
class DifficultFilmsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private OrthancServer server;
  private OrthancClient client;

  @BeforeEach
  void startOrthanc() throws Exception {
    server = OrthancServer.start(folder.resolve("orthanc"));
    client = server.client();
  }

  @AfterEach
  void stopOrthanc() throws Exception {
    server.close();
  }

  private BridgeConfig config() {
    return BridgeConfig.of(server.config(), folder.resolve("state"));
  }

  private BridgeConfig config(FaultyProxy proxy) {
    return BridgeConfig.of(OrthancServer.config(proxy.url()), folder.resolve("state"));
  }

  private static byte[] film(int patient) throws IOException {
    return new Films().object(Kind.CHEST, patient).toBytes();
  }

  private static Film film(Bridge bridge, String instance) throws IOException {
    return bridge.films().film(instance).orElseThrow();
  }

  private static void awaitState(Bridge bridge, String instance, State state) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> bridge.films().film(instance).filter(film -> film.state() == state).isPresent());
  }

  @Test
  void aFilmThatIsDeletedAndSentAgainWhileItIsWorkedOnHasItsResults() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.before(server.url());
        Bridge bridge = Bridge.start(config(proxy))) {
      await().atMost(PATIENCE).until(() -> bridge.health().good());
      proxy.delay(Duration.ofMillis(300));
      String film = client.store(film(1));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  proxy.requests().stream()
                      .anyMatch(request -> request.startsWith("PUT /instances/" + film)));
      server.delete("studies/" + client.placement(film).study());
      client.store(film(1));
      proxy.delay(Duration.ZERO);

      Archive archive = new Archive(server, folder.resolve("scratch"));
      await()
          .atMost(PATIENCE)
          .until(() -> archive.reported().size() == 1 && archive.pictured().size() == 1);
      awaitState(bridge, film, State.DONE);
      assertThat(client.metadata(Level.INSTANCE, film)).containsKeys("5101", "5102", "5103");
    }
  }

  @Test
  void noInstanceIsMissedThoughManyAreDeletedWhileAllAreListed() throws Exception {
    String first = client.store(slice(0));
    for (int i = 1; i < 1300; i++) {
      client.store(slice(i));
    }
    String study = client.placement(first).study();
    try (FaultyProxy proxy = FaultyProxy.before(server.url())) {
      proxy.delay(Duration.ofMillis(500));
      try (Bridge bridge = Bridge.start(config(proxy))) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    proxy.requests().stream()
                        .anyMatch(request -> request.contains("instances?since=800&")));
        server.delete("studies/" + study);
        proxy.delay(Duration.ZERO);
        await().atMost(PATIENCE).until(() -> bridge.films().cursor().isPresent());

        List<String> there = client.instances(0, 2000);
        assertThat(there).hasSize(900);
        for (String instance : there) {
          assertThat(bridge.films().film(instance)).as(instance).isPresent();
        }
      }
    }
  }

  /** A slice without pixels; the first 400 are one study. */
  private static byte[] slice(int number) throws IOException {
    String study = number < 400 ? "first" : "second";
    return DicomObject.empty()
        .set(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.2")
        .set(Tag.SOP_INSTANCE_UID, Vr.UI, DicomObject.uid("slice " + number))
        .set(Tag.MODALITY, Vr.CS, "CT")
        .set(Tag.PATIENT_ID, Vr.LO, study)
        .set(Tag.STUDY_INSTANCE_UID, Vr.UI, DicomObject.uid(study + " study"))
        .set(Tag.SERIES_INSTANCE_UID, Vr.UI, DicomObject.uid(study + " series"))
        .toBytes();
  }

  @Test
  void aStudyDoesNotSayWhatAFilmDidThatWasDeleted() throws Exception {
    try (Bridge bridge = Bridge.start(config())) {
      Map<Film, Integer> pictures = new HashMap<>();
      for (int picture = 0; picture < 2; picture++) {
        String instance = client.store(filmOfOneStudy(picture, picture));
        awaitState(bridge, instance, State.DONE);
        pictures.put(film(bridge, instance), picture);
      }
      List<Film> films =
          pictures.keySet().stream()
              .sorted(Comparator.comparingDouble(film -> film.probability().orElseThrow()))
              .toList();
      String study = films.get(0).study().orElseThrow();
      assertThat(client.metadata(Level.STUDY, study)).containsEntry("5101", told(films.get(1)));

      server.delete("instances/" + films.get(1).instance());
      String again = client.store(filmOfOneStudy(pictures.get(films.get(0)), 2));
      awaitState(bridge, again, State.DONE);

      assertThat(client.metadata(Level.STUDY, study)).containsEntry("5101", told(films.get(0)));
      assertThat(film(bridge, films.get(1).instance()).state()).isEqualTo(State.GONE);
    }
  }

  private static String told(Film film) {
    return String.format(Locale.ROOT, "%.4f", film.probability().orElseThrow());
  }

  /** The picture of a patient as a film of the one study. */
  private static byte[] filmOfOneStudy(int picture, int number) throws IOException {
    return new Films()
        .object(Kind.CHEST, picture)
        .set(Tag.PATIENT_ID, Vr.LO, "P")
        .set(Tag.STUDY_INSTANCE_UID, Vr.UI, DicomObject.uid("one study"))
        .set(Tag.SERIES_INSTANCE_UID, Vr.UI, DicomObject.uid("one study, series " + number))
        .set(Tag.SOP_INSTANCE_UID, Vr.UI, DicomObject.uid("one study, film " + number))
        .toBytes();
  }

  @Test
  void aFilmThatNoResultCanBeFiledForIsADeadLetter() throws Exception {
    String illegal = "1.2.ABC.4";
    byte[] object =
        new Films().object(Kind.CHEST, 1).set(Tag.STUDY_INSTANCE_UID, Vr.UI, illegal).toBytes();
    try (Bridge bridge = Bridge.start(config())) {
      String film = client.store(object);

      awaitState(bridge, film, State.DEAD);
      assertThat(film(bridge, film).detail())
          .startsWith("there can be no results: ")
          .contains("StudyInstanceUID");
      assertThat(bridge.health().good()).isTrue();
    }
  }

  @Test
  void aFilmThatIsLargerThanAllowedIsADeadLetterAtOnce() throws Exception {
    BridgeConfig.Orthanc usual = server.config();
    BridgeConfig.Orthanc small =
        new BridgeConfig.Orthanc(
            usual.url(), usual.user(), usual.password(), usual.patience(), 10_000);
    String film = client.store(film(1));
    try (Bridge bridge = Bridge.start(BridgeConfig.of(small, folder.resolve("state")))) {
      awaitState(bridge, film, State.DEAD);
      assertThat(film(bridge, film).detail())
          .matches("its [0-9,]+ bytes are more than largestFilm, 10,000");
    }
  }

  /** Orthanc answers 500 for it, whenever it is asked, and works otherwise. */
  @Test
  void aFilmWhoseFileOrthancHasLostIsGivenUpAfterTheTimeForThat() throws Exception {
    byte[] bytes = film(1);
    String film = client.store(bytes);
    server.kill();
    try (Stream<Path> files = Files.walk(folder.resolve("orthanc").resolve("storage"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Arrays.equals(Files.readAllBytes(file), bytes)) {
          Files.delete(file);
        }
      }
    }
    server.restart();

    BridgeConfig config = BridgeConfig.of(server.config(), folder.resolve("state"));
    try (Bridge bridge = Bridge.start(config.withGiveUpAfter(Duration.ofSeconds(1)))) {
      await().atMost(PATIENCE).until(() -> !film(bridge, film).detail().isEmpty());
      assertThat(film(bridge, film).state()).isEqualTo(State.WAITING);

      awaitState(bridge, film, State.DEAD);
      assertThat(film(bridge, film).detail()).contains("was 500");
      assertThat(bridge.health().good()).isTrue();
    }
  }

  @Test
  void onlyTheBridgesUserMayReadFilmsAndState() throws Exception {
    Path state = folder.resolve("new").resolve("state");
    try (Bridge bridge = Bridge.start(BridgeConfig.of(server.config(), state))) {
      assertThat(bridge.health().database()).isEmpty();
      for (String name : List.of("", "films")) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(name))))
            .isEqualTo("rwx------");
      }
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(state.resolve("bridge.db"))))
          .isEqualTo("rw-------");
    }
  }
}
