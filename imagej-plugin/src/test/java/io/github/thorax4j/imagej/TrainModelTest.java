package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.IJ;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.djl.LabelledFiles;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.testdata.LabelledSet;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainModelTest {

  private static final String QUICK = " batch=4 hold-out=0.4 seed=7";

  @TempDir static Path images;
  @TempDir Path folder;

  private static LabelledSet set;

  private final TrainModel command = new TrainModel();

  @BeforeAll
  static void draw() throws IOException {
    set = LabelledSet.write(images, 10, 1, 64, 5);
  }

  private String macro(Path out, String more) {
    return "data=[" + set.root() + "] out=[" + out + "]" + QUICK + " " + more;
  }

  @Test
  void trainsSavesReportsAndSaysSo() throws Exception {
    Path out = folder.resolve("my model.thorax");
    Path report = folder.resolve("report");

    List<String> log =
        Headless.log(command, macro(out, "epochs=2 name=mine version=2.1 report=[" + report + "]"));

    assertThat(log)
        .startsWith(
            "Training thoraxnet with recipe robust on 10 images (5 normal, 5 pneumonia), seed 7.")
        .contains("Saved " + out, "Research software, not for diagnosis.")
        .anyMatch(line -> line.matches("holdout.auroc +[01]\\.\\d{4}"));
    assertThat(log.get(1)).matches("epoch 1 of 2: loss \\d.*, AUROC [01]\\.\\d{4}, .*");
    assertThat(log.get(2)).startsWith("epoch 2 of 2: ");
    ModelCard card = ThoraxModel.read(out).card();
    assertThat(card.identity().name()).isEqualTo("mine");
    assertThat(card.identity().version()).isEqualTo("2.1");
    assertThat(card.provenance().seed()).isEqualTo(7);
    assertThat(card.provenance().epochs()).isEqualTo(2);
    assertThat(card.provenance().settings()).containsEntry("batchSize", "4");
    assertThat(folder.resolve("my model-checkpoints"))
        .isDirectoryContaining("glob:**/last.thorax")
        .isDirectoryContaining("glob:**/best.thorax");
    assertThat(report.resolve("training.png")).isNotEmptyFile();
    assertThat(LabelledFiles.read(report.resolve("hold-out.csv")).images())
        .hasSize(card.provenance().heldOut());
  }

  @Test
  void escapeSavesTheModelAsItIs() throws Exception {
    Path out = Files.writeString(folder.resolve("my.thorax"), "to be replaced");
    Path checkpoint = folder.resolve("my-checkpoints/last.thorax");
    Thread user =
        new Thread(
            () -> {
              Awaitility.await()
                  .atMost(Duration.ofMinutes(5))
                  .until(() -> Files.exists(checkpoint));
              IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            });
    user.start();

    List<String> log = Headless.log(command, macro(out, "epochs=100000 replace"));

    user.join();
    int epochs = ThoraxModel.read(out).card().provenance().epochs();
    assertThat(epochs).isBetween(1, 99_999);
    assertThat(log)
        .contains("Stopped in epoch " + epochs + ": the model is what it was then.")
        .contains("Saved " + out, "Checkpoints: " + checkpoint.getParent());
    assertThat(ThoraxModel.read(checkpoint).card().provenance().epochs()).isPositive();
  }

  @Test
  void escapeBeforeTheFirstStepLeavesWhatIsThere() throws Exception {
    Path out = Files.writeString(folder.resolve("my.thorax"), "precious");
    TrainModel.Options options = command.options(MacroOptions.of(macro(out, "replace")));

    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    try {
      command.run(options);
    } finally {
      IJ.resetEscape();
    }

    assertThat(out).hasContent("precious");
  }

  @Test
  void aModelThatIsThereIsKeptWithoutTheWord() throws IOException {
    Path out = Files.writeString(folder.resolve("my.thorax"), "precious");

    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, macro(out, "epochs=1")))
        .withMessage(out + " is there already; the option replace replaces it");

    assertThat(out).hasContent("precious");
  }

  @Test
  void whatCannotBeWrittenIsSaidBeforeTheTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path out = folder.resolve("my.thorax");

    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, macro(folder, "")))
        .withMessage(folder + ": is a folder");
    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, macro(out, "checkpoints=[" + file + "/a]")))
        .withMessage(file + "/a: the folder cannot be made");
    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, macro(out, "report=[" + file + "/a]")))
        .withMessage(file + "/a: the folder cannot be made");
    assertThat(out).doesNotExist();
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    Path out = folder.resolve("my.thorax");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command.options(MacroOptions.of("out=[" + out + "]")))
        .withMessage("data: the images are missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command.options(MacroOptions.of("data=[" + set.root() + "]")))
        .withMessage("out: there is no file to save the model to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command.options(MacroOptions.of(macro(out, "epochs=-1"))))
        .withMessageStartingWith("epochs must be a whole number from 0 ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headless.log(command, macro(out, "architecture=vgg")))
        .withMessage("architecture: 'vgg' is none of thoraxnet, seed-cnn");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headless.log(command, macro(out, "recipe=slow")))
        .withMessage("recipe: 'slow' is none of robust, origin");
  }

  @Test
  void dataThatCannotBeTrainedOnIsOneSentence() throws IOException {
    Path table = folder.resolve("labels.csv");
    Files.writeString(table, "path,label\n" + set.images().images().get(0).file() + ",NORMAL\n");
    Path out = folder.resolve("my.thorax");

    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, "data=[" + table + "] out=[" + out + "]"))
        .withMessageStartingWith(table + ": cannot be trained on: ")
        .withMessageContaining("PNEUMONIA");
    assertThat(out).doesNotExist();
  }
}
