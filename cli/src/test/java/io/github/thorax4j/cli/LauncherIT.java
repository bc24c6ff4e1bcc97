package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.DicomImage;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.LabelledSet;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as users start it, in processes of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses Linux' namespaces and signals")
class LauncherIT {

  private static final Path LAUNCHER =
      Path.of(System.getProperty("thorax4j.root"), "thorax4j").toAbsolutePath();
  private static final long PATIENCE_MINUTES = 5;

  @TempDir static Path images;
  @TempDir Path folder;

  private static Path image;
  private int started;

  @BeforeAll
  static void draw() throws IOException {
    image = images.resolve("film.png");
    PngFiles.write(Phantom.normal(200, 180, 1).radiograph(), image);
  }

  @BeforeEach
  void needsTheLauncher() {
    assertThat(LAUNCHER).isExecutable();
  }

  /** A process whose streams go to files. */
  private record Run(Process process, Path out, Path err) {

    int exit() throws InterruptedException {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        fail("does not end: " + process.info());
      }
      return process.exitValue();
    }

    String output() throws IOException {
      return Files.readString(out);
    }

    String errors() throws IOException {
      return Files.readString(err);
    }
  }

  private Run startWith(Path cache, Object... command) throws IOException {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(word.toString());
    }
    Path out = folder.resolve("out" + started);
    Path err = folder.resolve("err" + started++);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("DJL_CACHE_DIR", cache.toString());
    return new Run(builder.start(), out, err);
  }

  private Run start(Object... command) throws IOException {
    return startWith(images.resolve("cache"), command);
  }

  private static JsonNode object(Run run) throws IOException {
    assertThat(run.output().lines()).as(run.errors()).hasSize(1);
    return new ObjectMapper().readTree(run.output());
  }

  @Test
  void needsNoNetworkEvenWithAColdCache() throws Exception {
    Run probe = start("unshare", "-n", "true");
    boolean possible = probe.exit() == 0;
    if (!possible && "true".equals(System.getenv("THORAX4J_CI"))) {
      fail("unshare -n is not possible: " + probe.errors());
    }
    assumeTrue(possible, "unshare -n is not possible here");

    Run run =
        startWith(folder.resolve("cold"), "unshare", "-n", LAUNCHER, "classify", "--json", image);

    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(object(run).path("status").asText()).isEqualTo("assessed");
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void twoCanStartAtOnceOnAColdCache() throws Exception {
    Path cold = folder.resolve("cold");
    Run first = startWith(cold, LAUNCHER, "classify", "--json", image);
    Run second = startWith(cold, LAUNCHER, "classify", "--json", image);

    assertThat(first.exit()).as(first.errors()).isZero();
    assertThat(second.exit()).as(second.errors()).isZero();
    assertThat(object(first).path("probability")).isEqualTo(object(second).path("probability"));
    Run third = startWith(cold, LAUNCHER, "classify", "--json", image);
    assertThat(third.exit()).as(third.errors()).isZero();
    assertThat(object(third).path("probability")).isEqualTo(object(first).path("probability"));
  }

  /** A codec that comes from outside the program. */
  public static final class OutsideCodec implements DicomCodec {

    @Override
    public String name() {
      return "outside";
    }

    @Override
    public int priority() {
      return Integer.MIN_VALUE;
    }

    @Override
    public boolean decodes(String transferSyntax) {
      return false;
    }

    @Override
    public DicomHeader readHeader(Path file) throws IOException {
      throw new IOException(file + ": read by the codec from outside");
    }

    @Override
    public DicomImage read(Path file) throws IOException {
      throw new IOException(file + ": read by the codec from outside");
    }
  }

  @Test
  void aCodecOfAnotherClassPathIsPreferred() throws Exception {
    Path services = Files.createDirectories(folder.resolve("outside/META-INF/services"));
    Files.writeString(services.resolve(DicomCodec.class.getName()), OutsideCodec.class.getName());
    Path classes =
        Path.of(OutsideCodec.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path film = folder.resolve("film.dcm");
    DicomObject.computedRadiography(8, 8, new int[64], 12).writeTo(film);

    Run run =
        start(
            "env",
            "THORAX4J_CLASS_PATH=" + folder.resolve("outside") + ":" + classes,
            LAUNCHER,
            "inspect",
            film);

    assertThat(run.exit()).as(run.output()).isEqualTo(1);
    assertThat(run.errors()).contains(film + ": read by the codec from outside");
    assertThat(start(LAUNCHER, "inspect", film).exit()).isZero();
  }

  @Test
  void ctrlCLeavesAUsableModel() throws Exception {
    LabelledSet set = LabelledSet.write(folder.resolve("set"), 8, 1, 64, 3);
    Path model = folder.resolve("my.thorax");
    Run train =
        start(
            "env",
            "--default-signal=INT",
            LAUNCHER,
            "train",
            set.root(),
            "--out",
            model,
            "--epochs",
            "10000",
            "--batch-size",
            "4",
            "--hold-out",
            "0.3",
            "--report",
            folder.resolve("report"));
    await()
        .atMost(Duration.ofMinutes(PATIENCE_MINUTES))
        .until(() -> train.output().contains("1/10000") || !train.process().isAlive());

    Run kill = start("kill", "-INT", train.process().pid());

    assertThat(kill.exit()).as(kill.errors()).isZero();
    assertThat(train.exit()).as(train.errors()).isEqualTo(130);
    assertThat(train.errors()).contains("Stopping; the model is saved as it is now");
    assertThat(train.output()).contains("Interrupted in epoch").contains("Saved " + model);
    assertThat(ThoraxModel.read(model).card().provenance().epochs()).isPositive();
    assertThat(ImageIO.read(folder.resolve("report/training.png").toFile())).isNotNull();
    assertThat(folder.resolve("report/hold-out.csv")).isNotEmptyFile();
    Run classify = start(LAUNCHER, "classify", "--json", "--model", model, image);
    assertThat(classify.exit()).as(classify.errors()).isZero();
  }

  @Test
  void aClosedStandardInputIsAnEmptyList() throws Exception {
    Run run = start("bash", "-c", "\"$0\" classify --json - <&-", LAUNCHER);

    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("No image was found.");
  }

  @Test
  void aReaderThatLeavesEarlyEndsItQuietly() throws Exception {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 200; i++) {
      Files.createLink(many.resolve(i + ".png"), image);
    }

    Run run =
        start(
            "bash",
            "-c",
            "\"$0\" classify --json \"$1\" | head -n 1; exit ${PIPESTATUS[0]}",
            LAUNCHER,
            many);

    assertThat(run.exit()).isEqualTo(141);
    assertThat(run.output().lines()).hasSize(1);
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    Run run = start("bash", "-c", "\"$0\" classify --json \"$1\" > /dev/full", LAUNCHER, image);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errors()).contains("cannot write the output").hasLineCount(1);
  }

  @Test
  void namesOfAnyScriptAreReadWhateverTheLocale() throws Exception {
    Path odd = folder.resolve("Röntgen 胸部\nд.png");
    Files.copy(image, odd);

    Run run = start("env", "LC_ALL=C", LAUNCHER, "classify", "--json", odd);

    assertThat(run.exit()).as(run.output() + run.errors()).isZero();
    assertThat(object(run).path("file").asText()).isEqualTo(odd.toString());
  }
}
