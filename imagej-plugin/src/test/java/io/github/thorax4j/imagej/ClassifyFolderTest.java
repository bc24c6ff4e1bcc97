package io.github.thorax4j.imagej;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ij.IJ;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.batch.CsvRows;
import io.github.thorax4j.batch.CsvTable;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as a macro classifies it, with the shipped model. */
class ClassifyFolderTest {

  private static final int SIDE = 128;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path root;
  private Path in;
  private Path csv;

  @BeforeEach
  void folderAndAnEmptyTable() throws IOException {
    Analyzer.getResultsTable().reset();
    in = Files.createDirectory(root.resolve("in, [1] ü"));
    csv = root.resolve("out.csv");
  }

  @AfterEach
  void forgetEscape() {
    IJ.resetEscape();
  }

  private Path film(String name, int seed) throws IOException {
    Path file = in.resolve(name);
    Files.createDirectories(file.getParent());
    Phantom phantom =
        seed % 2 == 0 ? Phantom.normal(SIDE, SIDE, seed) : Phantom.pneumonia(SIDE, SIDE, seed);
    PngFiles.write(phantom.radiograph(), file);
    return file;
  }

  private List<String> run(String more) throws IOException, InterruptedException {
    return Headless.log(new ClassifyFolder(), "folder=[" + in + "] " + more);
  }

  @Test
  void everyAnswerIsInTheTableAndTheCsv() throws Exception {
    Path a = film("a.png", 1);
    Path b = film("deep/down/b, #2.png", 2);
    Path broken = Files.write(in.resolve("broken.png"), "no image".getBytes(UTF_8));
    Files.writeString(in.resolve("notes.txt"), "no image either");
    Files.writeString(csv, CsvRows.HEADER + "\nan older table\n".repeat(100));

    List<String> log = run("csv=[" + csv + "]");

    assertThat(log)
        .hasSize(2)
        .first()
        .asString()
        .startsWith("Thorax4J: 2 assessed (")
        .endsWith("), 1 failed, 1 no image and left out.");
    assertThat(log).last().isEqualTo("Research software, not for diagnosis.");
    ResultsTable table = Analyzer.getResultsTable();
    assertThat(table.size()).isEqualTo(3);
    CsvTable written = CsvTable.read(csv);
    assertThat(String.join(",", written.columns())).isEqualTo(CsvRows.HEADER);
    assertThat(written.rows()).hasSize(3);
    List<Path> order = List.of(a, broken, b);
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      for (int row = 0; row < 3; row++) {
        Path file = order.get(row);
        List<String> line = written.rows().get(row);
        assertThat(table.getStringValue("File", row)).isEqualTo(file.toString());
        assertThat(line.get(0)).isEqualTo(file.toString());
        if (file.equals(broken)) {
          assertThat(table.getStringValue("Finding", row)).isEqualTo("failed");
          assertThat(table.getStringValue("Declined", row)).startsWith("not an image");
          assertThat(line.get(1)).isEqualTo("failed");
        } else {
          double expected = ((Outcome.Assessed) classifier.classify(file)).probability();
          assertThat(table.getValue("Probability", row)).isEqualTo(expected, within(1e-6));
          assertThat(Double.parseDouble(line.get(3))).isEqualTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void theMontageShowsTheHighestAndSaysWhatItIsNot() throws Exception {
    for (int i = 0; i < 5; i++) {
      film(i + ".png", i);
    }
    Path montage = root.resolve("top.png");

    run("montage=3 image=[" + montage + "]");

    BufferedImage sheet = ImageIO.read(montage.toFile());
    assertThat(sheet.getWidth()).as("two columns").isBetween(2 * 360, 3 * 360);
    assertThat(bright(sheet, 0)).as("first").isGreaterThan(0.1);
    assertThat(bright(sheet, 1)).as("second").isGreaterThan(0.1);
    assertThat(bright(sheet, 2)).as("third").isGreaterThan(0.1);
    assertThat(bright(sheet, 3)).as("no fourth").isZero();
  }

  /** The share of pixels that are not dark in the cell of an image. */
  private static double bright(BufferedImage sheet, int cell) {
    int width = sheet.getWidth() / 2;
    int height = sheet.getHeight() / 2 - 20;
    int count = 0;
    for (int y = 20; y < height - 70; y++) {
      for (int x = 20; x < width - 20; x++) {
        int rgb = sheet.getRGB(cell % 2 * width + x, cell / 2 * height + y);
        count += (rgb >> 8 & 0xFF) > 60 ? 1 : 0;
      }
    }
    return count / (double) ((height - 90) * (width - 40));
  }

  @Test
  void escapeStopsWithinTwoSecondsAndKeepsWhatIsDone() throws Exception {
    for (int i = 0; i < 20; i++) {
      film(i + ".png", i);
    }
    byte[] film = Files.readAllBytes(in.resolve("1.png"));
    for (int i = 20; i < 3000; i++) {
      Files.write(in.resolve(i + ".png"), film);
    }

    CompletableFuture<List<String>> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run("csv=[" + csv + "]");
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    await().atMost(PATIENCE).until(() -> Files.exists(csv) && lines().size() > 10);
    long pressed = System.nanoTime();
    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    List<String> log = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    long stopped = System.nanoTime();

    assertThat(Duration.ofNanos(stopped - pressed)).isLessThan(Duration.ofSeconds(2));
    int done = Analyzer.getResultsTable().size();
    assertThat(done).isBetween(10, 2999);
    assertThat(lines()).hasSize(done + 1);
    assertThat(log).first().asString().endsWith(", stopped after " + done + " of 3000 files.");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(csv);
  }

  @Test
  void saysWhatCannotBeDoneBeforeAnythingIsDone() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headless.log(new ClassifyFolder(), ""))
        .withMessage("choose the folder that is to be classified");
    Path missing = root.resolve("missing");
    assertThatIOException()
        .isThrownBy(() -> Headless.log(new ClassifyFolder(), "folder=[" + missing + "]"))
        .withMessage(missing + ": no such folder");
    assertThatIOException()
        .isThrownBy(() -> run("csv=[" + csv + "]"))
        .withMessage(in + ": there is no file in it");
    assertThat(csv).doesNotExist();
    Files.writeString(in.resolve("notes.txt"), "no image");
    assertThatIOException().isThrownBy(() -> run("")).withMessage(in + ": there is no image in it");
    Path film = film("a.png", 1);
    byte[] before = Files.readAllBytes(film);
    assertThatIOException()
        .isThrownBy(() -> run("csv=[" + film + "]"))
        .withMessage(film + ": is there already, and is no table of results to be replaced");
    assertThat(film).hasBinaryContent(before);
    assertThatIOException()
        .isThrownBy(() -> run("csv=[" + missing + "/out.csv]"))
        .withMessage(
            missing.resolve("out.csv")
                + ": there is no folder "
                + missing
                + " that can be written to");
    assertThatIOException()
        .isThrownBy(() -> run("csv=[" + root + "]"))
        .withMessage(root + ": is a folder");
    assertThatIOException()
        .isThrownBy(() -> run("image=[" + in.resolve("top.png") + "]"))
        .withMessageContaining("would be taken for a film");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("montage=many"))
        .withMessageContaining("montage")
        .withMessageContaining("'many'");
    assertThat(Analyzer.getResultsTable().size()).isZero();
  }

