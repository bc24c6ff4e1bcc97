package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.testdata.LabelledSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** <i>Train Model...</i> and <i>Evaluate Model...</i> as a user has them. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses an X server")
class TrainingIT {

  private static final String TRAIN = "Train Model...";
  private static final String EVALUATE = "Evaluate Model...";

  @TempDir Path home;
  @TempDir Path folder;

  @Test
  void escapeKeepsTheModelAndAnEvaluationIsRecordedAndReplayed() throws Exception {
    LabelledSet set = LabelledSet.write(folder.resolve("set"), 10, 1, 64, 5);
    Path out = folder.resolve("my.thorax");
    try (ImageJProcess imagej = ImageJProcess.start(ImageJRelease.CURRENT, home)) {
      imagej.macro("run('Record...');");

      imagej.choose(TRAIN);
      imagej.type("Train Model", set.root().toString());
      imagej.press("Train Model", "Tab", "Tab", "Tab");
      imagej.type("Train Model", out.toString());
      imagej.screenshot("train-dialog.png");
      imagej.press("Train Model", "Return");
      await()
          .atMost(ImageJProcess.PATIENCE)
          .until(() -> Files.exists(folder.resolve("my-checkpoints/last.thorax")));
      imagej.screenshot("train.png");
      imagej.press("ImageJ", "Escape");
      imagej.awaitEnd(TRAIN);

      int epochs = ThoraxModel.read(out).card().provenance().epochs();
      assertThat(epochs).isPositive();
      assertThat(imagej.recorded())
          .contains("run(\"Train Model...\", \"data=" + set.root() + " out=" + out);

      imagej.choose(EVALUATE);
      imagej.type("Evaluate Model", set.root().toString());
      imagej.press("Evaluate Model", "Return");
      imagej.awaitEnd(EVALUATE);
      imagej.screenshot("evaluate.png");
      String title =
          imagej.windows().stream()
              .filter(window -> window.startsWith("Evaluation of "))
              .findFirst()
              .orElseThrow();
      assertThat(imagej.windows()).anyMatch(window -> window.startsWith("ROC of "));
      List<String> byHand = imagej.lines(title);
      String recorded = imagej.recorded();
      imagej.clear();
      imagej.macro(recorded.substring(recorded.indexOf("run(\"Evaluate Model...\"")));

      assertThat(byHand).anyMatch(line -> line.contains("AUROC"));
      assertThat(imagej.lines(title)).isEqualTo(byHand);
    }
  }
}
