package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.jaiimageio.jpeg2000.J2KImageWriteParam;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Input;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import io.github.thorax4j.testdata.TransferSyntax;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The package in real ImageJ processes without a screen. */
class HeadlessMacroIT {

  private static final int SIDE = 256;
  private static final String JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90";
  private static final String JPEG_2000 = "1.2.840.10008.1.2.4.91";

  private static final long LARGEST_GROWTH_KB = 50 * 1024;

  /** Without a screen ImageJ itself has no menu to run a command from; only Fiji has. */
  private static final String FUNCTIONS =
      """
      function command(name, options) {
        plugin = call("ij.IJ.runPlugIn", "io.github.thorax4j.imagej." + name, options);
      }
      command("MacroFunctions", "");
      """;

  private static final String CLASSIFY_ALL =
      FUNCTIONS
          + """
          folder = getArgument() + File.separator;
          files = getFileList(folder);
          for (i = 0; i < files.length; i++) {
            Ext.thoraxClassify(folder + files[i], probability);
            print(files[i] + "=" + d2s(probability, 9));
          }
          """;

  @TempDir private static Path films;
  @TempDir private Path home;

  @BeforeAll
  static void drawFiftyFilms() throws IOException {
    for (int i = 0; i < 50; i++) {
      PngFiles.write(
          phantom(i).radiograph(), films.resolve(String.format(Locale.ROOT, "film %02d.png", i)));
    }
  }

  private static Phantom phantom(int seed) {
    return seed % 2 == 0 ? Phantom.normal(SIDE, SIDE, seed) : Phantom.pneumonia(SIDE, SIDE, seed);
  }

  private HeadlessImageJ imageJ(HeadlessImageJ.Kind kind) {
    return new HeadlessImageJ(kind, home);
  }

  @ParameterizedTest
  @EnumSource
  void aFolderOfFiftyFilmsEndsWithFiftyRows(HeadlessImageJ.Kind kind) throws Exception {
    Path csv = home.resolve("out.csv");

    List<String> printed =
        imageJ(kind)
            .run(
                FUNCTIONS
                    + """
                    command("ClassifyFolder", getArgument());
                    print(nResults);
                    print(getResultString("File", 49));
                    """,
                "folder=[" + films + "] csv=[" + csv + "] montage=0");

    assertThat(printed).endsWith("50", films.resolve("film 49.png").toString());
    assertThat(csv).content().hasLineCount(51);
  }

