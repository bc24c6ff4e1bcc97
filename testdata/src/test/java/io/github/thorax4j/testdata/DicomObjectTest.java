package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DicomObjectTest {

  private static final int COLUMNS = 61;
  private static final int ROWS = 50;

  private static int[] ramp(int values) {
    int[] stored = new int[COLUMNS * ROWS];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = (i % COLUMNS * 3 + i / COLUMNS * 2) * values / 512 % values;
    }
    return stored;
  }

  private static DicomObject bare() {
    return DicomObject.empty().withoutPreamble().withoutFileMeta();
  }

  private static String hex(DicomObject object) {
    return HexFormat.ofDelimiter(" ").formatHex(object.toBytes());
  }

  // Expected bytes written by hand from PS3.5 section 7.1.

  @Test
  void explicitShortForm() {
    assertThat(hex(bare().set(0x00280010, Vr.US, 258))).isEqualTo("28 00 10 00 55 53 02 00 02 01");
  }

  @Test
  void explicitLongForm() {
    assertThat(hex(bare().setBytes(0x00091001, Vr.OB, new byte[] {1, 2, 3})))
        .isEqualTo("09 00 01 10 4f 42 00 00 04 00 00 00 01 02 03 00");
  }

  @Test
  void implicit() {
    assertThat(
            hex(
                bare()
                    .set(0x00280010, Vr.US, 258)
                    .encodedAs(TransferSyntax.IMPLICIT_LITTLE_ENDIAN)))
        .isEqualTo("28 00 10 00 02 00 00 00 02 01");
  }

  @Test
  void bigEndian() {
    assertThat(
            hex(
                bare()
                    .set(0x00280009, Vr.AT, 0x00181063)
                    .set(0x00280010, Vr.US, 258)
                    .encodedAs(TransferSyntax.EXPLICIT_BIG_ENDIAN)))
        .isEqualTo("00 28 00 09 41 54 00 04 00 18 10 63 00 28 00 10 55 53 00 02 01 02");
  }

  @Test
  void textIsPaddedWithSpaceAndUidsWithZero() {
    assertThat(hex(bare().set(0x00080016, Vr.UI, "1.2").set(0x00080060, Vr.CS, "DXX")))
        .isEqualTo("08 00 16 00 55 49 04 00 31 2e 32 00 08 00 60 00 43 53 04 00 44 58 58 20");
  }

  @Test
  void sequencesOfBothLengths() {
    DicomObject item = DicomObject.empty().set(0x00283002, Vr.US, 1);
    assertThat(hex(bare().setSequence(0x00283010, item)))
        .isEqualTo(
            "28 00 10 30 53 51 00 00 12 00 00 00"
                + " fe ff 00 e0 0a 00 00 00 28 00 02 30 55 53 02 00 01 00");
    assertThat(hex(bare().setSequence(0x00283010, item).undefinedLengths()))
        .isEqualTo(
            "28 00 10 30 53 51 00 00 ff ff ff ff"
                + " fe ff 00 e0 ff ff ff ff 28 00 02 30 55 53 02 00 01 00"
                + " fe ff 0d e0 00 00 00 00 fe ff dd e0 00 00 00 00");
  }

  @Test
  void fragmentsFollowAnEmptyOffsetTable() {
    assertThat(hex(bare().fragments("1.2.3", new byte[] {1, 2, 3}, new byte[] {4, 5})))
        .isEqualTo(
            "e0 7f 10 00 4f 42 00 00 ff ff ff ff fe ff 00 e0 00 00 00 00"
                + " fe ff 00 e0 04 00 00 00 01 02 03 00 fe ff 00 e0 02 00 00 00 04 05"
                + " fe ff dd e0 00 00 00 00");
  }

  @Test
  void elementsAreSortedAndCanBeRemovedAndLieAboutTheirLength() {
    assertThat(
            hex(
                bare()
                    .set(0x7FE10010, Vr.CS, "B")
                    .set(0x00100010, Vr.PN, "A")
                    .set(0x00100020, Vr.LO, "gone")
                    .remove(0x00100020)
                    .declareLength(0x7FE10010, 0x1000)))
        .isEqualTo("10 00 10 00 50 4e 02 00 41 20 e1 7f 10 00 43 53 00 10 42 20");
  }

  @Test
  void metaInformationCanLieAndBeLeftOut() {
    byte[] lying =
        DicomObject.empty().set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, "1.2.840.9999").toBytes();
    assertThat(new String(lying, 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
    assertThat(new String(lying, StandardCharsets.ISO_8859_1)).contains("1.2.840.9999");
    assertThat(DicomObject.empty().withoutFileMeta().toBytes()).hasSize(132);
    assertThat(bare().toBytes()).isEmpty();
  }

  @Test
  void refusesPixelsThatDoNotFillTheImage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DicomObject.computedRadiography(3, 3, new int[8], 12));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DicomObject.computedRadiography(1, 1, new int[] {4096}, 12));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                DicomObject.computedRadiography(1, 1, new int[1], 12)
                    .encodedAs(TransferSyntax.JPEG_BASELINE)
                    .toBytes());
  }

  @Test
  void uidsDependOnTheContentAlone() {
    byte[] once = DicomObject.computedRadiography(COLUMNS, ROWS, ramp(4096), 12).toBytes();
    assertThat(DicomObject.computedRadiography(COLUMNS, ROWS, ramp(4096), 12).toBytes())
        .isEqualTo(once);
    assertThat(DicomObject.uid("a")).matches("2\\.25\\.[1-9][0-9]{0,38}");
    assertThat(DicomObject.uid("a")).isNotEqualTo(DicomObject.uid("b"));
  }

  // What dcmtk reads.

  private static DicomObject rich() {
    return DicomObject.computedRadiography(COLUMNS, ROWS, ramp(4096), 12)
        .set(0x00090010, Vr.LO, "THORAX4J")
        .set(0x00091001, Vr.US, 7, 8)
        .set(0x00189087, Vr.FD, 1.5)
        .setSequence(
            Tag.VOI_LUT_SEQUENCE,
            DicomObject.empty()
                .set(Tag.LUT_DESCRIPTOR, Vr.US, 4, 0, 16)
                .set(Tag.LUT_DATA, Vr.US, 0, 100, 200, 65535))
        .setEmpty(Tag.REFERENCED_IMAGE_SEQUENCE, Vr.SQ);
  }

  @ParameterizedTest
  @CsvSource({
    "IMPLICIT_LITTLE_ENDIAN,false", "IMPLICIT_LITTLE_ENDIAN,true",
    "EXPLICIT_LITTLE_ENDIAN,false", "EXPLICIT_LITTLE_ENDIAN,true",
    "EXPLICIT_BIG_ENDIAN,false", "EXPLICIT_BIG_ENDIAN,true",
    "DEFLATED,false", "DEFLATED,true"
  })
  void dcmtkReadsEveryNativeEncoding(
      TransferSyntax syntax, boolean undefinedLengths, @TempDir Path folder)
      throws IOException, InterruptedException {
    ExternalProgram dcmdump = ExternalProgram.require("dcmdump", "dcmtk");
    DicomObject object = rich().encodedAs(syntax);
    if (undefinedLengths) {
      object.undefinedLengths();
    }
    Path file = object.writeTo(folder.resolve("film.dcm"));

    String dump = dcmdump.run("+W", folder.toString(), file.toString());

    assertThat(dump)
        .contains("(0010,0010) PN [SYNTHETIC^PHANTOM]")
        .contains(" 4\\0\\16 ")
        .contains("(0028,0011) US 61")
        .doesNotContain("W: ")
        .doesNotContain("E: ");
    byte[] words = Files.readAllBytes(folder.resolve("film.dcm.0.raw"));
    assertThat(words).isEqualTo(PixelFormat.grey(12).pack(ramp(4096)));
  }

  @Test
  void dcmtkReadsAFileWithoutPreambleAndMeta(@TempDir Path folder)
      throws IOException, InterruptedException {
    ExternalProgram dcmdump = ExternalProgram.require("dcmdump", "dcmtk");
    Path file = rich().withoutPreamble().withoutFileMeta().writeTo(folder.resolve("film.dcm"));

    dcmdump.run("-f", "+W", folder.toString(), file.toString());

    assertThat(Files.readAllBytes(folder.resolve("film.dcm.0.raw")))
        .isEqualTo(PixelFormat.grey(12).pack(ramp(4096)));
  }

  @ParameterizedTest
  @EnumSource(
      value = TransferSyntax.class,
      names = {"EXPLICIT_LITTLE_ENDIAN", "JPEG_BASELINE"})
  void dcmtkDecodesEveryFrame(TransferSyntax syntax, @TempDir Path folder)
      throws IOException, InterruptedException {
    ExternalProgram dcmj2pnm = ExternalProgram.require("dcmj2pnm", "dcmtk");
    int[] first = ramp(256);
    int[] second = Arrays.stream(first).map(v -> 255 - v).toArray();
    Path file =
        DicomObject.secondaryCapture(COLUMNS, ROWS, first)
            .pixels(COLUMNS, ROWS, PixelFormat.grey(8), first, second)
            .encodedAs(syntax)
            .writeTo(folder.resolve("film.dcm"));
    int tolerance = syntax == TransferSyntax.JPEG_BASELINE ? 24 : 0;

    dcmj2pnm.run("+Fa", "+on", file.toString(), folder.resolve("frame").toString());

    assertPixels(folder.resolve("frame.0.png"), first, tolerance);
    assertPixels(folder.resolve("frame.1.png"), second, tolerance);
  }

  @Test
  void dcmtkSeesColour(@TempDir Path folder) throws IOException, InterruptedException {
    ExternalProgram dcmj2pnm = ExternalProgram.require("dcmj2pnm", "dcmtk");
    int[] grey = ramp(256);
    int[] rgb = new int[grey.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (grey[i / 3] + 40 * (i % 3)) % 256;
    }
    Path file =
        DicomObject.secondaryCapture(COLUMNS, ROWS, grey)
            .pixels(COLUMNS, ROWS, PixelFormat.rgb(), rgb)
            .writeTo(folder.resolve("film.dcm"));

    dcmj2pnm.run("+on", file.toString(), folder.resolve("film.png").toString());

    assertPixels(folder.resolve("film.png"), rgb, 0);
  }

  private static void assertPixels(Path png, int[] expected, int tolerance) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    int[] actual =
        image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    assertThat(actual).hasSameSizeAs(expected);
    long total = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("value %d", i)
          .isLessThanOrEqualTo(tolerance);
      total += Math.abs(actual[i] - expected[i]);
    }
    assertThat((double) total / expected.length).isLessThanOrEqualTo(tolerance / 12.0);
  }

  @ParameterizedTest
  @CsvSource({"CR", "DX", "SC"})
  void theValidatorFindsNoError(String kind, @TempDir Path folder)
      throws IOException, InterruptedException {
    ExternalProgram dciodvfy = ExternalProgram.require("dciodvfy", "dicom3tools");
    DicomObject object =
        switch (kind) {
          case "CR" -> DicomObject.computedRadiography(COLUMNS, ROWS, ramp(4096), 12);
          case "DX" -> DicomObject.digitalRadiography(COLUMNS, ROWS, ramp(4096), 12);
          default -> DicomObject.secondaryCapture(COLUMNS, ROWS, ramp(256));
        };

    assertThat(dciodvfy.run(object.writeTo(folder.resolve("film.dcm")).toString()))
        .doesNotContain("Error");
  }
}