  @Test
  void aTableOfResultsIsReplacedWithTheFirstResultAndNotBefore() throws Exception {
    film("a.png", 1);
    run("csv=[" + csv + "]");
    String before = Files.readString(csv);
    Files.delete(in.resolve("a.png"));
    Files.writeString(in.resolve("notes.txt"), "no image");

    assertThatIOException().isThrownBy(() -> run("csv=[" + csv + "]"));

    assertThat(csv).content().isEqualTo(before);
  }

  @Test
  void filesOfOthersAreNotReplaced() throws Exception {
    film("a.png", 1);
    Path labels = Files.writeString(root.resolve("labels.csv"), "path,label\n/a.png,NORMAL\n");
    Path film = root.resolve("film.dcm");
    DicomObject.computedRadiography(32, 32, new int[32 * 32], 12).writeTo(film);
    byte[] pixels = Files.readAllBytes(film);
    Path link = Files.createSymbolicLink(root.resolve("link"), in);

    assertThatIOException()
        .isThrownBy(() -> run("csv=[" + labels + "]"))
        .withMessage(labels + ": is there already, and is no table of results to be replaced");
    assertThatIOException()
        .isThrownBy(() -> run("image=[" + film + "]"))
        .withMessage(film + ": is there already, and is no PNG picture to be replaced");
    assertThatIOException()
        .isThrownBy(() -> run("image=[" + link.resolve("top.png") + "]"))
        .withMessageContaining("would be taken for a film");

    assertThat(labels).content().isEqualTo("path,label\n/a.png,NORMAL\n");
    assertThat(film).hasBinaryContent(pixels);
  }

  @Test
  void twoRunsDoNotMixTheirResultsInOneTable() throws Exception {
    FileResult.Failed failed = new FileResult.Failed("a.png", "a.png: broken", 1);
    try (ResultsCsv first = ResultsCsv.at(csv);
        ResultsCsv second = ResultsCsv.at(csv)) {
      first.add(failed);

      assertThatIOException()
          .isThrownBy(() -> second.add(failed))
          .withMessage(csv + ": cannot be written: another run is writing it");
      first.add(failed);
    }
    assertThat(csv).content().hasLineCount(3);
  }
}
