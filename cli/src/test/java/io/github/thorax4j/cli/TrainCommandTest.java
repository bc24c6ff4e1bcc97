package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.ModelCard;
import io.github.thorax4j.djl.LabelledFiles;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.testdata.LabelledSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  @TempDir static Path images;
  @TempDir Path folder;

  private static LabelledSet set;

  private final TestConsole console = new TestConsole();

  @BeforeAll
  static void draw() throws IOException {
    set = LabelledSet.write(images, 10, 1, 64, 5);
  }

  @Test
  void trainsSavesReportsAndTheModelAnswers() throws IOException {
    Path model = folder.resolve("my.thorax");

    int exit =
        console.run(
            "train",
            set.root(),
            "--out",
            model,
            "--epochs",
            "2",
            "--batch-size",
            "4",
            "--hold-out",
            "0.4",
            "--seed",
            "7",
            "--name",
            "mine",
            "--model-version",
            "2.1",
            "--report",
            folder.resolve("report"),
            "--checkpoints",
            folder.resolve("points"));

    assertThat(exit).as(console.err()).isZero();
    assertThat(console.lines().get(0))
        .isEqualTo(
            "Training thoraxnet with recipe robust on 10 images (5 normal, 5 pneumonia), seed 7.");
    assertThat(console.lines().get(1)).contains("epoch", "loss", "hard AUROC", "images/s");
    assertThat(console.lines().get(2)).startsWith("   1/2 ");
    assertThat(console.lines().get(3)).startsWith("   2/2 ");
    assertThat(console.lines().get(4)).startsWith("Saved " + model + ": mine 2.1 (");
    ModelCard card = ThoraxModel.read(model).card();
    assertThat(card.provenance().seed()).isEqualTo(7);
    assertThat(card.provenance().epochs()).isEqualTo(2);
    assertThat(folder.resolve("points/last.thorax")).isNotEmptyFile();

    Path report = folder.resolve("report");
    assertThat(ImageIO.read(report.resolve("training.png").toFile()).getWidth()).isEqualTo(1280);
    assertThat(Files.readAllLines(report.resolve("history.csv"))).hasSize(3);
    assertThat(LabelledFiles.read(report.resolve("hold-out.csv")).images())
        .hasSize(card.provenance().heldOut());

    TestConsole ask = new TestConsole();
    Path image = set.images().images().get(0).file();
    assertThat(ask.run("classify", "--json", "--model", model, image)).isZero();
    assertThat(ask.objects().get(0).path("model").path("name").asText()).isEqualTo("mine");
    TestConsole measure = new TestConsole();
    assertThat(measure.run("evaluate", report.resolve("hold-out.csv"), "--json", "--model", model))
        .isZero();
    TestConsole describe = new TestConsole();
    assertThat(describe.run("model", "describe", model)).isZero();
    assertThat(describe.out()).contains("mine").contains("2.1").contains("thoraxnet");
  }

  @Test
  void aModelThatIsThereIsKept() throws IOException {
    Path model = Files.writeString(folder.resolve("my.thorax"), "precious");

    assertThat(console.run("train", set.root(), "--out", model)).isEqualTo(2);

    assertThat(console.err()).contains("is there already; --force replaces it");
    assertThat(model).hasContent("precious");
  }

  @Test
  void unknownNamesAreWrongUsageThatNamesTheKnown() {
    Path model = folder.resolve("my.thorax");
    for (String option : List.of("--architecture", "--recipe")) {
      TestConsole wrong = new TestConsole();
      assertThat(wrong.run("train", set.root(), "--out", model, option, "nonsense")).isEqualTo(2);
      assertThat(wrong.err())
          .contains(option + ": 'nonsense' is none of ")
          .contains(option.equals("--recipe") ? "robust, origin" : "thoraxnet, seed-cnn");
    }
    assertThat(model).doesNotExist();
  }

  @Test
  void aLabelWithoutImagesIsOneSentence() throws IOException {
    Path table = folder.resolve("labels.csv");
    Path image = set.images().images().get(0).file();
    Files.writeString(table, "path,label\n" + image + ",NORMAL\n");

    assertThat(console.run("train", table, "--out", folder.resolve("my.thorax"))).isEqualTo(1);

    assertThat(console.err())
        .startsWith("thorax4j: " + table + ": cannot be trained on: ")
        .contains("PNEUMONIA")
        .hasLineCount(1);
    assertThat(folder.resolve("my.thorax")).doesNotExist();
  }
}
