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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder classified and reviewed by somebody with a keyboard, in real ImageJ processes. */
@ParameterizedClass
@EnumSource(ImageJRelease.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses an X server")
class FolderAndReviewIT {

  private static final String TABLE = "Thorax4J";
  private static final int SIDE = 128;

  @TempDir private static Path homes;
  private static ImageJProcess imagej;

  @Parameter ImageJRelease release;
  @TempDir private Path root;
  private Path films;
  private Path labels;

  @BeforeParameterizedClassInvocation
  static void start(ImageJRelease release) throws IOException {
    imagej = ImageJProcess.start(release, Files.createDirectory(homes.resolve(release.name())));
  }

  @AfterParameterizedClassInvocation
  static void end() throws InterruptedException {
    if (imagej != null) {
      imagej.close();
    }
  }

  @AfterEach
  void clear() throws IOException {
    imagej.clear();
  }

  @BeforeEach
  void drawFilms() throws IOException {
    films = Files.createDirectory(root.resolve("films, two of them"));
    labels = root.resolve("labels.csv");
    PngFiles.write(Phantom.normal(SIDE, SIDE, 4).radiograph(), films.resolve("film 1.png"));
    PngFiles.write(Phantom.pneumonia(SIDE, SIDE, 5).radiograph(), films.resolve("film 2.png"));
    PngFiles.write(Phantom.normal(SIDE, 2 * SIDE, 6).radiograph(), films.resolve("film 3.png"));
  }

  private static void remember(String key, Path value) throws IOException {
    imagej.macro("call('ij.Prefs.set', " + quoted(key) + ", " + quoted(value.toString()) + ");");
  }

  private static List<String> table() throws IOException {
    List<String> cells = new ArrayList<>();
    for (int row = 0; row < imagej.rows(TABLE); row++) {
      cells.add(imagej.text(TABLE, "File", row));
      cells.add(Double.toString(imagej.number(TABLE, "Probability", row)));
      cells.add(imagej.text(TABLE, "Finding", row));
      cells.add(imagej.text(TABLE, "Model", row));
    }
    return cells;
  }

  @Test
  void whatTheDialogDidTheRecorderRepeats() throws Exception {
    imagej.macro("run('Record...');");
    remember("thorax4j.folder", films);

    imagej.choose("Classify Folder...");
    imagej.press("Classify Folder", "Return");
    awaitTitle("Highest probabilities");

    await().atMost(PATIENCE).until(() -> imagej.recorded().contains("run(\"Classify Folder"));
    List<String> first = table();
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

    assertThat(table()).isEqualTo(first);
  }

  @Test
  void theEscapeKeyStopsWithinTwoSeconds() throws Exception {
    byte[] film = Files.readAllBytes(films.resolve("film 1.png"));
    for (int i = 0; i < 5000; i++) {
      Files.write(films.resolve(i + ".png"), film);
    }
    Path csv = root.resolve("out.csv");
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

    imagej.press("ImageJ", "Escape");
    long pressed = System.nanoTime();
    running.join(PATIENCE.toMillis());
    long stopped = System.nanoTime();

    assertThat(Duration.ofNanos(stopped - pressed)).isLessThan(Duration.ofSeconds(2));
    int done = imagej.rows(TABLE);
    assertThat(done).isBetween(10, 4999);
    assertThat(csv).content().hasLineCount(done + 1);
  }

  @Test
  void keysLabelFilmsAndDoNothingElse() throws Exception {
    imagej.macro("run('Classify Folder...', 'folder=[" + films + "] montage=0');");
    imagej.macro("run('Record...');");
    remember("thorax4j.labels", labels);

    imagej.choose("Review...");
    imagej.press("Review", "Return");
    String first = press("film", "p");
    awaitLabels(PNEUMONIA);
    imagej.screenshot("review-" + release + ".png");
    String skipped = press("film", "s");
    await().atMost(PATIENCE).until(() -> !find("film").equals(skipped));
    press("film", "n");
    awaitLabels(PNEUMONIA, NORMAL);
    press("film", "u");
    press("film", "p");
    awaitLabels(PNEUMONIA, PNEUMONIA);
    assertThat(imagej.windows()).noneMatch(title -> title.matches("(New|Save|Print|Page).*"));
    press("film", "Escape");

    await().atMost(PATIENCE).until(() -> imagej.recorded().contains("run(\"Review"));
    assertThat(imagej.windows()).noneMatch(title -> title.startsWith("film"));
    assertThat(imagej.recorded())
        .contains("run(\"Review...\", \"results=[] labels=" + labels + " order=probability\")");
    assertThat(LabelledFiles.read(labels).images())
        .extracting(LabelledImage::file)
        .startsWith(films.resolve(first.replaceAll("\\.png.*", ".png")));
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

  /** Presses a key once the film is there to be seen; returns the window's title. */
  private static String press(String film, String key) throws Exception {
    awaitTitle(film);
    imagej.awaitQuestion("Review...");
    String window = find(film);
    imagej.press(window, key);
    return window;
  }

  private static String awaitTitle(String start) {
    return await().atMost(PATIENCE).until(() -> find(start), t -> !t.isEmpty());
  }

  private static String find(String title) throws IOException {
    return imagej.windows().stream().filter(t -> t.startsWith(title)).findFirst().orElse("");
  }
}
