package io.github.thorax4j.imagej;

import static io.github.thorax4j.Finding.NORMAL;
import static io.github.thorax4j.Finding.PNEUMONIA;
import static io.github.thorax4j.imagej.ImageJProcess.PATIENCE;
import static io.github.thorax4j.imagej.ImageJProcess.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.djl.LabelledFiles;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder classified and reviewed by somebody with a keyboard, in real ImageJ processes. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses an X server")
class FolderAndReviewIT {

  private static final String TABLE = "Thorax4J";
  private static final int SIDE = 128;

  @TempDir private Path home;
  @TempDir private Path root;
  private Path films;
  private Path labels;

  @BeforeEach
  void drawFilms() throws IOException {
    films = Files.createDirectory(root.resolve("films, two of them"));
    labels = root.resolve("labels.csv");
    PngFiles.write(Phantom.normal(SIDE, SIDE, 4).radiograph(), films.resolve("film 1.png"));
    PngFiles.write(Phantom.pneumonia(SIDE, SIDE, 5).radiograph(), films.resolve("film 2.png"));
    PngFiles.write(Phantom.normal(SIDE, 2 * SIDE, 6).radiograph(), films.resolve("film 3.png"));
  }

  private static void remember(ImageJProcess imagej, String key, Path value) throws IOException {
    imagej.macro("call('ij.Prefs.set', " + quoted(key) + ", " + quoted(value.toString()) + ");");
  }

  private static List<String> table(ImageJProcess imagej) throws IOException {
    List<String> cells = new ArrayList<>();
    for (int row = 0; row < imagej.rows(TABLE); row++) {
      cells.add(imagej.text(TABLE, "File", row));
      cells.add(Double.toString(imagej.number(TABLE, "Probability", row)));
      cells.add(imagej.text(TABLE, "Finding", row));
      cells.add(imagej.text(TABLE, "Model", row));
    }
    return cells;
  }

  @ParameterizedTest
  @EnumSource
  void whatTheDialogDidTheRecorderRepeats(ImageJRelease release) throws Exception {
    try (ImageJProcess imagej = ImageJProcess.start(release, home)) {
      imagej.macro("run('Record...');");
      remember(imagej, "thorax4j.folder", films);

      imagej.choose("Classify Folder...");
      imagej.press("Classify Folder", "Return");
      awaitTitle(imagej, "Highest probabilities");

      await().atMost(PATIENCE).until(() -> imagej.recorded().contains("run(\"Classify Folder"));
      List<String> first = table(imagej);
      assertThat(first).hasSize(3 * 4).contains(films.resolve("film 2.png").toString());
      String recorded =
          imagej
              .recorded()
              .lines()
              .filter(line -> line.startsWith("run(\"Classify Folder"))
              .findFirst()
              .orElseThrow();
      assertThat(recorded).contains("folder=[" + films).contains("montage=9");
      imagej.screenshot("folder-" + release + ".png");
      imagej.clear();
      assertThat(imagej.rows(TABLE)).isZero();

      imagej.macro(recorded);

      assertThat(table(imagej)).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEscapeKeyStopsWithinTwoSeconds(ImageJRelease release) throws Exception {
    byte[] film = Files.readAllBytes(films.resolve("film 1.png"));
    for (int i = 0; i < 5000; i++) {
      Files.write(films.resolve(i + ".png"), film);
    }
    Path csv = root.resolve("out.csv");
    try (ImageJProcess imagej = ImageJProcess.start(release, home)) {
      Thread running =
          new Thread(
              () -> {
                try {
                  imagej.macro(
                      "run('Classify Folder...', 'folder=[" + films + "] csv=" + csv + "');");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      running.start();
      await().atMost(PATIENCE).until(() -> Files.exists(csv) && Files.size(csv) > 5000);

      long pressed = System.nanoTime();
      imagej.press("ImageJ", "Escape");
      running.join(PATIENCE.toMillis());
      long stopped = System.nanoTime();

      assertThat(Duration.ofNanos(stopped - pressed)).isLessThan(Duration.ofSeconds(2));
      int done = imagej.rows(TABLE);
      assertThat(done).isBetween(10, 4999);
      assertThat(csv).content().hasLineCount(done + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysLabelFilmsAndDoNothingElse(ImageJRelease release) throws Exception {
    try (ImageJProcess imagej = ImageJProcess.start(release, home)) {
      imagej.macro("run('Classify Folder...', 'folder=[" + films + "] montage=0');");
      imagej.macro("run('Record...');");
      remember(imagej, "thorax4j.labels", labels);

      imagej.choose("Review...");
      imagej.press("Review", "Return");
      String first = press(imagej, "film", "p");
      awaitLabels(PNEUMONIA);
      imagej.screenshot("review-" + release + ".png");
      press(imagej, "film", "s");
      press(imagej, "film", "n");
      awaitLabels(PNEUMONIA, NORMAL);
      press(imagej, "film", "u");
      press(imagej, "film", "p");
      awaitLabels(PNEUMONIA, PNEUMONIA);
      assertThat(imagej.windows()).noneMatch(title -> title.matches("(New|Save|Print|Page).*"));
      press(imagej, "film", "Escape");

      await().atMost(PATIENCE).until(() -> imagej.recorded().contains("run(\"Review"));
      assertThat(imagej.windows()).noneMatch(title -> title.startsWith("film"));
      assertThat(imagej.recorded())
          .contains("run(\"Review...\", \"results=[] labels=" + labels + " order=probability\")");
      assertThat(LabelledFiles.read(labels).images())
          .extracting(LabelledImage::file)
          .startsWith(films.resolve(first.replaceAll("\\.png.*", ".png")));
    }
  }

  private void awaitLabels(Finding... expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(labels).exists();
              assertThat(LabelledFiles.read(labels).images())
                  .extracting(LabelledImage::label)
                  .containsExactly(expected);
            });
  }

  /** Presses a key in a window whose title begins so; ImageJ adds the magnification. */
  private static String press(ImageJProcess imagej, String title, String key) throws Exception {
    String window = awaitTitle(imagej, title);
    imagej.press(window, key);
    return window;
  }

  private static String awaitTitle(ImageJProcess imagej, String start) {
    return await().atMost(PATIENCE).until(() -> find(imagej, start), t -> !t.isEmpty());
  }

  private static String find(ImageJProcess imagej, String title) throws IOException {
    return imagej.windows().stream().filter(t -> t.startsWith(title)).findFirst().orElse("");
  }
}
