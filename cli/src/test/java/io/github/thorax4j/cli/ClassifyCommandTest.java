package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the shipped model, on generated images. */
class ClassifyCommandTest {

  private static final List<String> KEYS =
      List.of(
          "file",
          "status",
          "finding",
          "probability",
          "threshold",
          "model",
          "reason",
          "detail",
          "preprocessing",
          "millis");

  @TempDir static Path images;
  @TempDir Path folder;

  private static Path normal;
  private static Path ill;
  private static Path dicom;
  private static Path lateral;

  private final TestConsole console = new TestConsole();

  @BeforeAll
  static void draw() throws IOException {
    normal = images.resolve("normal.png");
    ill = images.resolve("ill.png");
    dicom = images.resolve("film.dcm");
    lateral = images.resolve("lateral.dcm");
    PngFiles.write(Phantom.normal(200, 180, 1).radiograph(), normal);
    PngFiles.write(Phantom.pneumonia(200, 180, 2).radiograph(), ill);
    int[] stored = Phantom.normal(160, 160, 3).stored(10, false);
    DicomObject.digitalRadiography(160, 160, stored, 10).writeTo(dicom);
    DicomObject.digitalRadiography(160, 160, stored, 10)
        .set(Tag.VIEW_POSITION, Vr.CS, "LL")
        .writeTo(lateral);
  }

  private List<JsonNode> json(Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(List.of("classify", "--json"));
    all.addAll(List.of(arguments));
    console.run(all.toArray());
    return console.objects();
  }

  private static List<String> texts(List<JsonNode> objects, String key) {
    return objects.stream().map(object -> object.path(key).asText()).toList();
  }

