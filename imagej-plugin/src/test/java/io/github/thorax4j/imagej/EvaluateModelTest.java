package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ij.IJ;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.testdata.LabelledSet;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateModelTest {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static LabelledSet set;
  private static TrainedModel tiny;

  private final EvaluateModel command = new EvaluateModel();

  @BeforeAll
  static void draw() throws IOException {
    set = LabelledSet.write(shared.resolve("images"), 6, 1, 160, 5);
    tiny = TinyModels.train(shared.resolve("tiny"), "tiny", 1);
  }

  @AfterEach
  void reset() {
    ModelSelection.SHIPPED.remember();
  }

  @Test
  void measuresTheChosenModelAtTheChosenOperatingPoint() throws Exception {
    Path model = folder.resolve("tiny.thorax");
    tiny.save(model);
    Headless.log(new ChooseModel(), "model=[" + model + "] threshold=0");
    Path report = folder.resolve("report");

    List<String> log = Headless.log(command, "data=[" + set.labels() + "] report=[" + report + "]");

    assertThat(log)
        .contains(
            "model              " + tiny.card().identity(),
            "images             6 assessed (3 normal, 3 pneumonia), 0 declined, 0 failed",
            "threshold          0.0",
            "sensitivity        1.0000",
            "specificity        0.0000",
            "Research software, not for diagnosis.");
    assertThat(Files.readAllLines(report.resolve("report.txt"))).isEqualTo(log);
    assertThat(report)
        .isDirectoryContaining("glob:**/roc.png")
        .isDirectoryContaining("glob:**/reliability.png");
    assertThat(probabilities(report)).containsExactlyElementsOf(asked(tiny.classifier()));
  }

  @Test
  void measuresAModelThatIsGivenAtItsOwnOperatingPoint() throws Exception {
    Path model = folder.resolve("tiny.thorax");
    tiny.save(model);
    Headless.log(new ChooseModel(), "threshold=0");

    List<String> log =
        Headless.log(command, "data=[" + set.root() + "] model=[" + model + "] report=[]");

    assertThat(log)
        .contains("model              " + tiny.card().identity(), "threshold          0.5");
  }

  @Test
  void anImageThatFailsIsNamedAndTheOthersAreMeasured() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no image");
    Path table = folder.resolve("labels.csv");
    Files.writeString(
        table,
        "path,label\n"
            + broken
            + ",NORMAL\n"
            + set.images().images().get(0).file()
            + ",NORMAL\n"
            + set.images().images().get(5).file()
            + ",PNEUMONIA\n");

    List<String> log = Headless.log(command, "data=[" + table + "]");

    assertThat(log.get(0)).startsWith(broken + ": ");
    assertThat(log)
        .contains("images             2 assessed (1 normal, 1 pneumonia), 0 declined, 1 failed");
  }

  @Test
  void afterEscapeTheFiguresAreOfWhatWasAskedAndSaySo() throws Exception {
    StringBuilder many = new StringBuilder("path,label\n");
    for (int i = 0; i < 20_000; i++) {
      many.append(set.images().images().get(i % 6).file());
      many.append(i % 6 < 3 ? ",NORMAL\n" : ",PNEUMONIA\n");
    }
    Path table = Files.writeString(folder.resolve("many.csv"), many);
    Path report = folder.resolve("report");
    Thread user =
        new Thread(
            () -> {
              Awaitility.await().atMost(Duration.ofMinutes(5)).until(EvaluateModelTest::isAtWork);
              IJ.wait(2000);
              IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            });
    user.start();

    List<String> log = Headless.log(command, "data=[" + table + "] report=[" + report + "]");

    user.join();
    String stopped =
        log.stream().filter(line -> line.startsWith("stopped ")).findFirst().orElseThrow();
    assertThat(stopped).matches("stopped +after \\d+ of 20000 images");
    int answered = Integer.parseInt(stopped.replaceAll("\\D+(\\d+) of.*", "$1"));
    assertThat(answered).isBetween(1, 19_999);
    assertThat(Files.readAllLines(report.resolve("predictions.csv"))).hasSize(answered + 1);
    assertThat(report.resolve("metrics.json"))
        .content()
        .contains("\"not_asked\":" + (20_000 - answered));
  }

  @Test
  void escapeBeforeTheFirstImageWritesNoFigures() throws Exception {
    Path report = folder.resolve("report");
    EvaluateModel.Options options =
        command.options(MacroOptions.of("data=[" + set.root() + "] report=[" + report + "]"));

    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    try {
      command.run(options);
    } finally {
      IJ.resetEscape();
    }

    assertThat(report).isEmptyDirectory();
  }

  @Test
  void aFolderWithoutImagesIsOneSentence() throws IOException {
    Files.createDirectories(folder.resolve("NORMAL"));
    Files.createDirectories(folder.resolve("PNEUMONIA"));

    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, "data=[" + folder + "]"))
        .withMessage(folder + ": holds no images");
  }

  private static boolean isAtWork() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("thorax4j-worker"));
  }

  private static List<Double> probabilities(Path report) throws IOException {
    return Files.readAllLines(report.resolve("predictions.csv")).stream()
        .skip(1)
        .map(line -> Double.valueOf(line.split(",", -1)[4]))
        .toList();
  }

  private static List<Double> asked(PneumoniaClassifier model) throws IOException {
    List<Double> probabilities = new ArrayList<>();
    try (model) {
      for (var image : set.images().images()) {
        probabilities.add(((Outcome.Assessed) model.classify(image.file())).probability());
      }
    }
    return probabilities;
  }
}
