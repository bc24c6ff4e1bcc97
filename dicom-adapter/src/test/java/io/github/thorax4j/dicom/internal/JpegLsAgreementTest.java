package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thorax4j.dicom.DicomImage;
import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What dcmtk and gdcm compress comes out as it went in, or as dcmtk brings it out. */
class JpegLsAgreementTest {

  @TempDir Path folder;

  /** Images of all precisions, textures and proportions, by name. */
  private static Map<String, DicomObject> images() {
    Map<String, DicomObject> images = new LinkedHashMap<>();
    for (int bits : new int[] {8, 10, 12, 16}) {
      int top = (1 << bits) - 1;
      Random random = new Random(bits);
      images.put(
          "phantom " + bits, image(61, 47, bits, Phantom.normal(61, 47, 5).stored(bits, false)));
      images.put("noise " + bits, image(31, 23, bits, random.ints(31 * 23, 0, top + 1).toArray()));
      images.put(
          "flat " + bits, image(40, 30, bits, IntStream.generate(() -> top).limit(1200).toArray()));
      images.put("ramp " + bits, image(64, 9, bits, cells(64, 9, (x, y) -> (3 * x + 5 * y) & top)));
      images.put(
          "steps " + bits,
          image(
              70,
              33,
              bits,
              cells(70, 33, (x, y) -> x / 17 * (top / 5) + (random.nextInt(90) == 0 ? 1 : 0))));
    }
    images.put("row", image(50, 1, 12, new Random(1).ints(50, 0, 4096).toArray()));
    images.put("column", image(1, 50, 10, new Random(2).ints(50, 0, 1024).toArray()));
    images.put("pixel", image(1, 1, 16, 54321));
    images.put("wide", image(40_000, 2, 8, cells(40_000, 2, (x, y) -> x == 39_000 ? 7 : 200)));
    images.put(
        "signed",
        DicomObject.computedRadiography(61, 47, new int[61 * 47], 12)
            .pixels(
                61,
                47,
                PixelFormat.grey(12).twosComplement(),
                Arrays.stream(Phantom.normal(61, 47, 6).stored(12, false))
                    .map(value -> value - 2048)
                    .toArray()));
    return images;
  }

  private static DicomObject image(int columns, int rows, int bits, int... stored) {
    return DicomObject.computedRadiography(columns, rows, stored, bits);
  }

  @FunctionalInterface
  private interface Texture {
    int at(int x, int y);
  }

  private static int[] cells(int columns, int rows, Texture texture) {
    return IntStream.range(0, columns * rows)
        .map(i -> texture.at(i % columns, i / columns))
        .toArray();
  }

  /** The cells, of which the bits above those stored are nobody's business. */
  private static int[] read(Path file) throws IOException {
    DicomImage image = new BuiltInCodec().read(file);
    int stored = image.header().attributes().integer(Tag.BITS_STORED).orElseThrow();
    StoredPixels pixels = image.pixels();
    return cells(
        pixels.columns(), pixels.rows(), (x, y) -> pixels.cell(x, y) & ((1 << stored) - 1));
  }

  private static TransferSyntax syntax(Path file) throws IOException {
    return new BuiltInCodec().readHeader(file).syntax().orElseThrow();
  }

  /**
   * Compresses with a program and its options, decodes with dcmtk and here.
   *
   * @param near how far a cell may be from the original
   * @param without images, as a regular expression, that the program cannot compress
   */
  private void assertAgrees(ExternalProgram compressor, String options, int near, String without)
      throws Exception {
    ExternalProgram dcmdjpls = ExternalProgram.require("dcmdjpls", "dcmtk");
    Map<String, DicomObject> images = images();
    assertThat(images.keySet().removeIf(name -> name.matches(without)))
        .isEqualTo(!without.isEmpty());
    for (Map.Entry<String, DicomObject> image : images.entrySet()) {
      String name = image.getKey() + ", " + options;
      Path original = image.getValue().writeTo(folder.resolve("original.dcm"));
      Path compressed = folder.resolve("compressed.dcm");
      Path decoded = folder.resolve("decoded.dcm");
      compressor.run(words(options, original.toString(), compressed.toString()));
      dcmdjpls.run(compressed.toString(), decoded.toString());
      assertThat(syntax(compressed))
          .as(name)
          .isEqualTo(near == 0 ? TransferSyntax.JPEG_LS : TransferSyntax.JPEG_LS_NEAR_LOSSLESS);
      int[] ours = read(compressed);
      assertThat(ours).as("%s, as dcmtk decodes it", name).isEqualTo(read(decoded));
      int[] before = read(original);
      for (int i = 0; i < before.length; i++) {
        assertThat(Math.abs(ours[i] - before[i]))
            .as("%s, cell %s", name, i)
            .isLessThanOrEqualTo(near);
      }
    }
  }