  /** What Fiji has a menu for, and a log: it is Fiji's as before. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "FIJI.*")
  void commandsRunByTheirNamesInFiji(HeadlessImageJ.Kind kind) throws Exception {
    Path csv = home.resolve("out.csv");

    List<String> printed =
        imageJ(kind)
            .run(
                """
                run("Thorax4J Macro Functions");
                Ext.thoraxClassify(getArgument() + "/film 01.png", probability);
                run("Classify Folder...", "folder=[" + getArgument() + "] csv=out.csv montage=0");
                print(nResults);
                print(d2s(getResult("Probability", 1) - probability, 6));
                print(call("org.slf4j.LoggerFactory.getILoggerFactory"));
                """,
                films.toString());

    assertThat(printed).endsWith("50", "0.000000", "ch.qos.logback.classic.LoggerContext[default]");
    assertThat(csv).content().hasLineCount(51);
  }

  @ParameterizedTest
  @EnumSource
  void aFileGetsTheNumberThatTheCommandLineGivesIt(HeadlessImageJ.Kind kind) throws Exception {
    Path folder = Files.createDirectory(home.resolve("encoded"));
    writeInManyEncodings(folder);
    Map<String, Double> expected = classifyHere(folder);
    assertThat(expected).hasSizeGreaterThan(7);

    List<String> printed = imageJ(kind).run(CLASSIFY_ALL, folder.toString());

    assertThat(printed).hasSameSizeAs(expected.keySet());
    for (String line : printed) {
      String[] answer = line.split("=", 2);
      assertThat(Double.parseDouble(answer[1]))
          .as(answer[0])
          .isCloseTo(expected.get(answer[0]), within(1e-6));
    }
  }

  /** As {@code thorax4j classify} does, with all libraries under their own names. */
  private static Map<String, Double> classifyHere(Path folder) throws IOException {
    Map<String, Double> probabilities = new TreeMap<>();
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open();
        Stream<Path> files = Files.list(folder)) {
      FileClassifier command =
          new FileClassifier(
              classifier, RadiographReader.open(), OptionalDouble.empty(), trace -> {});
      for (Path file : files.toList()) {
        FileResult result = command.classify(new Input.File(file, true), Optional.empty());
        assertThat(result).as("%s", file).isInstanceOf(FileResult.Answered.class);
        Outcome outcome = ((FileResult.Answered) result).outcome();
        assertThat(outcome).as("%s", file).isInstanceOf(Outcome.Assessed.class);
        probabilities.put(
            file.getFileName().toString(), ((Outcome.Assessed) outcome).probability());
      }
    }
    return probabilities;
  }

  private static void writeInManyEncodings(Path folder) throws IOException {
    Phantom phantom = phantom(1);
    BufferedImage grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setPixels(0, 0, SIDE, SIDE, phantom.stored(8, false));

    for (String format : List.of("png", "jpg", "tif", "bmp")) {
      assertThat(ImageIO.write(grey, format, folder.resolve("film." + format).toFile())).isTrue();
    }
    PngFiles.write(phantom.radiograph(), folder.resolve("16 bits.png"));
    computedRadiograph(phantom, 12).writeTo(folder.resolve("12 bits.dcm"));
    computedRadiograph(phantom, 8)
        .encodedAs(TransferSyntax.JPEG_BASELINE)
        .writeTo(folder.resolve("jpeg baseline.dcm"));
    computedRadiograph(phantom, 8)
        .fragments(JPEG_2000_LOSSLESS, jpeg2000(grey, true))
        .writeTo(folder.resolve("jpeg 2000 lossless.dcm"));
    computedRadiograph(phantom, 8)
        .fragments(JPEG_2000, jpeg2000(grey, false))
        .writeTo(folder.resolve("jpeg 2000.dcm"));
  }

  private static DicomObject computedRadiograph(Phantom phantom, int bits) {
    return DicomObject.computedRadiography(SIDE, SIDE, phantom.stored(bits, false), bits);
  }

  private static byte[] jpeg2000(BufferedImage image, boolean lossless) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg2000").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      J2KImageWriteParam how = (J2KImageWriteParam) writer.getDefaultWriteParam();
      how.setWriteCodeStreamOnly(true);
      how.setLossless(lossless);
      if (!lossless) {
        how.setFilter(J2KImageWriteParam.FILTER_97);
        how.setEncodingRate(2);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** In plain ImageJ and in Fiji: what a macro chooses is there when ImageJ starts again. */
  @ParameterizedTest
  @EnumSource
  void theChoiceOfAModelIsInThePreferencesAndGoneFromThereAfterAReset(HeadlessImageJ.Kind kind)
      throws Exception {
    Path preferences = home.resolve(".imagej/IJ_Prefs.txt");
    String choose = FUNCTIONS + "command(\"ChooseModel\", getArgument());";

    imageJ(kind).run(choose, "threshold=0.4");
    assertThat(preferences).content().contains(".thorax4j.threshold=0.4");

    imageJ(kind).run(choose, "reset");
    assertThat(preferences).content().doesNotContain("thorax4j");
  }

  @Test
  void needsNoNetworkEvenWithNothingUnpackedYet() throws Exception {
    String unshare = ExternalProgram.require("unshare", "util-linux").path().toString();
    if (new ProcessBuilder(unshare, "-rn", "true").start().waitFor() != 0) {
      throw ExternalProgram.missing("unshare -rn is not possible here");
    }
    Path cache = home.resolve("cache");

    List<String> printed =
        imageJ(HeadlessImageJ.Kind.CURRENT)
            .startedBy(unshare, "-rn")
            .cache(cache)
            .run(CLASSIFY_ALL, films.toString());

    assertThat(printed).hasSize(50).allMatch(line -> line.matches("film \\d\\d.png=0\\.\\d+"));
    assertThat(cache).isNotEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void unpacksNothingBeforeItIsAsked(HeadlessImageJ.Kind kind) throws Exception {
    Path cache = home.resolve("cache");

    List<String> printed =
        imageJ(kind)
            .cache(cache)
            .run(
                FUNCTIONS
                    + """
                    if (getArgument() == "menu") run("Clear Results");
                    print(getDirectory("plugins"));
                    """,
                kind.isFiji() ? "menu" : "none");

    assertThat(printed).hasSize(1);
    assertThat(cache).doesNotExist();
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files).noneMatch(file -> file.toString().contains(".djl"));
    }
  }

  /** The Java heap is all there from the beginning, so what grows is not in it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aThousandClassificationsLeaveNothingBehind() throws Exception {
    List<String> printed =
        imageJ(HeadlessImageJ.Kind.FIJI)
            // One thread: others would wait for each other where this machine is busy.
            .java("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-Dai.djl.pytorch.num_threads=1")
            .run(
                """
                function resident() {
                  lines = split(File.openAsString("/proc/self/status"), "\\n");
                  for (i = 0; i < lines.length; i++) {
                    if (startsWith(lines[i], "VmRSS:")) {
                      words = split(lines[i], " \\t");
                      return words[1];
                    }
                  }
                }
                run("Thorax4J Macro Functions");
                film = getArgument();
                for (n = 1; n <= 1000; n++) {
                  Ext.thoraxClassify(film, probability);
                  if (n == 100 || n == 1000) print(resident());
                }
                open(film);
                for (n = 1; n <= 1000; n++) {
                  run("Classify Radiograph");
                  if (n == 100 || n == 1000) print(resident());
                }
                print(nResults);
                """,
                films.resolve("film 01.png").toString());

    assertThat(printed).hasSize(5).endsWith("1000");
    List<Long> kilobytes = printed.stream().map(Long::valueOf).toList();
    assertThat(kilobytes.get(1) - kilobytes.get(0)).as("%s", printed).isLessThan(LARGEST_GROWTH_KB);
    assertThat(kilobytes.get(3) - kilobytes.get(2)).as("%s", printed).isLessThan(LARGEST_GROWTH_KB);
  }
}
