package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** <i>Classify Folder...</i> as a user has it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses an X server")
class FolderIT {

  private static final String COMMAND = "Classify Folder...";
  private static final String DIALOG = "Classify Folder";
  private static final String TABLE = "Thorax4J";

  @TempDir static Path home;
  private static ImageJProcess imagej;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    imagej = ImageJProcess.start(ImageJRelease.CURRENT, home);
  }

  @AfterAll
  static void end() throws Exception {
    if (imagej != null) {
      imagej.close();
    }
  }

  @AfterEach
  void clear() throws IOException {
    imagej.clear();
  }

  private Path films(int count) throws IOException {
    Path films = Files.createDirectory(folder.resolve("films"));
    Path first = films.resolve("0.png");
    PngFiles.write(Phantom.pneumonia(300, 260, 7).radiograph(), first);
    for (int i = 1; i < count; i++) {
      Files.copy(first, films.resolve(i + ".png"));
    }
    return films;
  }

  @Test
  void whatIsRecordedReplaysToTheSameTable() throws Exception {
    Path films = films(2);
    PngFiles.write(Phantom.normal(280, 300, 3).radiograph(), films.resolve("normal.png"));
    PngFiles.write(Phantom.hand(280, 300, 3).radiograph(), films.resolve("hand.png"));
    Files.writeString(films.resolve("broken.png"), "no image");
    Path csv = folder.resolve("with space.csv");
    imagej.macro("run('Record...');");

    imagej.choose(COMMAND);
    imagej.type(DIALOG, films.toString());
    imagej.press(DIALOG, "Tab", "Tab");
    imagej.type(DIALOG, csv.toString());
    imagej.press(DIALOG, "Return");
    imagej.awaitEnd(COMMAND);
    imagej.screenshot("folder.png");
    List<String> byHand = imagej.table(TABLE, ResultRows.MILLISECONDS);
    String macro = imagej.recorded();

    assertThat(byHand).as(macro).hasSize(1 + 5);
    assertThat(macro).contains(csv.toString());
    Files.delete(csv);
    imagej.clear();
    imagej.macro(macro);

    assertThat(imagej.table(TABLE, ResultRows.MILLISECONDS)).isEqualTo(byHand);
    assertThat(csv).exists();
    assertThat(Files.readAllLines(csv)).hasSize(5 + 1);
  }

  @Test
  void escapeStopsAndKeepsWhatIsDone() throws Exception {
    int count = 1500;
    Path films = films(count);
    Path csv = folder.resolve("results.csv");

    imagej.choose(COMMAND);
    imagej.type(DIALOG, films.toString());
    imagej.press(DIALOG, "Tab", "Tab");
    imagej.type(DIALOG, csv.toString());
    imagej.press(DIALOG, "Return");
    await()
        .pollInterval(Duration.ofMillis(100))
        .atMost(ImageJProcess.PATIENCE)
        .until(() -> Files.exists(csv) && Files.readAllLines(csv).size() > 20);
    imagej.press("ImageJ", "Escape");
    long begin = System.nanoTime();
    imagej.awaitEnd(COMMAND);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(took).isLessThan(Duration.ofSeconds(2));
    int rows = imagej.rows(TABLE);
    assertThat(rows).isGreaterThanOrEqualTo(20).isLessThan(count);
    assertThat(Files.readAllLines(csv)).hasSize(1 + rows);
    imagej.screenshot("escape.png");
  }
}