  private static String[] words(String options, String... files) {
    return Stream.concat(Arrays.stream(options.split(" ", -1)), Arrays.stream(files))
        .filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--prefer-raw",
        "+t1 1 +t2 1 +t3 1 +rs 3",
        "+t1 5 +t2 9 +t3 30 +rs 32",
        "+t1 50 +t2 50 +t3 250 +rs 255 --fragment-size 1"
      })
  void readsLosslessOfDcmtkExactly(String options) throws Exception {
    assertAgrees(ExternalProgram.require("dcmcjpls", "dcmtk"), options, 0, "");
  }

  /**
   * In this mode, which makes use of BitsStored, dcmtk 3.6.7 aborts at signed cells and spoils
   * bytes of images that grow, so that itself cannot read them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"--prefer-cooked", "--prefer-cooked +t1 5 +t2 9 +t3 30 +rs 32"})
  void readsStoredBitsOfDcmtkExactly(String options) throws Exception {
    assertAgrees(ExternalProgram.require("dcmcjpls", "dcmtk"), options, 0, "signed|noise.*");
  }

  /** dcmtk refuses signed cells here. */
  @ParameterizedTest
  @CsvSource({
    "1, ''",
    "2, ''",
    "3, --prefer-cooked",
    "4, +t1 9 +t2 20 +t3 60 +rs 20",
    "5, ''",
    "100, ''"
  })
  void readsNearLosslessOfDcmtk(int near, String options) throws Exception {
    assertAgrees(
        ExternalProgram.require("dcmcjpls", "dcmtk"),
        "--encode-nearlossless --max-deviation " + near + " " + options,
        near,
        "signed");
  }

  /** gdcm does not compress a single pixel. */
  @ParameterizedTest
  @CsvSource({"--jpegls, 0", "--jpegls --lossy --allowed-error 3, 3"})
  void readsWhatGdcmCompresses(String options, int near) throws Exception {
    assertAgrees(ExternalProgram.require("gdcmconv", "libgdcm-tools"), options, near, "pixel");
  }

  /**
   * No program at hand writes restart markers, but each interval is coded as if it were an image:
   * strips become one stream.
   */
  @Test
  void startsAnewBehindRestartMarkers() throws Exception {
    ExternalProgram dcmcjpls = ExternalProgram.require("dcmcjpls", "dcmtk");
    int columns = 37;
    int strips = 10;
    int lines = 6;
    int[] stored = Phantom.normal(columns, strips * lines, 8).stored(12, false);
    StringBuilder joined = new StringBuilder();
    for (int strip = 0; strip < strips; strip++) {
      int size = columns * lines;
      int[] part = Arrays.copyOfRange(stored, strip * size, (strip + 1) * size);
      Path original = image(columns, lines, 12, part).writeTo(folder.resolve("strip.dcm"));
      Path compressed = folder.resolve("compressed.dcm");
      dcmcjpls.run("--prefer-cooked", original.toString(), compressed.toString());
      String file = new String(Files.readAllBytes(compressed), StandardCharsets.ISO_8859_1);
      int start = file.indexOf("\u00FF\u00D8\u00FF\u00F7");
      int coded = file.indexOf("\u00FF\u00DA", start) + 10;
      if (strip == 0) {
        joined
            .append("\u00FF\u00D8")
            .append("\u00FF\u00DD\0\4\0")
            .append((char) lines)
            .append(file, start + 2, start + 7)
            .append("\0")
            .append((char) (strips * lines))
            .append(file, start + 9, coded);
      } else {
        joined.append("\u00FF").append((char) (0xD0 + (strip - 1) % 8));
      }
      joined.append(file, coded, file.lastIndexOf("\u00FF\u00D9"));
    }
    byte[] stream = joined.append("\u00FF\u00D9").toString().getBytes(StandardCharsets.ISO_8859_1);
    StoredPixels pixels =
        new JpegLsDecoder().decode(stream, new PixelGeometry(columns, strips * lines, 16));
    assertThat(cells(columns, strips * lines, pixels::cell)).isEqualTo(stored);
  }

  @Test
  void readsARealFilm() throws Exception {
    Path film =
        Path.of(
            System.getProperty("thorax4j.data", "../../shared/data"),
            "dicom",
            "neg_limb_cr_mono1_10bit_jpegls.dcm");
    assumeTrue(Files.exists(film), "no real DICOM files here (system property thorax4j.data)");
    Path decoded = folder.resolve("decoded.dcm");
    ExternalProgram.require("dcmdjpls", "dcmtk").run(film.toString(), decoded.toString());
    assertThat(read(film)).isEqualTo(read(decoded));
  }
}
