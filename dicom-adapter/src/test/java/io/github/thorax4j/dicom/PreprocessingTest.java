package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected pixels are worked out by hand from the formulas of PS3.3 section C.11. */
class PreprocessingTest {

  @TempDir Path folder;

  private Radiograph radiograph(DicomObject object) throws IOException {
    Reading reading = new DicomFormat().read(object.writeTo(folder.resolve("film.dcm")));
    return ((Reading.Film) reading).radiograph();
  }

  private void assertPixels(DicomObject object, double... expected) throws IOException {
    float[] pixels = radiograph(object).pixels();
    assertThat(pixels).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) pixels[i]).as("pixel %s", i).isCloseTo(expected[i], within(1e-6));
    }
  }

  private static DicomObject film(int bitsStored, int... stored) {
    return DicomObject.computedRadiography(stored.length, 1, stored, bitsStored);
  }

  private static DicomObject lut(int entries, int first, int bits, Vr dataVr, int... data) {
    return DicomObject.empty()
        .set(Tag.LUT_DESCRIPTOR, Vr.US, entries, first, bits)
        .set(Tag.LUT_DATA, dataVr, data);
  }

  // ---- stored bits ----

  @Test
  void takesTheStoredBitsAndNothingElse() throws IOException {
    // 12 bits that end at bit 13; overlay bits above and rubbish below.
    DicomObject object =
        film(12, 0, 0)
            .set(Tag.BITS_ALLOCATED, Vr.US, 16)
            .set(Tag.HIGH_BIT, Vr.US, 13)
            .set(Tag.PIXEL_DATA, Vr.OW, 0x4000 | (1000 << 2) | 3, 0x8000 | (4095 << 2) | 1)
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT")
            .window(2000, 4000);
    assertPixels(object, 0.25, 1.0);
    assertThat(radiograph(object).preprocessing())
        .containsExactly(
            "take 12 of 16 bits (high bit 13), unsigned",
            "window LINEAR_EXACT centre 2000 width 4000");
  }

  @Test
  void extendsTheSign() throws IOException {
    DicomObject object =
        film(12, 0, 0, 0)
            .pixels(3, 1, PixelFormat.grey(12).twosComplement(), new int[] {-2048, -1024, 0})
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT")
            .window(-1024, 2048);
    assertPixels(object, 0, 0.5, 1);
  }

  @Test
  void extendsTheSignInBigEndian() throws IOException {
    DicomObject object =
        film(12, 0, 0, 0)
            .pixels(3, 1, PixelFormat.grey(12).twosComplement(), new int[] {-2048, -1024, 0})
            .encodedAs(TransferSyntax.EXPLICIT_BIG_ENDIAN);
    assertPixels(object, 0, 0.5, 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "17, 3", "12, 40", "12, 2"})
  void toleratesBitsThatDoNotFitTheCell(int bitsStored, int highBit) throws IOException {
    DicomObject object =
        film(12, 0, 2047, 4094)
            .set(Tag.BITS_STORED, Vr.US, bitsStored)
            .set(Tag.HIGH_BIT, Vr.US, highBit);
    assertPixels(object, 0, 0.5, 1);
  }

  // ---- padding ----

  @Test
  void setsPaddingAsideAndMakesItBlack() throws IOException {
    DicomObject object = film(12, 0, 100, 150, 200, 4095).set(Tag.PIXEL_PADDING_VALUE, Vr.US, 4095);
    // 4095 is padding, so the range is 0 to 200.
    assertPixels(object, 0, 0.5, 0.75, 1, 0);
    assertThat(radiograph(object).preprocessing())
        .contains("set pixel padding aside (4095)", "range of the pixels 0 to 200");
  }

  @Test
  void setsARangeOfPaddingAsideAndKeepsItBlackWhenInverted() throws IOException {
    DicomObject object =
        film(12, 0, 1, 2, 3, 4)
            .pixels(5, 1, PixelFormat.grey(12).monochrome1(), new int[] {0, 5, 10, 20, 30})
            .set(Tag.PIXEL_PADDING_VALUE, Vr.US, 5)
            .set(Tag.PIXEL_PADDING_RANGE_LIMIT, Vr.US, 0);
    assertPixels(object, 0, 0, 1, 0.5, 0);
  }

  @Test
  void readsSignedPadding() throws IOException {
    DicomObject object =
        film(16, 0, 0, 0)
            .pixels(3, 1, PixelFormat.grey(16).twosComplement(), new int[] {-32768, 0, 100})
            .set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0x8000)
            .encodedAs(TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
    assertPixels(object, 0, 0, 1);
  }

  @Test
  void anImageOfPaddingAloneIsBlack() throws IOException {
    assertPixels(film(12, 7, 7).set(Tag.PIXEL_PADDING_VALUE, Vr.US, 7), 0, 0);
  }

  @Test
  void setsASignedRangeAsideBeforeAnyWindow() throws IOException {
    DicomObject object =
        film(12, 0, 0, 0, 0)
            .pixels(4, 1, PixelFormat.grey(12).twosComplement(), new int[] {-2048, -2000, -1999, 0})
            .set(Tag.PIXEL_PADDING_VALUE, Vr.SS, -2048)
            .set(Tag.PIXEL_PADDING_RANGE_LIMIT, Vr.SS, -2000)
            .set(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, "INVERSE")
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT")
            .window(0, 8000);
    assertPixels(object, 0, 0, 1 - (-1999 / 8000.0 + 0.5), 0.5);
    assertThat(radiograph(object).preprocessing())
        .contains("set pixel padding aside (-2048 to -2000)");
  }

  // ---- modality ----

  @Test
  void rescales() throws IOException {
    DicomObject object =
        film(12, 0, 1024, 2048)
            .set(Tag.RESCALE_SLOPE, Vr.DS, "2")
            .set(Tag.RESCALE_INTERCEPT, Vr.DS, "-1024")
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT")
            .window(1024, 4096);
    // 2 x - 1024 = -1024, 1024, 3072; (x - 1024) / 4096 + 0.5
    assertPixels(object, 0, 0.5, 1);
    assertThat(radiograph(object).preprocessing()).contains("rescale 2 x + -1024");
  }

  @ParameterizedTest
  @CsvSource({"1e-20, 0", "1E-300, 0", "0.00000001, -5", "1e300, 1e300", "0, 0", "-1e-5, 3"})
  void survivesExtremeSlopes(String slope, String intercept) throws IOException {
    float[] pixels =
        radiograph(
                film(12, 0, 1000, 2000)
                    .set(Tag.RESCALE_SLOPE, Vr.DS, slope)
                    .set(Tag.RESCALE_INTERCEPT, Vr.DS, intercept))
            .pixels();
    assertThat(pixels).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "NaN", "one", "", "1e400", "0x1p3"})
  void aSlopeThatIsNoneChangesNothing(String slope) throws IOException {
    assertPixels(
        film(12, 0, 1000, 2000)
            .set(Tag.RESCALE_SLOPE, Vr.DS, slope)
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT")
            .window(1000, 4000),
        0.25,
        0.5,
        0.75);
  }

  @Test
  void aTinySlopeKeepsTheImage() throws IOException {
    assertPixels(film(12, 0, 1000, 2000).set(Tag.RESCALE_SLOPE, Vr.DS, "1e-20"), 0, 0.5, 1);
  }

  @Test
  void aNegativeSlopeTurnsTheImage() throws IOException {
    assertPixels(
        film(12, 0, 1000, 2000)
            .set(Tag.RESCALE_SLOPE, Vr.DS, "-1")
            .set(Tag.RESCALE_INTERCEPT, Vr.DS, "2000"),
        1,
        0.5,
        0);
  }

  @Test
  void looksUpTheModalityLutAndIgnoresTheSlope() throws IOException {
    DicomObject object =
        film(12, 9, 10, 11, 12, 13)
            .setSequence(Tag.MODALITY_LUT_SEQUENCE, lut(3, 10, 16, Vr.US, 500, 100, 300))
            .set(Tag.RESCALE_SLOPE, Vr.DS, "7")
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT")
            .window(500, 1000);
    assertPixels(object, 0.5, 0.5, 0.1, 0.3, 0.3);
    assertThat(radiograph(object).preprocessing())
        .contains("modality LUT, 3 entries of 16 bits from 10");
  }

  @Test
  void readsASignedFirstInput() throws IOException {
    DicomObject object =
        film(12, 0, 0, 0)
            .pixels(3, 1, PixelFormat.grey(12).twosComplement(), new int[] {-3, -2, 5})
            .setSequence(Tag.MODALITY_LUT_SEQUENCE, lut(2, -2, 8, Vr.OW, 0, 255));
    assertPixels(object, 0, 0, 1);
  }

  @Test
  void looksBytesUpInTheModalityLut() throws IOException {
    int[] data = new int[65536];
    for (int i = 0; i < data.length; i++) {
      data[i] = 65535 - i;
    }
    assertPixels(
        film(16, 0, 13107, 65535)
            .setSequence(Tag.MODALITY_LUT_SEQUENCE, lut(0, 0, 16, Vr.OW, data)),
        1,
        0.8,
        0);
    assertPixels(
        film(8, 0, 1, 2).setSequence(Tag.MODALITY_LUT_SEQUENCE, lut(3, 0, 8, Vr.OW, 100 << 8, 50)),
        0,
        1,
        0.5);
  }

  // ---- values of interest ----

  @Test
  void looksUpTheVoiLutBeforeAnyWindow() throws IOException {
    DicomObject object =
        film(12, 0, 100, 101, 102, 4095)
            .setSequence(Tag.VOI_LUT_SEQUENCE, lut(3, 100, 10, Vr.US, 0, 341, 1023))
            .window(2048, 4096);
    assertPixels(object, 0, 0, 341 / 1023.0, 1, 1);
    assertThat(radiograph(object).preprocessing())
        .contains("VOI LUT, 3 entries of 10 bits from 100");
  }

  /** The first value is signed where the modality's values are (PS3.3 section C.11.2.1.1). */
  @Test
  void looksNegativeValuesUp() throws IOException {
    DicomObject object =
        film(12, 0, 998, 999, 1000, 1001, 1002)
            .set(Tag.RESCALE_INTERCEPT, Vr.DS, "-1000")
            .setSequence(Tag.VOI_LUT_SEQUENCE, lut(3, -1, 8, Vr.US, 51, 102, 255));
    assertPixels(object, 0.2, 0.2, 0.2, 0.4, 1, 1);
    assertThat(radiograph(object).preprocessing()).contains("VOI LUT, 3 entries of 8 bits from -1");
  }

  @Test
  void takesTheFirstOfSeveralTablesAndItsNearestEntry() throws IOException {
    DicomObject object =
        film(12, 0, 1, 2, 3, 4)
            .set(Tag.RESCALE_SLOPE, Vr.DS, "0.4")
            .setSequence(
                Tag.VOI_LUT_SEQUENCE,
                lut(3, 0, 8, Vr.US, 0, 51, 255).set(0x00283003, Vr.LO, "NORMAL"),
                lut(3, 0, 8, Vr.US, 255, 0, 0).set(0x00283003, Vr.LO, "HARDER"));
    // 0, 0.4, 0.8, 1.2, 1.6
    assertPixels(object, 0, 0, 0.2, 0.2, 1);
  }

  @Test
  void takesTheWindowWhereTheTableHasNoItem() throws IOException {
    DicomObject object =
        film(12, 0, 100, 200)
            .setEmpty(Tag.VOI_LUT_SEQUENCE, Vr.SQ)
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT")
            .window(100, 400);
    assertPixels(object, 0.25, 0.5, 0.75);
  }

  @Test
  void looksUpBytesInWordsAndEntriesOfMoreBitsThanDeclared() throws IOException {
    assertPixels(
        film(8, 0, 1, 2, 3)
            .setSequence(Tag.VOI_LUT_SEQUENCE, lut(4, 0, 8, Vr.OW, 51 << 8, (255 << 8) | 102)),
        0,
        0.2,
        0.4,
        1);
    assertPixels(
        film(8, 0, 1).setSequence(Tag.VOI_LUT_SEQUENCE, lut(2, 0, 8, Vr.US, 0, 4095)), 0, 1);
  }

  @Test
  void aTableOfAllWordsDeclaresZeroEntries() throws IOException {
    int[] data = new int[65536];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    assertPixels(
        film(16, 0, 13107, 65535).setSequence(Tag.VOI_LUT_SEQUENCE, lut(0, 0, 16, Vr.OW, data)),
        0,
        0.2,
        1);
  }

  @Test
  void refusesABrokenTable() throws IOException {
    Path file =
        film(8, 0)
            .setSequence(Tag.VOI_LUT_SEQUENCE, lut(256, 0, 8, Vr.US, 1, 2))
            .writeTo(folder.resolve("broken.dcm"));
    assertThatIOException()
        .isThrownBy(() -> new DicomFormat().read(file))
        .withMessage(file + ": VOILUTSequence has no LUTData of 256 entries");
  }

  /** Section C.11.2.1.2.1: centre 2048, width 4096 maps 0 to 4095 evenly. */
  @Test
  void appliesALinearWindow() throws IOException {
    assertPixels(film(12, 0, 1000, 4095).window(2048, 4096), 0, (1000 - 2047.5) / 4095 + 0.5, 1);
    assertPixels(film(12, 99, 100, 101).window(100.5, 1), 0, 0, 1);
    // centre 0.5 + 100, width 3: 99 and below black, above 101 white, 100 in the middle
    assertPixels(film(12, 98, 99, 100, 101, 102).window(100.5, 3), 0, 0, 0.5, 1, 1);
  }

  /**
   * Section C.11.2.1.2.1: with centre 10 and width 5, black up to 7.5, white above 11.5, and x in
   * between is (x - 9.5) / 4 + 0.5.
   */
  @Test
  void appliesALinearWindowAtItsEdges() throws IOException {
    DicomObject object =
        film(12, 14, 15, 16, 19, 22, 23, 24).set(Tag.RESCALE_SLOPE, Vr.DS, "0.5").window(10, 5);
    assertPixels(object, 0, 0, 0.125, 0.5, 0.875, 1, 1);
  }

  /** The linear function is not defined for widths below 1; the exact one is. */
  @Test
  void appliesAWindowOfLessThanOne() throws IOException {
    assertPixels(
        film(12, 0, 1, 2, 3).set(Tag.RESCALE_SLOPE, Vr.DS, "0.1").window(0.15, 0.4),
        0.125,
        0.375,
        0.625,
        0.875);
  }

  /** 1 / (1 + e^(-4 (x - c) / w)), never quite black or white at the edges of the window. */
  @Test
  void appliesASigmoidWindowAtItsEdges() throws IOException {
    assertPixels(
        film(12, 0, 100, 300, 4095).window(200, 200).set(Tag.VOI_LUT_FUNCTION, Vr.CS, "SIGMOID"),
        0.0179862099620916, // 1 / (1 + e^4)
        0.1192029220221176, // 1 / (1 + e^2)
        0.8807970779778824,
        1);
  }

  @Test
  void appliesAnExactLinearWindow() throws IOException {
    assertPixels(
        film(12, 49, 50, 75, 100, 150, 151)
            .window(100, 100)
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT"),
        0,
        0,
        0.25,
        0.5,
        1,
        1);
  }

  @Test
  void appliesASigmoidWindow() throws IOException {
    assertPixels(
        film(12, 100, 200, 300).window(200, 400).set(Tag.VOI_LUT_FUNCTION, Vr.CS, "SIGMOID"),
        0.2689414213699951, // 1 / (1 + e)
        0.5,
        0.7310585786300049); // 1 / (1 + 1 / e)
  }

  @Test
  void takesTheFirstOfSeveralWindows() throws IOException {
    DicomObject object =
        film(12, 0, 100, 200)
            .set(Tag.WINDOW_CENTER, Vr.DS, "100", "2000")
            .set(Tag.WINDOW_WIDTH, Vr.DS, "200", "10")
            .set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT");
    assertPixels(object, 0, 0.5, 1);
  }

  @ParameterizedTest
  @CsvSource({"100, 0", "100, -5", "abc, 100", "100, NaN"})
  void takesTheRangeOfThePixelsWithoutAUsableWindow(String centre, String width)
      throws IOException {
    DicomObject object =
        film(12, 10, 20, 30)
            .set(Tag.WINDOW_CENTER, Vr.DS, centre)
            .set(Tag.WINDOW_WIDTH, Vr.DS, width);
    assertPixels(object, 0, 0.5, 1);
    assertThat(radiograph(object).preprocessing()).contains("range of the pixels 10 to 30");
  }

  @Test
  void aFlatImageIsBlack() throws IOException {
    assertPixels(film(12, 9, 9, 9), 0, 0, 0);
  }

  // ---- polarity ----

  @ParameterizedTest
  @CsvSource({
    "MONOCHROME1, , true",
    "MONOCHROME2, , false",
    "MONOCHROME1, INVERSE, true",
    "MONOCHROME2, INVERSE, true",
    "MONOCHROME1, IDENTITY, false",
    "MONOCHROME2, IDENTITY, false",
    "MONOCHROME1, LIN OD, true"
  })
  void invertsOnce(String photometric, String shape, boolean inverted) throws IOException {
    DicomObject object =
        film(12, 0, 25, 100).set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, photometric);
    if (shape != null) {
      object.set(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, shape);
    }
    if (inverted) {
      assertPixels(object, 1, 0.75, 0);
      assertThat(radiograph(object).preprocessing())
          .filteredOn(step -> step.startsWith("invert"))
          .hasSize(1);
    } else {
      assertPixels(object, 0, 0.25, 1);
    }
  }

  // ---- orientation ----

  /** Rows of the file 0 10 20 and 30 40 50; a turned film by hand. */
  @ParameterizedTest
  @CsvSource({
    "L, F, '0 10 20, 30 40 50', ''",
    "R, F, '20 10 0, 50 40 30', mirror left to right",
    "L, H, '30 40 50, 0 10 20', mirror top to bottom",
    "R, H, '50 40 30, 20 10 0', rotate by 180 degrees",
    "F, L, '0 30, 10 40, 20 50', mirror at the diagonal",
    "F, R, '30 0, 40 10, 50 20', rotate by 90 degrees clockwise",
    "H, L, '20 50, 10 40, 0 30', rotate by 90 degrees counterclockwise",
    "H, R, '50 20, 40 10, 30 0', mirror at the other diagonal"
  })
  void turnsAFilmUntilItHangs(String rows, String columns, String turned, String step)
      throws IOException {
    for (int bits : new int[] {8, 12}) {
      DicomObject object =
          DicomObject.computedRadiography(3, 2, new int[] {0, 10, 20, 30, 40, 50}, bits)
              .set(Tag.PATIENT_ORIENTATION, Vr.CS, rows, columns);
      String[] lines = turned.split(", ", -1);
      Radiograph film = radiograph(object);
      assertThat(film.height()).isEqualTo(lines.length);
      assertPixels(
          object,
          Arrays.stream(turned.split("[, ]+", -1))
              .mapToDouble(value -> Double.parseDouble(value) / 50)
              .toArray());
      for (int y = 0; y < film.height(); y++) {
        String[] line = lines[y].split(" ", -1);
        assertThat(film.width()).isEqualTo(line.length);
        for (int x = 0; x < line.length; x++) {
          assertThat(film.pixel(x, y)).isEqualTo(Integer.parseInt(line[x]) / 50f);
        }
      }
      assertThat(film.preprocessing())
          .filteredOn(text -> text.startsWith("orient") || text.contains("rientation"))
          .isEqualTo(
              step.isEmpty()
                  ? List.of()
                  : List.of(
                      "orient: " + step + " (PatientOrientation " + rows + "\\" + columns + ")"));
    }
  }

  @Test
  void turnsAfterItInverts() throws IOException {
    DicomObject object =
        film(12, 0, 4095)
            .pixels(2, 1, PixelFormat.grey(12).monochrome1(), new int[] {0, 4095})
            .set(Tag.PATIENT_ORIENTATION, Vr.CS, "RFA", "F")
            .window(2048, 4096);
    assertPixels(object, 0, 1);
    assertThat(radiograph(object).preprocessing())
        .endsWith("invert (MONOCHROME1)", "orient: mirror left to right (PatientOrientation R\\F)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "L\\R", "H\\F", "A\\F", "R\\P", "R", "\\H", "R\\", "RT\\CD", "X\\Y", "R\\F\\L", "r\\f"
      })
  void leavesWhatIsUnclear(String orientation) throws IOException {
    DicomObject object =
        film(12, 0, 10, 20).set(Tag.PATIENT_ORIENTATION, Vr.CS, orientation.split("\\\\", -1));
    assertPixels(object, 0, 0.5, 1);
    assertThat(radiograph(object).preprocessing())
        .contains(
            "note: PatientOrientation "
                + orientation.replaceAll("[a-z]", "?")
                + " is unclear, left as stored");
  }

  @Test
  void saysNothingWhereTheOrientationDoes() throws IOException {
    for (DicomObject object :
        List.of(
            film(12, 0, 20).remove(Tag.PATIENT_ORIENTATION),
            film(12, 0, 20).setEmpty(Tag.PATIENT_ORIENTATION, Vr.CS),
            film(12, 0, 20).set(Tag.PATIENT_ORIENTATION, Vr.CS, "", ""))) {
      assertThat(radiograph(object).preprocessing())
          .containsExactly(
              "take 12 of 16 bits (high bit 11), unsigned", "range of the pixels 0 to 20");
    }
  }

  /** What a header leaves out or contradicts is guessed, but never in silence. */
  @Test
  void saysWhatItGuesses() throws IOException {
    assertThat(radiograph(film(10, 1, 2, 3).set(Tag.HIGH_BIT, Vr.US, 5)).preprocessing())
        .contains("note: BitsStored 10 and HighBit 5 do not fit, taken as 10 and 9");
    assertThat(radiograph(film(10, 1, 2, 3).set(Tag.BITS_STORED, Vr.US, 17)).preprocessing())
        .anyMatch(step -> step.startsWith("note: BitsStored 17 and HighBit 9 do not fit"));
    assertThat(radiograph(film(10, 1, 2, 3).remove(Tag.PHOTOMETRIC_INTERPRETATION)).preprocessing())
        .contains("note: no PhotometricInterpretation, taken as MONOCHROME2");
    assertThat(radiograph(film(10, 1, 2, 3)).preprocessing()).noneMatch(s -> s.contains("note:"));
  }

  /** Squashing an image of oblong pixels is squashing it with its pixels made square. */
  @Test
  void oblongPixelsMakeNoDifferenceToASquareInput() throws IOException {
    int[] stored = Phantom.normal(120, 240, 5).stored(12, false);
    Radiograph film =
        radiograph(
            DicomObject.computedRadiography(120, 240, stored, 12)
                .set(Tag.IMAGER_PIXEL_SPACING, Vr.DS, "0.2", "0.4"));
    assertThat(film.preprocessing()).contains("note: pixel aspect ratio 0.2:0.4 left as stored");
    float[] seen = film.resize(32, 32).pixels();
    float[] corrected = film.resize(240, 240).resize(32, 32).pixels();
    for (int i = 0; i < seen.length; i++) {
      assertThat(seen[i]).isCloseTo(corrected[i], within(0.01f));
    }
  }

  // ---- notes ----

  @Test
  void notesWhatItLeavesAlone() throws IOException {
    DicomObject object =
        DicomObject.digitalRadiography(2, 1, new int[] {0, 4095}, 12)
            .set(Tag.SOP_CLASS_UID, Vr.UI, DicomObject.DIGITAL_XRAY_FOR_PROCESSING)
            .set(Tag.PRESENTATION_INTENT_TYPE, Vr.CS, "FOR PROCESSING")
            .set(Tag.PIXEL_ASPECT_RATIO, Vr.IS, "2", "1")
            .set(0x60003000, Vr.OW, 0xFFFF);
    assertThat(radiograph(object).preprocessing())
        .containsExactly(
            "note: FOR PROCESSING, not meant for display",
            "note: overlays ignored",
            "note: pixel aspect ratio 2:1 left as stored",
            "take 12 of 16 bits (high bit 11), unsigned",
            "window LINEAR centre 2048 width 4096");
  }

  @Test
  void saysWhatItWillDoBeforeItDoes() throws IOException {
    Path file =
        film(12, 5, 4095)
            .pixels(2, 1, PixelFormat.grey(12).monochrome1(), new int[] {5, 4095})
            .set(Tag.RESCALE_INTERCEPT, Vr.DS, "-1024")
            .window(512, 1024)
            .writeTo(folder.resolve("plan.dcm"));
    assertThat(Inspection.of(file).preprocessing())
        .containsExactly(
            "take 12 of 16 bits (high bit 11), unsigned",
            "rescale 1 x + -1024",
            "window LINEAR centre 512 width 1024",
            "invert (MONOCHROME1)")
        .isEqualTo(((Reading.Film) new DicomFormat().read(file)).radiograph().preprocessing());
  }
}
