package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the shipped model, on a generated film. */
class ResultCommandTest {

  @TempDir Path folder;

  private final TestConsole console = new TestConsole();

  private DicomObject film() {
    return DicomObject.digitalRadiography(
            160, 120, Phantom.normal(160, 120, 3).stored(12, false), 12)
        .set(Tag.PATIENT_NAME, Vr.PN, "Somebody^Known");
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Attributes header(Path file) throws IOException {
    return DicomCodec.open().readHeader(file).attributes();
  }

  @Test
  void writesBothObjectsOfTheFilmsStudy() throws IOException {
    Path film = film().writeTo(path("film.dcm"));

    assertThat(console.run("result", film, "--sr", path("sr.dcm"), "--sc", path("sc.dcm")))
        .as(console.err())
        .isZero();

    Attributes report = header(path("sr.dcm"));
    Attributes picture = header(path("sc.dcm"));
    assertThat(report.string(Tag.SOP_CLASS_UID)).contains("1.2.840.10008.5.1.4.1.1.88.34");
    assertThat(picture.string(Tag.SOP_CLASS_UID)).contains("1.2.840.10008.5.1.4.1.1.7");
    for (Attributes object : List.of(report, picture)) {
      assertThat(object.string(Tag.STUDY_INSTANCE_UID))
          .isEqualTo(header(film).string(Tag.STUDY_INSTANCE_UID));
      assertThat(object.string(Tag.PATIENT_NAME)).contains("Somebody^Known");
      assertThat(object.string(Tag.MANUFACTURER_MODEL_NAME)).contains("thoraxnet");
    }
    assertThat(console.out())
        .contains("finding      ")
        .contains("probability  0.")
        .contains("threshold    0.5")
        .contains("model        thoraxnet 1.0.0 (")
        .contains("report       " + path("sr.dcm"))
        .contains("heat map     " + path("sc.dcm"))
        .endsWith("Research software, not for diagnosis.\n")
        .doesNotContain("Somebody");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void theSameAgainIsTheSameToTheByte() throws IOException {
    Path film = film().writeTo(path("film.dcm"));
    for (String run : List.of("a", "b")) {
      assertThat(
              new TestConsole()
                  .run("result", film, "--sr", path(run + "sr"), "--sc", path(run + "sc")))
          .isZero();
    }
    assertThat(path("asr")).hasSameBinaryContentAs(path("bsr"));
    assertThat(path("asc")).hasSameBinaryContentAs(path("bsc"));
  }

  @Test
  void jsonNamesTheObjects() throws IOException {
    Path film = film().writeTo(path("film.dcm"));

    assertThat(
            console.run(
                "result",
                film,
                "--sr",
                path("sr.dcm"),
                "--comprehensive-sr",
                "--threshold",
                "0",
                "--json"))
        .as(console.err())
        .isZero();

    JsonNode object = console.objects().get(0);
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      Outcome.Assessed expected = (Outcome.Assessed) classifier.classify(film);
      assertThat(object.path("probability").asDouble())
          .isCloseTo(expected.probability(), within(1e-6));
      assertThat(object.path("model").path("sha256").asText()).isEqualTo(expected.model().sha256());
    }
    assertThat(object.path("finding").asText()).isEqualTo("pneumonia");
    assertThat(object.path("threshold").asDouble()).isZero();
    assertThat(object.path("objects")).hasSize(1);
    JsonNode report = object.path("objects").get(0);
    assertThat(report.path("file").asText()).isEqualTo(path("sr.dcm").toString());
    assertThat(report.path("sop_class_uid").asText()).isEqualTo("1.2.840.10008.5.1.4.1.1.88.33");
    assertThat(header(path("sr.dcm")).string(Tag.SOP_INSTANCE_UID))
        .contains(report.path("sop_instance_uid").asText());
    assertThat(names()).containsExactly("film.dcm", "sr.dcm");
  }

  @Test
  void anotherOperatingPointGivesAnotherObject() throws IOException {
    Path film = film().writeTo(path("film.dcm"));
    assertThat(console.run("result", film, "--sr", path("a.dcm"))).isZero();
    assertThat(console.run("result", film, "--sr", path("b.dcm"), "--threshold", "0.25")).isZero();
    assertThat(header(path("a.dcm")).string(Tag.SOP_INSTANCE_UID))
        .isNotEqualTo(header(path("b.dcm")).string(Tag.SOP_INSTANCE_UID));
  }

  private void assertNothingWritten(Path film, String cause) throws IOException {
    List<String> before = names();
    assertThat(console.run("result", film, "--sr", path("sr.dcm"), "--sc", path("sc.dcm")))
        .isEqualTo(Main.FAILED);
    assertThat(console.err()).isEqualTo("thorax4j: " + film + ": " + cause + "\n");
    assertThat(console.out()).isEmpty();
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void aDeclinedFilmGetsNothing() throws IOException {
    assertNothingWritten(
        film().set(Tag.VIEW_POSITION, Vr.CS, "LL").writeTo(path("side.dcm")),
        "declined, nothing is written: ViewPosition is 'LL'");
  }

  @Test
  void aBlankFilmGetsNothing() throws IOException {
    Path blank =
        DicomObject.digitalRadiography(160, 120, new int[160 * 120], 12).writeTo(path("blank.dcm"));
    assertThat(console.run("result", blank, "--sr", path("sr.dcm"))).isEqualTo(Main.FAILED);
    assertThat(console.err()).startsWith("thorax4j: " + blank + ": declined, nothing is written: ");
    assertThat(names()).containsExactly("blank.dcm");
  }

  @Test
  void whatIsNoDicomGetsNothing() throws IOException {
    Path png = path("film.png");
    PngFiles.write(Phantom.normal(160, 120, 3).radiograph(), png);
    assertNothingWritten(png, "not a DICOM file, so there is no study to file a result in");
  }

  @Test
  void whatIsMissingGetsNothing() throws IOException {
    assertNothingWritten(path("missing.dcm"), "no such file");
  }

  @Test
  void aFilmWithoutStudyGetsNothing() throws IOException {
    assertNothingWritten(
        film().remove(Tag.STUDY_INSTANCE_UID).writeTo(path("film.dcm")),
        "the source has no StudyInstanceUID, a result cannot be filed");
  }

  @Test
  void aFilmThatCannotBeDecodedGetsNothing() throws IOException {
    Path film = film().fragments("1.2.840.10008.1.2.4.102", new byte[8]).writeTo(path("film.dcm"));
    assertNothingWritten(
        film,
        "pixels in transfer syntax MPEG-4 AVC/H.264 High Profile / Level 4.1"
            + " (1.2.840.10008.1.2.4.102) cannot be decoded");
  }

  @Test
  void theFilmIsNotOverwritten() throws IOException {
    Path film = film().writeTo(path("film.dcm"));
    byte[] before = Files.readAllBytes(film);
    Path link = Files.createSymbolicLink(path("link.dcm"), film);
    Path around = folder.resolve("..").resolve(folder.getFileName()).resolve("film.dcm");
    for (Path out : List.of(film, link, around)) {
      TestConsole refused = new TestConsole();
      assertThat(refused.run("result", film, "--sr", path("sr.dcm"), "--sc", out))
          .isEqualTo(Main.WRONG_USAGE);
      assertThat(refused.err()).contains("the film itself is not written to");
    }
    assertThat(film).hasBinaryContent(before);
    assertThat(path("sr.dcm")).doesNotExist();
  }

  @Test
  void twoOutputsAreTwoFiles() throws IOException {
    Path film = film().writeTo(path("film.dcm"));
    Path linked = Files.createSymbolicLink(path("linked"), folder);
    assertThat(
            console.run("result", film, "--sr", path("out.dcm"), "--sc", linked.resolve("out.dcm")))
        .isEqualTo(Main.WRONG_USAGE);
    assertThat(console.err()).contains("--sr and --sc name the same file");
    assertThat(path("out.dcm")).doesNotExist();
  }

  @Test
  void whereNothingCanBeWrittenIsSaidBefore() throws IOException {
    Path film = film().writeTo(path("film.dcm"));
    Path missing = path("missing");
    TestConsole refused = new TestConsole();
    assertThat(
            refused.run("result", film, "--sr", path("sr.dcm"), "--sc", missing.resolve("sc.dcm")))
        .isEqualTo(Main.WRONG_USAGE);
    assertThat(refused.err())
        .contains(": there is no folder " + missing + " that can be written to");
    assertThat(console.run("result", film, "--sr", folder)).isEqualTo(Main.WRONG_USAGE);
    assertThat(console.err()).contains("--sr: " + folder + ": is a folder");
    assertThat(names()).containsExactly("film.dcm");
  }
}
