package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.thorax4j.testdata.LabelledSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the shipped model, on generated images: what it says of them is of no matter here. */
class EvaluateCommandTest {

  @TempDir static Path images;
  @TempDir Path folder;

  private static LabelledSet set;

  private final TestConsole console = new TestConsole();

  @BeforeAll
  static void draw() throws IOException {
    set = LabelledSet.write(images, 12, 1, 128, 5);
  }

  @Test
  void theObjectHasExactlyTheseKeys() throws IOException {
    assertThat(console.run("evaluate", set.root(), "--json")).isZero();

    assertThat(console.objects()).hasSize(1);
    JsonNode object = console.objects().get(0);
    assertThat(keys(object))
        .containsExactly(
            "n",
            "accuracy",
            "sensitivity",
            "specificity",
            "precision",
            "f1",
            "auroc",
            "auroc_ci",
            "auprc",
            "brier",
            "ece",
            "threshold",
            "confusion",
            "declined",
            "failed");
    assertThat(keys(object.path("confusion"))).containsExactly("tp", "fp", "tn", "fn");
    assertThat(object.path("auroc_ci")).hasSize(2);
    assertThat(object.path("n").asInt()).isEqualTo(12);
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void theFiguresFollowFromThePredictions() throws IOException {
    assertThat(console.run("evaluate", set.labels(), "--threshold", "0.3", "--report", folder))
        .isZero();

    List<String> rows = Files.readAllLines(folder.resolve("predictions.csv"));
    assertThat(rows.get(0)).isEqualTo("file,label,status,finding,probability,right,detail");
    assertThat(rows).hasSize(13);
    int tp = 0;
    int right = 0;
    double squares = 0;
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      boolean ill = cells[1].equals("pneumonia");
      double probability = Double.parseDouble(cells[4]);
      squares += Math.pow(probability - (ill ? 1 : 0), 2);
      tp += ill && probability >= 0.3 ? 1 : 0;
      right += ill == probability >= 0.3 ? 1 : 0;
      assertThat(cells[5]).isEqualTo(Boolean.toString(ill == probability >= 0.3));
    }
    JsonNode metrics = new ObjectMapper().readTree(folder.resolve("metrics.json").toFile());
    assertThat(metrics.path("confusion").path("tp").asInt()).isEqualTo(tp);
    assertThat(metrics.path("accuracy").asDouble()).isCloseTo(right / 12.0, within(1e-12));
    assertThat(metrics.path("brier").asDouble()).isCloseTo(squares / 12, within(1e-12));
    assertThat(metrics.path("threshold").asDouble()).isEqualTo(0.3);
    assertThat(metrics.path("model").path("sha256").asText()).hasSize(64);
    assertThat(Files.readString(folder.resolve("report.txt"))).isEqualTo(console.out());
  }

  @Test
  void theReportHasPictures() throws IOException {
    assertThat(console.run("evaluate", set.root(), "--report", folder.resolve("new/report")))
        .isZero();

    for (String name : List.of("roc.png", "reliability.png")) {
      BufferedImage picture = ImageIO.read(folder.resolve("new/report").resolve(name).toFile());
      assertThat(picture.getWidth()).isEqualTo(640);
      assertThat(picture.getHeight()).isEqualTo(640);
    }
  }

  @Test
  void theTextHasTheClassificationReportAndSaysWhatThisIsNot() {
    assertThat(console.run("evaluate", set.root())).isZero();

    assertThat(console.out())
        .contains("12 assessed (6 normal, 6 pneumonia), 0 declined, 0 failed")
        .contains("precision    recall  f1-score   support")
        .contains("weighted avg")
        .endsWith("Research software, not for diagnosis.\n");
  }

  @Test
  void aFailedFileIsNamedCountedAndLeftAside() throws IOException {
    Files.copy(set.labels(), folder.resolve("labels.csv"));
    String table = Files.readString(set.labels()).replace("PNEUMONIA/", images + "/PNEUMONIA/");
    Files.writeString(
        folder.resolve("labels.csv"), table.replace("NORMAL/IM", images + "/NORMAL/IM"));
    Files.writeString(
        folder.resolve("labels.csv"),
        Files.readString(folder.resolve("labels.csv")) + "gone.png,NORMAL,x\n");

    assertThat(console.run("evaluate", folder.resolve("labels.csv"), "--json")).isEqualTo(1);

    JsonNode object = console.objects().get(0);
    assertThat(object.path("n").asInt()).isEqualTo(12);
    assertThat(object.path("failed").asInt()).isEqualTo(1);
    assertThat(console.err()).isEqualTo(folder.resolve("gone.png") + ": no such file\n");
  }

  @Test
  void oneClassAloneGivesNullsAndAReport() throws IOException {
    Path table = folder.resolve("one.csv");
    StringBuilder rows = new StringBuilder("path,label\n");
    set.images().images().stream()
        .limit(3)
        .forEach(image -> rows.append(image.file()).append(",NORMAL\n"));
    Files.writeString(table, rows);

    assertThat(console.run("evaluate", table, "--json", "--report", folder)).isZero();

    JsonNode object = console.objects().get(0);
    for (String key : List.of("sensitivity", "auroc", "auroc_ci", "auprc")) {
      assertThat(object.path(key).isNull()).as(key).isTrue();
    }
    assertThat(object.path("specificity").isNumber()).isTrue();
    assertThat(folder.resolve("roc.png")).isNotEmptyFile();
  }

  @Test
  void nothingToMeasureIsSaid() throws IOException {
    Files.createDirectories(folder.resolve("NORMAL"));
    Files.createDirectories(folder.resolve("PNEUMONIA"));

    assertThat(console.run("evaluate", folder, "--json")).isEqualTo(1);

    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualTo("thorax4j: " + folder + ": holds no images\n");
  }
}
