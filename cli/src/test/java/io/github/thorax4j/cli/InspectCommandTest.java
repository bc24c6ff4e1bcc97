package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  @TempDir Path folder;

  private final TestConsole console = new TestConsole();

  private DicomObject film() {
    int[] stored = Phantom.normal(160, 120, 3).stored(12, true);
    return DicomObject.digitalRadiography(160, 120, stored, 12)
        .set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME1")
        .set(Tag.PATIENT_NAME, Vr.PN, "Somebody^Known");
  }

  @Test
  void showsTheHeaderAndWhatTheModelSees() throws IOException {
    Path file = film().writeTo(folder.resolve("film.dcm"));
    Path seen = folder.resolve("seen.png");

    assertThat(console.run("inspect", file, "--png", seen)).as(console.err()).isZero();

    assertThat(console.out())
        .contains("DICOM")
        .contains("MONOCHROME1")
        .contains("160 x 120")
        .contains("128 x 128")
        .contains("resize 160x120 to 128x128")
        .doesNotContain("Somebody");
    Radiograph image = PngFiles.read(seen);
    assertThat(image.width()).isEqualTo(128);
    assertThat(image.height()).isEqualTo(128);
  }

  /** It once replaced the film by the picture of it. */
  @Test
  void neverWritesOverTheFilm() throws IOException {
    Path file = film().writeTo(folder.resolve("film.dcm"));
    byte[] before = Files.readAllBytes(file);

    assertThat(console.run("inspect", file, "--png", file)).isEqualTo(2);

    assertThat(console.err()).contains("--png: the film itself is not written to");
    assertThat(file).hasBinaryContent(before);
    assertThat(console.run("inspect", file, "--png", folder.resolve("no/seen.png"))).isEqualTo(2);
    assertThat(console.err()).contains("there is no folder");
  }

  @Test
  void json() throws IOException {
    Path file = film().writeTo(folder.resolve("film.dcm"));

    assertThat(console.run("inspect", file, "--json")).isZero();

    JsonNode object = console.objects().get(0);
    assertThat(object.path("status").asText()).isEqualTo("film");
    assertThat(object.path("width").asInt()).isEqualTo(160);
    assertThat(object.path("dicom").path("bits_stored").asInt()).isEqualTo(12);
    assertThat(object.path("dicom").path("photometric_interpretation").asText())
        .isEqualTo("MONOCHROME1");
    assertThat(console.out()).doesNotContain("Somebody");
  }

  @Test
  void whatWouldBeRefusedIsSaid() throws IOException {
    Path file = film().set(Tag.VIEW_POSITION, Vr.CS, "LL").writeTo(folder.resolve("side.dcm"));

    assertThat(console.run("inspect", file)).isZero();
    TestConsole json = new TestConsole();
    assertThat(json.run("inspect", file, "--json")).isZero();

    assertThat(console.out()).contains("refused").contains("not_frontal");
    Path seen = folder.resolve("seen.png");
    assertThat(console.run("inspect", file, "--png", seen)).isZero();
    assertThat(console.err()).contains("seen.png is not written");
    assertThat(seen).doesNotExist();
    assertThat(json.objects().get(0).path("reason").asText()).isEqualTo("not_frontal");
  }

  @Test
  void takesOtherSecondaryCapturesWhenAsked() throws IOException {
    Path file =
        DicomObject.secondaryCapture(160, 120, Phantom.normal(160, 120, 3).stored(8, false))
            .remove(Tag.MODALITY)
            .writeTo(folder.resolve("capture.dcm"));

    assertThat(console.run("inspect", file)).isZero();
    TestConsole asked = new TestConsole();
    assertThat(asked.run("inspect", file, "--secondary-captures")).isZero();

    assertThat(console.out())
        .contains("refused, not_a_radiograph")
        .contains("SOPClassUID is '1.2.840.10008.5.1.4.1.1.7'")
        .doesNotContain("model sees");
    assertThat(asked.out()).contains("gate             accepted").contains("model sees");
  }

  @Test
  void aPlainImage() throws IOException {
    Path file = folder.resolve("film.png");
    PngFiles.write(Phantom.normal(90, 70, 3).radiograph(), file);

    assertThat(console.run("inspect", file)).isZero();

    assertThat(console.out()).contains("90 x 70").contains("128 x 128").contains("decode PNG");
  }
}