  @Test
  void answersAreTheLibrarysInOrderOfInput() throws IOException {
    List<JsonNode> objects = json(ill, dicom, normal, dicom);

    assertThat(texts(objects, "file"))
        .containsExactly(ill.toString(), dicom.toString(), normal.toString(), dicom.toString());
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      for (JsonNode object : objects) {
        Outcome.Assessed expected =
            (Outcome.Assessed) classifier.classify(Path.of(object.path("file").asText()));
        assertThat(object.path("probability").asDouble())
            .isCloseTo(expected.probability(), within(1e-6));
        assertThat(object.path("finding").asText()).isEqualTo(expected.finding().label());
        assertThat(object.path("threshold").asDouble()).isEqualTo(expected.threshold());
        assertThat(object.path("model").path("sha256").asText())
            .isEqualTo(expected.model().sha256());
        assertThat(object.path("preprocessing")).hasSize(expected.preprocessing().size());
      }
    }
  }

  @Test
  void everyObjectHasEveryKeyInOrder() throws IOException {
    List<JsonNode> objects = json(normal, lateral, folder.resolve("missing.png"));

    assertThat(texts(objects, "status")).containsExactly("assessed", "declined", "failed");
    for (JsonNode object : objects) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      assertThat(keys).isEqualTo(KEYS);
    }
    assertThat(objects.get(1).path("reason").asText()).isEqualTo("not_frontal");
    assertThat(objects.get(1).path("detail").asText()).contains("LL");
  }

  /** No file is named after what a header says: a UID may be a path. */
  @Test
  void heatMapsAreNotNamedAfterUids() throws IOException {
    Path maps = folder.resolve("a/b/maps");
    int[] stored = Phantom.normal(160, 160, 3).stored(10, false);
    Path file =
        DicomObject.digitalRadiography(160, 160, stored, 10)
            .set(Tag.SOP_INSTANCE_UID, Vr.UI, "../../evil")
            .set(Tag.SERIES_INSTANCE_UID, Vr.UI, "/tmp/evil")
            .set(Tag.PATIENT_ID, Vr.LO, "..\\..\\evil")
            .set(Tag.PATIENT_NAME, Vr.PN, "../../evil")
            .writeTo(folder.resolve("film.dcm"));

    assertThat(console.run("classify", "--heatmap", maps, file)).as(console.err()).isZero();

    try (Stream<Path> written = Files.walk(folder)) {
      assertThat(written.filter(Files::isRegularFile))
          .containsExactlyInAnyOrder(file, maps.resolve("film.dcm-heatmap.png"));
    }
  }

  @Test
  void takesOtherSecondaryCapturesWhenAsked() throws IOException {
    Path capture =
        DicomObject.secondaryCapture(160, 160, Phantom.normal(160, 160, 3).stored(8, false))
            .set(Tag.MODALITY, Vr.CS, "OT")
            .writeTo(folder.resolve("capture.dcm"));
    JsonNode declined = json(capture).get(0);
    assertThat(declined.path("status").asText()).isEqualTo("declined");
    assertThat(declined.path("detail").asText()).isEqualTo("Modality is 'OT'");

    TestConsole asked = new TestConsole();
    assertThat(asked.run("classify", "--json", "--secondary-captures", capture, normal)).isZero();

    assertThat(texts(asked.objects(), "status")).containsExactly("assessed", "assessed");
  }

  @Test
  void declinedIsNoFailure() {
    assertThat(console.run("classify", "--json", normal, lateral)).isZero();

    assertThat(console.err()).isEmpty();
  }

  @Test
  void aFailedFileIsNamedAndTheOthersAreDone() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.dcm"));
    Path text = Files.writeString(folder.resolve("text.txt"), "no image");
    Path cut = folder.resolve("cut.png");
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(normal), 900));
    Path missing = folder.resolve("missing.png");

    int exit = console.run("classify", "--json", empty, normal, text, cut, missing, dicom);

    List<JsonNode> objects = console.objects();
    assertThat(exit).isEqualTo(1);
    assertThat(texts(objects, "status"))
        .containsExactly("failed", "assessed", "failed", "failed", "failed", "assessed");
    assertThat(texts(objects, "detail").get(0)).isEqualTo(empty + ": the file is empty");
    assertThat(texts(objects, "detail").get(2)).startsWith(text + ": not an image of a known");
    assertThat(texts(objects, "detail").get(3)).startsWith(cut + ": cannot be decoded");
    assertThat(texts(objects, "detail").get(4)).isEqualTo(missing + ": no such file");
  }

  @Test
  void inAFolderWhatIsNoImageIsLeftOutButWhatIsABrokenOneIsNot() throws IOException {
    Files.copy(normal, folder.resolve("b.png"));
    Files.writeString(folder.resolve("a.txt"), "no image");
    Files.createFile(folder.resolve("marker"));
    Files.createFile(folder.resolve("c.DCM"));

    int exit = console.run("classify", "--json", folder);

    assertThat(exit).isEqualTo(1);
    assertThat(texts(console.objects(), "file"))
        .containsExactly(folder.resolve("b.png").toString(), folder.resolve("c.DCM").toString());
    assertThat(console.err()).contains("2 files are no image of a known format");
  }

  @Test
  void namesOfAnyKind() throws IOException {
    Path odd = folder.resolve("a \"b\", c\nд\u001b[2J.png");
    Files.copy(normal, odd);

    assertThat(texts(json(odd), "file")).containsExactly(odd.toString());
    TestConsole table = new TestConsole();
    assertThat(table.run("classify", odd)).isZero();
    assertThat(table.lines().get(1)).contains("a \"b\", c\\n");
    assertThat(table.out()).doesNotContain("\u001b");
  }

  @Test
  void aListOnStandardInput() throws IOException {
    TestConsole withList = new TestConsole(normal + "\n\n" + images.resolve("film.dcm") + "\n");

    assertThat(withList.run("classify", "--csv", "-")).isZero();

    assertThat(withList.lines()).hasSize(3);
    assertThat(withList.lines().get(1)).startsWith(normal + ",assessed,");
    assertThat(withList.lines().get(2)).startsWith(dicom + ",assessed,");
  }

  @Test
  void anEmptyListIsNoFailure() {
    assertThat(console.run("classify", "--json", "-")).isZero();

    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualTo("No image was found.\n");
  }

  @Test
  void theThresholdDecides() throws IOException {
    List<JsonNode> all = json("--threshold", "0", normal, ill);
    assertThat(texts(all, "finding")).containsOnly("pneumonia");
    assertThat(all.get(0).path("threshold").asDouble()).isZero();

    TestConsole strict = new TestConsole();
    strict.run("classify", "--json", "--threshold", "1", normal, ill);
    assertThat(texts(strict.objects(), "finding")).containsOnly("normal");
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    List<Path> many = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      many.addAll(List.of(normal, ill, dicom, lateral));
    }
    List<List<String>> probabilities = new ArrayList<>();
    for (String threads : List.of("1", "8")) {
      TestConsole run = new TestConsole();
      List<Object> arguments = new ArrayList<>(List.of("classify", "--json", "--threads", threads));
      arguments.addAll(many);
      run.run(arguments.toArray());
      assertThat(texts(run.objects(), "file"))
          .isEqualTo(many.stream().map(Path::toString).toList());
      probabilities.add(texts(run.objects(), "probability"));
    }
    for (int i = 0; i < many.size(); i++) {
      if (!probabilities.get(0).get(i).equals("null")) {
        assertThat(Double.parseDouble(probabilities.get(1).get(i)))
            .isCloseTo(Double.parseDouble(probabilities.get(0).get(i)), within(1e-6));
      }
    }
  }

  @Test
  void topShowsTheHighestFirstAndStillTellsFailures() throws IOException {
    Path missing = folder.resolve("missing.png");
    TestConsole all = new TestConsole();
    all.run("classify", "--json", normal, ill, dicom);
    List<String> byProbability =
        all.objects().stream()
            .sorted(
                Comparator.comparingDouble((JsonNode o) -> o.path("probability").asDouble())
                    .reversed())
            .map(o -> o.path("file").asText())
            .toList();

    int exit =
        console.run("classify", "--json", "--top", "2", missing, normal, ill, lateral, dicom);

    assertThat(exit).isEqualTo(1);
    assertThat(texts(console.objects(), "file")).isEqualTo(byProbability.subList(0, 2));
    assertThat(console.err()).isEqualTo(missing + ": no such file\n");
  }

  @Test
  void heatMapsOfInputsOfOneNameAreKeptApart() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other")).resolve("normal.png");
    Files.copy(ill, other);
    Path maps = folder.resolve("maps/deep");

    int exit = console.run("classify", "--json", "--heatmap", maps, normal, other, lateral);

    assertThat(exit).isZero();
    BufferedImage first = ImageIO.read(maps.resolve("normal.png-heatmap.png").toFile());
    BufferedImage second = ImageIO.read(maps.resolve("normal.png-2-heatmap.png").toFile());
    assertThat(first.getWidth()).isGreaterThanOrEqualTo(512);
    assertThat(second.getWidth()).isEqualTo(first.getWidth());
    try (var files = Files.list(maps)) {
      assertThat(files).hasSize(2);
    }
    TestConsole plain = new TestConsole();
    plain.run("classify", "--json", normal, other, lateral);
    assertThat(texts(console.objects(), "probability"))
        .isEqualTo(texts(plain.objects(), "probability"));
  }

  @Test
  void heatMapsAreNoInput() throws IOException {
    Files.copy(normal, folder.resolve("a.png"));
    Path maps = folder.resolve("maps");

    console.run("classify", "--json", "--heatmap", maps, folder);
    TestConsole again = new TestConsole();
    again.run("classify", "--json", "--heatmap", maps, folder);

    assertThat(again.objects()).hasSize(1);
  }

  @Test
  void aHeatMapFolderThatCannotBeOneIsWrongUsage() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(console.run("classify", "--heatmap", file, normal)).isEqualTo(2);

    assertThat(console.err()).contains("cannot make the folder " + file);
  }

  @Test
  void theTableSaysWhichModelAndWhatItIsNot() {
    assertThat(console.run("classify", normal, lateral)).isZero();

    assertThat(console.lines().get(0)).isEqualTo("finding    probability  file");
    assertThat(console.lines().get(2))
        .startsWith("declined             -  " + lateral + "  (")
        .contains("LL");
    assertThat(console.out())
        .contains("1 assessed (")
        .contains("1 declined")
        .contains("Model thoraxnet")
        .endsWith("Research software, not for diagnosis.\n");
  }

  @Test
  void aModelThatIsNoneIsOneSentence() throws IOException {
    Path fake = Files.writeString(folder.resolve("fake.thorax"), "not a model");

    assertThat(console.run("classify", "--model", fake, normal)).isEqualTo(1);

    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualTo("thorax4j: " + fake + ": is no thorax4j model\n");
  }
}
