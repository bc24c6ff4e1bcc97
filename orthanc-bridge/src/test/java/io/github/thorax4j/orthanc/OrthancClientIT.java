package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomImage;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.orthanc.Changes.Change;
import io.github.thorax4j.orthanc.FaultyProxy.Fault;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.orthanc.Films.Sent;
import io.github.thorax4j.orthanc.OrthancClient.Credentials;
import io.github.thorax4j.orthanc.OrthancClient.Level;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method of the client with a real Orthanc, well and in trouble. */
class OrthancClientIT {

  private static final int PLENTY = 10 << 20;
  private static final String KEY = "4200";

  @TempDir private static Path shared;
  private static Films films;
  private static List<Sent> sent;
  private static OrthancServer server;
  private static OrthancClient client;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    films = new Films();
    sent = films.mixed(shared.resolve("films"), 22);
    server = OrthancServer.start(shared.resolve("orthanc"));
    client = server.client();
    StoreScu.send(server, sent.stream().map(Sent::file).toList());
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  /** Orthanc's identifier: the SHA-1 of the DICOM identifiers down to a level, in five groups. */
  private static String identifier(String... dicomIdentifiers) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-1")
            .digest(String.join("|", dicomIdentifiers).getBytes(StandardCharsets.UTF_8));
    String hex = HexFormat.of().formatHex(digest);
    return String.join("-", hex.split("(?<=\\G.{8})"));
  }

  private static String instance(Kind kind, int patient) throws Exception {
    return identifier(
        "P" + patient,
        DicomObject.uid("study " + patient),
        DicomObject.uid("series " + kind + " " + patient),
        Films.sopInstance(kind, patient));
  }

  private String stored(DicomObject object) throws OrthancException {
    return client.store(object.toBytes());
  }

  private static void fails(OrthancException.Kind kind, ThrowingCallable call) {
    assertThatExceptionOfType(OrthancException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .doesNotContain("P1", OrthancServer.CREDENTIALS.password()));
  }

  // ---- following ----

  @Test
  void saysWhichVersionOrthancIs() throws Exception {
    String first = OrthancServer.program().run("--version").lines().findFirst().orElseThrow();

    assertThat(first).endsWith(" " + client.version());
  }

  @Test
  void readsTheChangesPageByPage() throws Exception {
    List<Change> all = new ArrayList<>();
    long since = 0;
    Changes page;
    do {
      page = client.changes(since, 7);
      assertThat(page.changes()).hasSizeBetween(1, 7);
      assertThat(page.last()).isEqualTo(page.changes().get(page.changes().size() - 1).sequence());
      all.addAll(page.changes());
      since = page.last();
    } while (!page.done());

    assertThat(all).extracting(Change::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(all)
        .filteredOn(Change::newInstance)
        .extracting(Change::resource)
        .contains(instance(Kind.CHEST, 0), instance(Kind.BROKEN, 9))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPageBehindTheLastChangeIsEmptyAndSaysWhereTheLastIs() throws Exception {
    try (OrthancServer fresh = OrthancServer.start(folder)) {
      OrthancClient its = fresh.client();
      assertThat(its.changes(0, 10)).isEqualTo(new Changes(List.of(), 0, true));
      assertThat(its.lastChange()).isZero();

      its.store(films.object(Kind.HAND, 1).toBytes());
      long last = its.lastChange();

      // One for each level.
      assertThat(last).isEqualTo(4);
      assertThat(its.changes(last, 10)).isEqualTo(new Changes(List.of(), last, true));
      assertThat(its.changes(last + 1_000, 10).changes()).isEmpty();
      assertThat(its.changes(last + 1_000, 10).last()).isEqualTo(last);
    }
  }

  @Test
  void listsInstancesPageByPage() throws Exception {
    List<String> all = new ArrayList<>();
    List<String> page;
    do {
      page = client.instances(all.size(), 6);
      all.addAll(page);
    } while (!page.isEmpty());

    assertThat(all).doesNotHaveDuplicates().contains(instance(Kind.CHEST, 0));
    assertThat(all).hasSize(client.get("statistics").path("CountInstances").asInt());
  }

  @Test
  void saysWhereAnInstanceIs() throws Exception {
    Sent film = films.write(folder, Kind.CHEST, 2);

    assertThat(client.placement(instance(Kind.CHEST, 2)))
        .isEqualTo(
            new Placement(
                instance(Kind.CHEST, 2),
                identifier("P2", DicomObject.uid("study 2"), DicomObject.uid("series CHEST 2")),
                identifier("P2", DicomObject.uid("study 2")),
                client.get("instances/" + instance(Kind.CHEST, 2)).path("FileSize").asLong()));
    assertThat(Files.size(film.file())).isPositive();
  }

  // ---- headers ----

  @Test
  void readsAHeaderInAnyScriptWithItsSequencesButWithoutPixels() throws Exception {
    DicomObject object =
        films
            .object(Kind.CHEST, 300)
            .set(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
            .set(Tag.PATIENT_NAME, Vr.PN, "ÄÖÜß^Łukasz=山田^太郎")
            .set(Tag.SERIES_DESCRIPTION, Vr.LO, "Θώρακας")
            .setSequence(
                Tag.VIEW_CODE_SEQUENCE,
                DicomObject.code("272479007", "SCT", "postéro-antérieure")
                    .set(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192"),
                DicomObject.code("399348003", "SCT", "antero-posterior"));

    Attributes header = client.header(stored(object));

    assertThat(header.string(Tag.PATIENT_NAME)).contains("ÄÖÜß^Łukasz=山田^太郎");
    assertThat(header.string(Tag.SERIES_DESCRIPTION)).contains("Θώρακας");
    assertThat(header.strings(Tag.IMAGE_TYPE)).startsWith("ORIGINAL", "PRIMARY");
    assertThat(header.strings(Tag.PATIENT_ORIENTATION)).containsExactly("L", "F");
    assertThat(header.items(Tag.VIEW_CODE_SEQUENCE))
        .extracting(item -> item.string(Tag.CODE_MEANING).orElseThrow())
        .containsExactly("postéro-antérieure", "antero-posterior");
    assertThat(header.has(Tag.PIXEL_DATA)).isFalse();
    assertThat(header.string(Tag.ACCESSION_NUMBER)).isEmpty();
  }

  @Test
  void aLatin1NameIsReadToo() throws Exception {
    assertThat(client.header(instance(Kind.CHEST, 2)).string(Tag.PATIENT_NAME))
        .contains("MÜLLER^JÖRG 2");
  }

  @Test
  void theGateSaysOfAHeaderFromOrthancWhatItSaysOfTheFile() throws Exception {
    for (Sent film : sent) {
      assertThat(HeaderGate.films().check(client.header(of(film))).isEmpty())
          .as(film.kind().name())
          .isEqualTo(film.kind() == Kind.CHEST || film.kind() == Kind.BROKEN);
    }
  }

  private static String of(Sent film) throws Exception {
    String number = film.file().getFileName().toString().substring(0, 5);
    return instance(film.kind(), Integer.parseInt(number));
  }

  // ---- files ----

  @Test
  void fetchesFilesToTheByteAndReplacesWhatWasThere() throws Exception {
    for (Sent film : sent) {
      // What storescu sends has its own file meta information; what is posted comes back as it is.
      byte[] bytes = films.object(film.kind(), 400 + sent.indexOf(film)).toBytes();
      String id = client.store(bytes);
      Path target = Files.write(folder.resolve("film"), new byte[bytes.length + 1_000]);

      client.fetch(id, target, bytes.length);

      assertThat(target).hasBinaryContent(bytes);
    }
  }

  @Test
  void whatOrthancDecodesIsTheSameFilmUncompressed() throws Exception {
    Path compressed = folder.resolve("compressed");
    Path decoded = folder.resolve("decoded");
    String id = instance(Kind.CHEST, 1);

    client.fetch(id, compressed, PLENTY);
    client.fetchDecoded(id, decoded, PLENTY);

    DicomImage before = DicomCodec.open().read(compressed);
    DicomImage after = DicomCodec.open().read(decoded);
    assertThat(before.header().transferSyntax()).isEqualTo("1.2.840.10008.1.2.4.50");
    assertThat(after.header().transferSyntax()).isEqualTo("1.2.840.10008.1.2.1");
    Attributes header = after.header().attributes();
    assertThat(header.string(Tag.SOP_INSTANCE_UID)).contains(Films.sopInstance(Kind.CHEST, 1));
    assertThat(header.string(Tag.PATIENT_ID)).contains("P1");
    assertThat(header.string(Tag.STUDY_INSTANCE_UID)).contains(DicomObject.uid("study 1"));
    // Decoders of lossy JPEG may differ by one step of 255.
    for (int y = 0; y < after.pixels().rows(); y++) {
      for (int x = 0; x < after.pixels().columns(); x++) {
        assertThat(after.pixels().cell(x, y)).isCloseTo(before.pixels().cell(x, y), within(1));
      }
    }
  }

  @Test
  void whatOrthancCannotDecodeEitherIsNotTriedAgain() throws Exception {
    String id = instance(Kind.BROKEN, 9);

    fails(
        OrthancException.Kind.REJECTED,
        () -> client.fetchDecoded(id, folder.resolve("film"), PLENTY));
  }

  @Test
  void aFileThatIsLargerThanAllowedIsRefusedAndNothingIsLeft() throws Exception {
    Path target = folder.resolve("film");

    fails(
        OrthancException.Kind.REJECTED,
        () -> client.fetch(instance(Kind.CHEST, 2), target, 10_000));
    assertThat(target).doesNotExist();
    assertThat(client.version()).isNotEmpty();
  }

  @Test
  void anAnswerWithoutALengthIsBoundedToo() throws Exception {
    Path target = folder.resolve("film");
    try (FaultyProxy proxy = FaultyProxy.before(server.url())) {
      proxy.fault(Fault.ENDLESS);
      OrthancClient behind = behind(proxy, Duration.ofSeconds(30));

      fails(
          OrthancException.Kind.REJECTED,
          () -> behind.fetch(instance(Kind.CHEST, 2), target, 1 << 20));
      assertThat(target).doesNotExist();
      fails(OrthancException.Kind.REJECTED, behind::version);
    }
  }

  @Test
  void aTargetThatCannotBeWrittenIsNoFaultOfOrthanc() {
    Path target = folder.resolve("no such folder").resolve("film");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> client.fetch(instance(Kind.CHEST, 2), target, PLENTY))
        .isNotInstanceOf(OrthancException.class)
        .withMessageContaining("no such folder");
  }

  @Test
  void drawsAPicture() throws Exception {
    assertThat(client.preview(instance(Kind.CHEST, 2)))
        .startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');
  }

  // ---- storing ----

  @Test
  void storingTwiceGivesTheSameIdentifierAndOneChange() throws Exception {
    byte[] object = films.object(Kind.CHEST, 500).toBytes();

    String first = client.store(object);
    long changes = client.lastChange();
    String second = client.store(object);

    assertThat(first).isEqualTo(instance(Kind.CHEST, 500));
    assertThat(second).isEqualTo(first);
    assertThat(client.lastChange()).isEqualTo(changes);
  }

  @Test
  void whatIsNoObjectIsRejected() {
    fails(
        OrthancException.Kind.REJECTED,
        () -> client.store("nonsense".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anObjectThatAFilterKeepsOutIsNotTakenForStored() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("filter.lua"),
            "function ReceivedInstanceFilter(dicom, origin, info) return false end\n");
    try (OrthancServer filtering =
        OrthancServer.start(
            folder.resolve("orthanc"), Map.of("LuaScripts", List.of(script.toString())))) {
      fails(
          OrthancException.Kind.REJECTED,
          () -> filtering.client().store(films.object(Kind.HAND, 1).toBytes()));
      assertThat(filtering.client().instances(0, 10)).isEmpty();
    }
  }

  // ---- metadata and labels ----

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void metadataAreSetReplacedAndRead(boolean revisions) throws Exception {
    try (OrthancServer other =
        OrthancServer.start(folder.resolve("orthanc"), Map.of("CheckRevisions", revisions))) {
      OrthancClient its = other.client();
      String id = its.store(films.object(Kind.CHEST, 1).toBytes());
      Placement place = its.placement(id);
      Map<Level, String> where = new HashMap<>();
      where.put(Level.INSTANCE, id);
      where.put(Level.SERIES, place.series());
      where.put(Level.STUDY, place.study());

      for (Map.Entry<Level, String> at : where.entrySet()) {
        assertThat(its.metadata(at.getKey(), at.getValue(), KEY)).isEmpty();
        its.putMetadata(at.getKey(), at.getValue(), KEY, "0.25");
        its.putMetadata(at.getKey(), at.getValue(), KEY, "0.75 ü");
        assertThat(its.metadata(at.getKey(), at.getValue(), KEY)).contains("0.75 ü");
      }
    }
  }

  @Test
  void labelsAreGivenAndTakenWhereOrthancHasThem() throws Exception {
    String id = client.store(films.object(Kind.CHEST, 700).toBytes());
    String study = client.placement(id).study();
    if (!client.hasLabels()) {
      fails(OrthancException.Kind.GONE, () -> client.label(study, "a"));
      return;
    }
    client.removeLabel(study, "a");
    client.label(study, "a");
    client.label(study, "a");
    client.label(study, "b");
    assertThat(client.labels(study)).containsExactlyInAnyOrder("a", "b");
    client.removeLabel(study, "a");
    client.removeLabel(study, "a");
    assertThat(client.labels(study)).containsExactly("b");
  }

  @Test
  void twoWhoSetTheSameMetadataBothGetThrough() throws Exception {
    try (OrthancServer other =
        OrthancServer.start(folder.resolve("orthanc"), Map.of("CheckRevisions", true))) {
      OrthancClient its = other.client();
      String id = its.store(films.object(Kind.CHEST, 1).toBytes());
      List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
      List<Thread> writers = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        String value = "writer " + writer;
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    try {
                      its.putMetadata(Level.INSTANCE, id, KEY, value + " " + i);
                    } catch (OrthancException e) {
                      failures.add(e);
                    }
                  }
                });
        thread.start();
        writers.add(thread);
      }
      for (Thread writer : writers) {
        writer.join();
      }

      assertThat(failures).isEmpty();
      assertThat(its.metadata(Level.INSTANCE, id, KEY).orElseThrow()).endsWith(" 49");
    }
  }

  @Test
  void metadataOfWhatIsNotThereAreGone() {
    fails(
        OrthancException.Kind.GONE,
        () -> client.putMetadata(Level.INSTANCE, instance(Kind.HAND, 900), KEY, "1"));
  }

  // ---- routing ----

  @Test
  void aJobThatFailedAtADeadModalitySucceedsWhenItIsResubmitted() throws Exception {
    Path target = folder.resolve("target");
    OrthancServer modality = OrthancServer.start(target);
    modality.kill();
    try (modality;
        OrthancServer sender =
            OrthancServer.start(
                folder.resolve("sender"),
                OrthancServer.modality(
                    "workstation", OrthancServer.AE_TITLE, modality.dicomPort()))) {
      OrthancClient its = sender.client();
      String id = its.store(films.object(Kind.CHEST, 2).toBytes());

      String job = its.send("modalities", "workstation", List.of(id), 0);
      await().until(() -> its.jobState(job).equals("Failure"));
      modality.restart();
      assertThat(modality.client().instances(0, 10)).isEmpty();
      its.resubmit(job);
      await().until(() -> its.jobState(job).equals("Success"));

      assertThat(modality.client().instances(0, 10)).containsExactly(id);
    }
  }

  @Test
  void aModalityThatOrthancDoesNotKnowAndAJobThatItForgotAreGone() {
    fails(
        OrthancException.Kind.GONE,
        () -> client.send("modalities", "nobody", List.of(instance(Kind.CHEST, 2)), 0));
    fails(
        OrthancException.Kind.GONE, () -> client.jobState("6c9e5a5f-0000-4000-8000-d0d0d0d0d0d0"));
  }

  // ---- in trouble ----

  @Test
  void anInstanceThatWasDeletedIsGone() throws Exception {
    String id = stored(films.object(Kind.CHEST, 600));
    Path target = folder.resolve("film");
    delete(id);

    fails(OrthancException.Kind.GONE, () -> client.fetch(id, target, PLENTY));
    fails(OrthancException.Kind.GONE, () -> client.fetchDecoded(id, target, PLENTY));
    fails(OrthancException.Kind.GONE, () -> client.header(id));
    fails(OrthancException.Kind.GONE, () -> client.placement(id));
    fails(OrthancException.Kind.GONE, () -> client.preview(id));
    assertThat(client.metadata(Level.INSTANCE, id, KEY)).isEmpty();
    assertThat(target).doesNotExist();
  }

  private static void delete(String id) throws Exception {
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.url().resolve("/instances/" + id))
                    .header(
                        "Authorization",
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString(
                                    server.basicAuthentication().getBytes(StandardCharsets.UTF_8)))
                    .DELETE()
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void credentialsThatOrthancDoesNotKnowAreUnauthorised() {
    Duration patience = Duration.ofSeconds(20);
    OrthancClient stranger =
        new OrthancClient(server.url(), Optional.of(new Credentials("bridge", "guess")), patience);
    OrthancClient nobody = new OrthancClient(server.url(), Optional.empty(), patience);

    fails(OrthancException.Kind.UNAUTHORISED, stranger::version);
    fails(OrthancException.Kind.UNAUTHORISED, nobody::version);
    fails(
        OrthancException.Kind.UNAUTHORISED,
        () -> nobody.fetch(instance(Kind.CHEST, 2), folder.resolve("film"), PLENTY));
    assertThat(folder.resolve("film")).doesNotExist();
    assertThat(new Credentials("bridge", "guess").toString()).doesNotContain("guess");
  }

  @Test
  void aServerThatIsDownIsUnreachable() throws Exception {
    int port = LoopbackPort.free();
    OrthancClient lonely =
        new OrthancClient(
            URI.create("http://127.0.0.1:" + port), Optional.empty(), Duration.ofSeconds(20));

    assertThatExceptionOfType(OrthancException.class)
        .isThrownBy(lonely::version)
        .withMessage("Orthanc cannot be reached at 127.0.0.1:" + port)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(OrthancException.Kind.UNREACHABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "701, ERROR, TROUBLED",
    "702, UNAUTHORISED, UNAUTHORISED",
    "703, TRUNCATED, UNREACHABLE",
    "704, ANSWER_LOST, UNREACHABLE",
    "705, CLOSED, UNREACHABLE",
    "706, EMPTY, UNREACHABLE"
  })
  void troubleIsToldByItsKindAndIsOverWhenItIsOver(
      int patient, Fault fault, OrthancException.Kind kind) throws Exception {
    byte[] object = films.object(Kind.CHEST, patient).toBytes();
    String id = instance(Kind.CHEST, 2);
    Path target = folder.resolve("film");
    try (FaultyProxy proxy = FaultyProxy.before(server.url())) {
      OrthancClient behind = behind(proxy, Duration.ofSeconds(20));
      assertThat(behind.version()).isEqualTo(client.version());

      proxy.fault(fault);
      fails(kind, behind::version);
      fails(kind, () -> behind.changes(0, 10));
      fails(kind, behind::lastChange);
      fails(kind, () -> behind.instances(0, 10));
      fails(kind, () -> behind.placement(id));
      fails(kind, () -> behind.header(id));
      fails(kind, () -> behind.fetch(id, target, PLENTY));
      fails(kind, () -> behind.fetchDecoded(id, target, PLENTY));
      fails(kind, () -> behind.store(object));
      fails(kind, () -> behind.preview(id));
      assertThat(target).doesNotExist();

      proxy.fault(Fault.NONE);
      assertThat(behind.store(object)).isEqualTo(client.store(object));
      behind.fetch(id, target, PLENTY);
      assertThat(target).isNotEmptyFile();
    }
  }

  @Test
  void aConnectionThatIsClosedAsItIsUsedIsMadeAnew() throws Exception {
    byte[] object = films.object(Kind.CHEST, 750).toBytes();
    try (FaultyProxy proxy = FaultyProxy.before(server.url())) {
      OrthancClient behind = behind(proxy, Duration.ofSeconds(20));
      behind.version();
      proxy.fault(Fault.CLOSED, 1);

      assertThat(behind.store(object)).isEqualTo(instance(Kind.CHEST, 750));

      assertThat(proxy.requests())
          .containsExactly("GET /system", "POST /instances", "POST /instances");
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForForever() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.before(server.url())) {
      OrthancClient hasty = behind(proxy, Duration.ofMillis(300));
      OrthancClient patient = behind(proxy, Duration.ofSeconds(20));
      proxy.delay(Duration.ofSeconds(2));

      fails(OrthancException.Kind.UNREACHABLE, hasty::version);
      assertThat(patient.version()).isEqualTo(client.version());
    }
  }

  private static OrthancClient behind(FaultyProxy proxy, Duration patience) {
    return new OrthancClient(proxy.url(), Optional.of(OrthancServer.CREDENTIALS), patience);
  }
}
