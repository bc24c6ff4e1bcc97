package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.testdata.PhantomPlan;
import io.github.thorax4j.testdata.PngFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** <i>Classify Radiograph</i> and what belongs to it, as a user has them. */
@ParameterizedClass
@EnumSource(ImageJRelease.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses an X server and Linux' list of libraries")
class RadiographIT {

  /** So many slices that they take far longer than it takes to press a key. */
  private static final int MANY = 400;

  private static final String COMMAND = "Classify Radiograph";
  private static final String HEAT_MAP = "Heat Map...";
  private static final String TABLE = "Thorax4J";

  @TempDir static Path homes;
  @TempDir static Path films;
  private static Path film;
  private static double expected;
  private static ImageJProcess imagej;

  @Parameter ImageJRelease release;

  @BeforeParameterizedClassInvocation
  static void start(ImageJRelease release) throws Exception {
    film = films.resolve("phantom.png");
    PngFiles.write(PhantomPlan.chest(480, 460, 44).withOpacity(1.9).draw().radiograph(), film);
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      expected = ((Outcome.Assessed) classifier.classify(film)).probability();
    }
    imagej = ImageJProcess.start(release, Files.createDirectory(homes.resolve(release.name())));
    assertThat(imagej.windows()).containsExactly("ImageJ");
    assertThat(imagej.loaded("torch")).as("the engine is loaded before it is used").isFalse();
  }

  @AfterParameterizedClassInvocation
  static void end() throws Exception {
    if (imagej != null) {
      imagej.close();
    }
  }

  @AfterEach
  void clear() throws IOException {
    imagej.clear();
  }

  @Test
  void commandsAreInTheMenu() throws Exception {
    assertThat(imagej.menu("Thorax4J"))
        .containsExactly(
            "Classify Radiograph",
            "Classify Folder...",
            "Heat Map...",
            "Review...",
            "-",
            "Train Model...",
            "Evaluate Model...",
            "Model...",
            "-",
            "Thorax4J Macro Functions");
  }

  @Test
  void anImageHasTheNumberOfItsFileAndWhatIsRecordedReplaysToIt() throws Exception {
    imagej.macro("run('Record...');");
    imagej.open(film);

    imagej.choose(COMMAND);
    imagej.press(COMMAND, "Return");
    imagej.awaitEnd(COMMAND);

    assertThat(imagej.number(TABLE, ResultRows.PROBABILITY, 0)).isCloseTo(expected, within(1e-6));
    assertThat(imagej.overlays()).isEqualTo(1);
    picture();
    List<String> byHand = imagej.table(TABLE, ResultRows.MILLISECONDS);
    String macro = imagej.recorded();
    assertThat(macro).contains("run(\"Classify Radiograph\", \"range=full heatmap opacity=");

    imagej.clear();
    imagej.open(film);
    imagej.macro(macro);

    assertThat(imagej.table(TABLE, ResultRows.MILLISECONDS)).isEqualTo(byHand);
    assertThat(imagej.number(TABLE, ResultRows.PROBABILITY, 0)).isCloseTo(expected, within(1e-6));
    assertThat(imagej.overlays()).isEqualTo(1);
  }

  /**
   * What docs/images/imagej.png shows. It is made by {@code convert
   * imagej-plugin/target/screenshots/imagej-1.54p.png +dither -colors 256 -strip
   * PNG8:docs/images/imagej.png}.
   */
  private void picture() throws IOException {
    imagej.macro(
        "selectWindow('phantom.png'); setLocation(20, 0);"
            + " selectWindow('Recorder'); setLocation(528, 88);"
            + " Table.setLocationAndSize(20, 496, 1236, 100, 'Thorax4J');");
    Path whole = imagej.screenshot("imagej-" + imagej.version() + ".png");
    BufferedImage part = ImageIO.read(whole.toFile()).getSubimage(12, 0, 1252, 604);
    ImageIO.write(part, "png", whole.toFile());
  }

  @Test
  void twiceTheSameImageIsTheSameNumber() throws Exception {
    imagej.open(film);

    imagej.macro(
        "run('Classify Radiograph', 'range=full'); run('Classify Radiograph', 'heatmap');");

    assertThat(imagej.rows(TABLE)).isEqualTo(2);
    assertThat(imagej.macro(difference())).isEqualTo("0");
  }

  private static String difference() {
    return "return '' + (Table.get('Probability', 0, 'Thorax4J')"
        + " - Table.get('Probability', 1, 'Thorax4J'));";
  }

  @Test
  void aFadedHeatMapIsRecordedAndReplayed() throws Exception {
    imagej.open(film);
    double plain = flattened();
    imagej.macro("run('Classify Radiograph', 'heatmap opacity=60');");
    double strong = flattened();
    imagej.macro("run('Record...');");

    imagej.choose(HEAT_MAP);
    imagej.type("Heat Map", "20");
    imagej.press("Heat Map", "Return");
    imagej.awaitEnd(HEAT_MAP);
    double faded = flattened();
    String macro = imagej.recorded();
    imagej.macro("run('Heat Map...', 'hide');");
    double hidden = flattened();
    imagej.macro(macro);

    assertThat(macro).contains("run(\"Heat Map...\", \"opacity=20\")");
    assertThat(hidden).isEqualTo(plain);
    assertThat(faded).isNotEqualTo(plain).isNotEqualTo(strong);
    assertThat(flattened()).isEqualTo(faded);
  }

  /** The mean grey of what is seen of the image. */
  private double flattened() throws IOException {
    return Double.parseDouble(
        imagej.macro(
            "selectWindow('phantom.png'); run('Flatten'); getStatistics(area, mean);"
                + " close(); selectWindow('phantom.png'); return d2s(mean, 9);"));
  }

  @Test
  void escapeStopsAStackAndKeepsWhatIsDone() throws Exception {
    Path folder = Files.createDirectory(films.resolve("stack" + imagej.version()));
    for (int i = 0; i < MANY; i++) {
      Files.copy(film, folder.resolve(String.format(Locale.ROOT, "%03d.png", i)));
    }
    imagej.macro(
        "run('Image Sequence...', 'open=" + folder.resolve("000.png") + " dir=" + folder + "/');");

    imagej.choose(COMMAND);
    imagej.press(COMMAND, "Return");
    await()
        .pollDelay(Duration.ofSeconds(3))
        .atMost(ImageJProcess.PATIENCE)
        .until(() -> imagej.overlays() > 3);
    imagej.press(folder.getFileName().toString(), "Escape");
    long begin = System.nanoTime();
    imagej.awaitEnd(COMMAND);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(took).isLessThan(Duration.ofSeconds(2));
    assertThat(imagej.rows(TABLE)).isGreaterThan(3).isLessThan(MANY);
    assertThat(imagej.overlays()).isEqualTo(imagej.rows(TABLE));
  }

  @Test
  void closingAStackStopsAndKeepsWhatIsDone() throws Exception {
    imagej.macro(
        "open("
            + ImageJProcess.quoted(film.toString())
            + "); run('Copy'); newImage('many', '8-bit black', 480, 460, "
            + MANY
            + "); for (i = 1; i <= "
            + MANY
            + "; i++) { setSlice(i); run('Paste'); } run('Select None');"
            + " setSlice(1); close('phantom.png');");

    imagej.choose(COMMAND);
    imagej.press(COMMAND, "Return");
    await()
        .pollDelay(Duration.ofSeconds(3))
        .atMost(ImageJProcess.PATIENCE)
        .until(() -> imagej.overlays() > 3);
    imagej.macro("close('many');");
    imagej.awaitEnd(COMMAND);

    assertThat(imagej.rows(TABLE)).isGreaterThan(3).isLessThan(MANY);
  }

  @Test
  void aThresholdIsChosenRecordedAndRemembered() throws Exception {
    imagej.macro("run('Record...');");

    imagej.choose("Model...");
    imagej.press("Model", "Tab", "Tab");
    imagej.type("Model", "0.99");
    imagej.press("Model", "Return");
    imagej.awaitEnd("Model...");
    String macro = imagej.recorded();
    imagej.macro("run('Model...', 'reset');");
    imagej.macro(macro);
    imagej.open(film);
    imagej.macro("run('Classify Radiograph', 'range=full');");
    imagej.macro("run('Model...', 'reset'); run('Classify Radiograph', 'range=full');");

    assertThat(imagej.number(TABLE, ResultRows.OPERATING_POINT, 0)).isEqualTo(0.99);
    assertThat(imagej.text(TABLE, ResultRows.FINDING, 0)).isEqualTo("normal");
    assertThat(imagej.number(TABLE, ResultRows.OPERATING_POINT, 1)).isEqualTo(0.5);
    assertThat(imagej.text(TABLE, ResultRows.FINDING, 1)).isEqualTo("pneumonia");
  }
}
