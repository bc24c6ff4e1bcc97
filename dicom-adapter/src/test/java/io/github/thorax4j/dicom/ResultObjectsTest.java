package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.TransferSyntax;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultObjectsTest {

  private static final io.github.thorax4j.testdata.Vr UI = io.github.thorax4j.testdata.Vr.UI;
  private static final io.github.thorax4j.testdata.Vr CS = io.github.thorax4j.testdata.Vr.CS;
  private static final io.github.thorax4j.testdata.Vr DS = io.github.thorax4j.testdata.Vr.DS;
  private static final io.github.thorax4j.testdata.Vr DA = io.github.thorax4j.testdata.Vr.DA;
  private static final io.github.thorax4j.testdata.Vr LO = io.github.thorax4j.testdata.Vr.LO;
  private static final io.github.thorax4j.testdata.Vr PN = io.github.thorax4j.testdata.Vr.PN;
  private static final io.github.thorax4j.testdata.Vr SH = io.github.thorax4j.testdata.Vr.SH;
  private static final io.github.thorax4j.testdata.Vr IS = io.github.thorax4j.testdata.Vr.IS;
  private static final io.github.thorax4j.testdata.Vr TM = io.github.thorax4j.testdata.Vr.TM;

  @TempDir private Path folder;

  private ResultFilm film(DicomObject object) throws IOException {
    return ResultFilm.read(object.writeTo(folder.resolve("film.dcm")));
  }

  // ---- what a report says ----

  /** The nodes below an item: indented, relationship, type, name and value. */
  private static List<String> tree(Attributes item) {
    List<String> lines = new ArrayList<>();
    for (Attributes child : item.items(Tag.CONTENT_SEQUENCE)) {
      lines.add(
          child.string(Tag.RELATIONSHIP_TYPE).orElseThrow()
              + " "
              + child.string(Tag.VALUE_TYPE).orElseThrow()
              + " "
              + code(child, Tag.CONCEPT_NAME_CODE_SEQUENCE)
              + " = "
              + value(child));
      tree(child).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  private static String code(Attributes item, int tag) {
    return item.item(tag)
        .map(
            code ->
                code.string(Tag.CODE_VALUE).orElseThrow()
                    + " "
                    + code.string(Tag.CODING_SCHEME_DESIGNATOR).orElseThrow()
                    + " "
                    + code.string(Tag.CODE_MEANING).orElseThrow())
        .orElse("-");
  }

  private static String value(Attributes item) {
    return switch (item.string(Tag.VALUE_TYPE).orElseThrow()) {
      case "TEXT" -> item.string(Tag.TEXT_VALUE).orElseThrow();
      case "CODE" -> code(item, Tag.CONCEPT_CODE_SEQUENCE);
      case "UIDREF" -> "UID";
      case "DATE" -> item.string(Tag.DATE).orElseThrow();
      case "TIME" -> item.string(Tag.TIME).orElseThrow();
      case "NUM" ->
          item.item(Tag.MEASURED_VALUE_SEQUENCE)
              .map(
                  measured ->
                      measured.string(Tag.NUMERIC_VALUE).orElseThrow()
                          + " "
                          + code(measured, Tag.MEASUREMENT_UNITS_CODE_SEQUENCE))
              .orElseThrow();
      case "IMAGE" -> reference(item.item(Tag.REFERENCED_SOP_SEQUENCE).orElseThrow());
      default ->
          item.string(Tag.CONTINUITY_OF_CONTENT).orElseThrow()
              + item.item(Tag.CONTENT_TEMPLATE_SEQUENCE)
                  .flatMap(template -> template.string(Tag.TEMPLATE_IDENTIFIER))
                  .map(template -> " TID " + template)
                  .orElse("");
    };
  }

  private static String reference(Attributes item) {
    return item.string(Tag.REFERENCED_SOP_CLASS_UID).orElseThrow()
        + " "
        + item.string(Tag.REFERENCED_SOP_INSTANCE_UID).orElseThrow();
  }

  @Test
  void theReportHoldsTheWholeAnswer() throws IOException {
    ResultFilm film =
        film(ResultFilm.digital(12).set(Tag.SOP_INSTANCE_UID, UI, "1.2.3").window(2048, 4096));
    Attributes report = film.report(0.934).attributes();
    assertThat(code(report, Tag.CONCEPT_NAME_CODE_SEQUENCE))
        .isEqualTo("126000 DCM Imaging Measurement Report");
    assertThat(value(report)).isEqualTo("SEPARATE TID 1500");
    String digest = "0123456789abcdef".repeat(4);
    assertThat(tree(report))
        .containsExactly(
            "HAS CONCEPT MOD CODE 121049 DCM Language of Content Item and Descendants = "
                + "en RFC5646 English",
            "HAS OBS CONTEXT CODE 121005 DCM Observer Type = 121007 DCM Device",
            "HAS OBS CONTEXT UIDREF 121012 DCM Device Observer UID = UID",
            "HAS OBS CONTEXT TEXT 121013 DCM Device Observer Name = thorax4j",
            "HAS OBS CONTEXT TEXT 121014 DCM Device Observer Manufacturer = thorax4j",
            "HAS OBS CONTEXT TEXT 121015 DCM Device Observer Model Name = thoraxnet",
            "HAS OBS CONTEXT TEXT 121016 DCM Device Observer Serial Number = " + digest,
            "HAS CONCEPT MOD CODE 121058 DCM Procedure reported = 399208008 SCT Plain chest X-ray",
            "CONTAINS CONTAINER 111028 DCM Image Library = SEPARATE TID 1600",
            "  CONTAINS CONTAINER 126200 DCM Image Library Group = SEPARATE",
            "    CONTAINS IMAGE - = 1.2.840.10008.5.1.4.1.1.1.1 1.2.3",
            "      HAS ACQ CONTEXT CODE 121139 DCM Modality = DX DCM Digital Radiography",
            "      HAS ACQ CONTEXT CODE 123014 DCM Target Region = 51185008 SCT Chest",
            "      HAS ACQ CONTEXT DATE 111060 DCM Study Date = 20000101",
            "      HAS ACQ CONTEXT TIME 111061 DCM Study Time = 120000",
            "      HAS ACQ CONTEXT DATE 111018 DCM Content Date = 20000101",
            "      HAS ACQ CONTEXT TIME 111019 DCM Content Time = 120000",
            "      HAS ACQ CONTEXT NUM 110910 DCM Pixel Data Rows = 64 {pixels} UCUM Pixels",
            "      HAS ACQ CONTEXT NUM 110911 DCM Pixel Data Columns = 48 {pixels} UCUM Pixels",
            "      HAS ACQ CONTEXT CODE 111031 DCM Image View = 272479007 SCT postero-anterior",
            "      HAS ACQ CONTEXT TEXT 111044 DCM Patient Orientation Row = L",
            "      HAS ACQ CONTEXT TEXT 111043 DCM Patient Orientation Column = F",
            "      HAS ACQ CONTEXT NUM 111026 DCM Horizontal Pixel Spacing = 0.7 mm UCUM millimeter",
            "      HAS ACQ CONTEXT NUM 111066 DCM Vertical Pixel Spacing = 0.7 mm UCUM millimeter",
            "CONTAINS CONTAINER 126010 DCM Imaging Measurements = SEPARATE",
            "  CONTAINS CONTAINER 125007 DCM Measurement Group = SEPARATE TID 1501",
            "    HAS OBS CONTEXT TEXT 112039 DCM Tracking Identifier = Pneumonia",
            "    HAS OBS CONTEXT UIDREF 112040 DCM Tracking Unique Identifier = UID",
            "    HAS CONCEPT MOD CODE 363698007 SCT Finding Site = 39607008 SCT Lung",
            "    HAS CONCEPT MOD TEXT 111001 DCM Algorithm Name = thoraxnet",
            "    HAS CONCEPT MOD TEXT 111003 DCM Algorithm Version = 1.0.0",
            "    HAS CONCEPT MOD TEXT 111002 DCM Algorithm Parameters = weights SHA-256: " + digest,
            "    HAS CONCEPT MOD TEXT 111002 DCM Algorithm Parameters = threshold: 0.5",
            "    HAS CONCEPT MOD TEXT 111002 DCM Algorithm Parameters = preprocessing: "
                + String.join("; ", film.radiograph().preprocessing()),
            "    CONTAINS NUM 111012 DCM Certainty of Finding = 93.4 % UCUM Percent",
            "      INFERRED FROM IMAGE 121112 DCM Source of Measurement = "
                + "1.2.840.10008.5.1.4.1.1.1.1 1.2.3",
            "    CONTAINS CODE 233604007 SCT Pneumonia = 52101004 SCT Present",
            "    CONTAINS TEXT 121106 DCM Comment = "
                + "Certainty of Finding is the probability of pneumonia, also where pneumonia is"
                + " absent at the threshold.",
            "    CONTAINS TEXT 121106 DCM Comment = "
                + "Research software, not a medical device; not for diagnosis.");
  }

  @Test
  void aNegativeAnswerSaysThatPneumoniaIsAbsent() throws IOException {
    List<String> tree = tree(film(ResultFilm.computed()).report(0.06373907795434378).attributes());
    assertThat(tree)
        .contains(
            "    CONTAINS NUM 111012 DCM Certainty of Finding = 6.373908 % UCUM Percent",
            "    CONTAINS CODE 233604007 SCT Pneumonia = 272519000 SCT Absent")
        .noneMatch(line -> line.contains("Present") || line.contains("DCM Finding "));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 100", "1e-12, 0", "0.5, 50", "0.1, 10", "0.123456789, 12.345679"})
  void theProbabilityIsInPercent(double probability, String percent) throws IOException {
    assertThat(tree(film(ResultFilm.computed()).report(probability).attributes()))
        .contains(
            "    CONTAINS NUM 111012 DCM Certainty of Finding = " + percent + " % UCUM Percent");
  }

  @Test
  void theMeasurementsAreThereWhateverTheFilmLacks() throws IOException {
    for (DicomObject object : List.of(ResultFilm.bare(), ResultFilm.hostile())) {
      List<String> tree = tree(film(object).report(0.2).attributes());
      assertThat(tree)
          .contains("CONTAINS CONTAINER 126010 DCM Imaging Measurements = SEPARATE")
          .contains("    CONTAINS CODE 233604007 SCT Pneumonia = 272519000 SCT Absent")
          .noneMatch(line -> line.contains("DATE") || line.contains("Spacing"));
    }
  }

  private static void assertValues(Attributes attributes, Object... tagsAndValues) {
    for (int i = 0; i < tagsAndValues.length; i += 2) {
      int tag = (int) tagsAndValues[i];
      assertThat(attributes.has(tag)).as(Tag.text(tag)).isTrue();
      assertThat(String.join("\\", attributes.strings(tag)))
          .as(Tag.text(tag))
          .isEqualTo(tagsAndValues[i + 1]);
    }
  }

  @Test
  void theReportIsFiledInTheStudyAndVerifiedByNobody() throws IOException {
    ResultFilm film =
        film(
            ResultFilm.computed()
                .set(Tag.STUDY_INSTANCE_UID, UI, "1.2.4")
                .set(Tag.SERIES_INSTANCE_UID, UI, "1.2.4.5")
                .set(Tag.SOP_INSTANCE_UID, UI, "1.2.4.5.6")
                .set(Tag.ACCESSION_NUMBER, SH, "A 17")
                .set(Tag.INSTANCE_NUMBER, IS, "3"));
    Attributes report = film.report(0.7).attributes();
    assertValues(
        report,
        Tag.SPECIFIC_CHARACTER_SET,
        "ISO_IR 192",
        Tag.SOP_CLASS_UID,
        "1.2.840.10008.5.1.4.1.1.88.34",
        Tag.PATIENT_NAME,
        "SYNTHETIC^PHANTOM",
        Tag.PATIENT_ID,
        "SYNTHETIC",
        Tag.PATIENT_BIRTH_DATE,
        "",
        Tag.PATIENT_SEX,
        "O",
        Tag.STUDY_INSTANCE_UID,
        "1.2.4",
        Tag.STUDY_DATE,
        "20000101",
        Tag.ACCESSION_NUMBER,
        "A 17",
        Tag.MODALITY,
        "SR",
        Tag.SERIES_NUMBER,
        "9001",
        Tag.SERIES_DESCRIPTION,
        "AI result - not for diagnosis",
        Tag.INSTANCE_NUMBER,
        "3",
        Tag.CONTENT_DATE,
        "20000101",
        Tag.CONTENT_TIME,
        "120000",
        Tag.COMPLETION_FLAG,
        "COMPLETE",
        Tag.VERIFICATION_FLAG,
        "UNVERIFIED",
        Tag.PRELIMINARY_FLAG,
        "PRELIMINARY",
        Tag.MANUFACTURER,
        "thorax4j",
        Tag.MANUFACTURER_MODEL_NAME,
        "thoraxnet",
        Tag.DEVICE_SERIAL_NUMBER,
        "0123456789abcdef".repeat(4),
        Tag.SOFTWARE_VERSIONS,
        "1.2.3\\thoraxnet 1.0.0");
    Attributes evidence =
        report.item(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE).orElseThrow();
    assertValues(evidence, Tag.STUDY_INSTANCE_UID, "1.2.4");
    Attributes series = evidence.item(Tag.REFERENCED_SERIES_SEQUENCE).orElseThrow();
    assertValues(series, Tag.SERIES_INSTANCE_UID, "1.2.4.5");
    assertThat(reference(series.item(Tag.REFERENCED_SOP_SEQUENCE).orElseThrow()))
        .isEqualTo("1.2.840.10008.5.1.4.1.1.1 1.2.4.5.6");
    assertThat(report.string(Tag.SERIES_INSTANCE_UID)).isNotEqualTo(Optional.of("1.2.4.5"));
  }

  @Test
  void theContentMomentIsTheFilms() throws IOException {
    DicomObject film = ResultFilm.bare();
    assertContentMoment(film, "19000101", "000000");
    film.set(Tag.STUDY_DATE, DA, "20010203");
    assertContentMoment(film, "20010203", "000000");
    film.set(Tag.SERIES_DATE, DA, "20010204");
    film.set(Tag.SERIES_TIME, TM, "0506");
    assertContentMoment(film, "20010204", "0506");
    film.set(Tag.ACQUISITION_DATE, DA, "20010205");
    assertContentMoment(film, "20010205", "000000");
    film.set(Tag.CONTENT_DATE, DA, "20010206");
    film.set(Tag.CONTENT_TIME, TM, "070809.5");
    assertContentMoment(film, "20010206", "070809.5");
  }

  private void assertContentMoment(DicomObject object, String date, String time)
      throws IOException {
    ResultFilm film = film(object);
    for (ResultObject result : List.of(film.report(0.1), film.picture(0.1))) {
      assertValues(result.attributes(), Tag.CONTENT_DATE, date, Tag.CONTENT_TIME, time);
    }
  }

  // ---- what a picture says ----

  @Test
  void thePictureIsASecondaryCaptureThatNobodyTakesForAFilm() throws IOException {
    ResultFilm film = film(ResultFilm.computed().set(Tag.SOP_INSTANCE_UID, UI, "1.2.4.5.6"));
    Attributes picture = film.picture(0.934).attributes();
    assertValues(
        picture,
        Tag.SOP_CLASS_UID,
        "1.2.840.10008.5.1.4.1.1.7",
        Tag.MODALITY,
        "OT",
        Tag.CONVERSION_TYPE,
        "WSD",
        Tag.IMAGE_TYPE,
        "DERIVED\\SECONDARY",
        Tag.SERIES_NUMBER,
        "9002",
        Tag.SERIES_DESCRIPTION,
        "AI result - not for diagnosis",
        Tag.BURNED_IN_ANNOTATION,
        "YES",
        Tag.PATIENT_ORIENTATION,
        "L\\F",
        Tag.PHOTOMETRIC_INTERPRETATION,
        "RGB");
    assertThat(picture.string(Tag.DERIVATION_DESCRIPTION).orElseThrow())
        .contains("thoraxnet")
        .contains("not for diagnosis");
    Attributes source = picture.item(Tag.SOURCE_IMAGE_SEQUENCE).orElseThrow();
    assertThat(reference(source)).isEqualTo("1.2.840.10008.5.1.4.1.1.1 1.2.4.5.6");
    assertThat(code(source, Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE))
        .isEqualTo("121322 DCM Source image for image processing operation");
    List<Attributes> equipment = picture.items(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE);
    assertThat(equipment)
        .extracting(item -> code(item, Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE))
        .containsExactly("109101 DCM Acquisition Equipment", "109102 DCM Processing Equipment");
    assertValues(equipment.get(0), Tag.MANUFACTURER_MODEL_NAME, "synthetic phantom");
    assertValues(equipment.get(1), Tag.MANUFACTURER_MODEL_NAME, "thoraxnet");
  }

  @Test
  void thePixelsAreThoseOfTheOverlay() throws IOException {
    ResultFilm film = film(ResultFilm.computed());
    Attributes picture = film.picture(0.934).attributes();
    BufferedImage overlay =
        new HeatMapOverlay().render(film.radiograph(), film.explanation(film.answer(0.934)));
    assertThat(picture.integer(Tag.COLUMNS)).hasValue(overlay.getWidth());
    assertThat(picture.integer(Tag.ROWS)).hasValue(overlay.getHeight());
    byte[] samples = picture.bytes(Tag.PIXEL_DATA).orElseThrow();
    assertThat(samples).hasSize(3 * overlay.getWidth() * overlay.getHeight());
    for (int y = 0; y < overlay.getHeight(); y += 7) {
      for (int x = 0; x < overlay.getWidth(); x += 3) {
        int at = 3 * (y * overlay.getWidth() + x);
        assertThat(Arrays.copyOfRange(samples, at, at + 3))
            .isEqualTo(Arrays.copyOfRange(bigEndian(overlay.getRGB(x, y)), 1, 4));
      }
    }
  }

  private static byte[] bigEndian(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  /** Also of films that lie on their side, whose pixels are oblong, or both. */
  @ParameterizedTest
  @CsvSource({
    "L, F, 0.2, 0.2, 384, 512",
    "L, F, 0.4, 0.2, 192, 512",
    "L, F, 0.2, 0.4, 512, 341",
    "F, R, 0.2, 0.2, 512, 384",
    "F, R, 0.4, 0.2, 512, 192",
    "L, F, 0.0001, 0.2, 384, 512"
  })
  void thePictureHasTheShapeOfTheFilm(
      String rows, String columns, String vertical, String horizontal, int width, int height)
      throws IOException {
    ResultFilm film =
        film(
            ResultFilm.computed()
                .set(Tag.PATIENT_ORIENTATION, CS, rows, columns)
                .set(Tag.IMAGER_PIXEL_SPACING, DS, vertical, horizontal));
    Attributes picture = film.picture(0.9).attributes();
    assertValues(picture, Tag.PATIENT_ORIENTATION, "L\\F");
    // The overlay of an image of the same shape with square pixels has the same margins.
    Radiograph square = Radiograph.of(width, height, new float[width * height]);
    BufferedImage expected =
        new HeatMapOverlay()
            .render(
                square, new Explanation(film.answer(0.9), width, height, 1, 1, new float[] {1}));
    assertThat(picture.integer(Tag.COLUMNS)).hasValue(expected.getWidth());
    assertThat(picture.integer(Tag.ROWS)).hasValue(expected.getHeight());
  }

  @Test
  void aFilmThatDoesNotSayHowItHangsGivesSuchAPicture() throws IOException {
    assertValues(film(ResultFilm.bare()).picture(0.9).attributes(), Tag.PATIENT_ORIENTATION, "");
    assertValues(film(ResultFilm.hostile()).picture(0.9).attributes(), Tag.PATIENT_ORIENTATION, "");
  }

  @Test
  void aLossOfTheFilmIsALossOfThePicture() throws IOException {
    assertThat(
            film(ResultFilm.computed()).picture(0.1).attributes().has(Tag.LOSSY_IMAGE_COMPRESSION))
        .isFalse();
    assertValues(
        film(ResultFilm.digital(8)).picture(0.1).attributes(), Tag.LOSSY_IMAGE_COMPRESSION, "00");
    Attributes lossy =
        film(ResultFilm.digital(8).encodedAs(TransferSyntax.JPEG_BASELINE))
            .picture(0.1)
            .attributes();
    assertValues(
        lossy,
        Tag.LOSSY_IMAGE_COMPRESSION,
        "01",
        Tag.LOSSY_IMAGE_COMPRESSION_METHOD,
        "ISO_10918_1");
    assertThat(lossy.decimal(Tag.LOSSY_IMAGE_COMPRESSION_RATIO).orElseThrow()).isGreaterThan(1);
  }

  @Test
  void whatWasDeclinedGetsNoPicture() throws IOException {
    ResultFilm film = film(ResultFilm.computed());
    ResultObjects objects = ResultObjects.of(film.header(), ResultFilm.SETTINGS);
    Outcome declined =
        new Outcome.Declined(Reason.NO_CONTENT, "it is blank", ResultFilm.MODEL, List.of());
    Explanation explanation = film.explanation(declined);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects.heatMap(film.radiograph(), explanation));
    Explanation other = film.explanation(film.answer(0.1));
    Radiograph small = Radiograph.of(1, 1, new float[1]);
    assertThatIllegalArgumentException().isThrownBy(() -> objects.heatMap(small, other));
  }

  @Test
  void noResultIsTakenForAFilm() throws IOException {
    ResultFilm film = film(ResultFilm.computed());
    for (ResultObject result : List.of(film.report(0.1), film.picture(0.1))) {
      Path file = folder.resolve("result.dcm");
      result.writeTo(file);
      assertThat(new DicomFormat().read(file))
          .isInstanceOfSatisfying(
              Reading.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_A_RADIOGRAPH));
    }
  }

  // ---- what is taken over ----

  @ParameterizedTest
  @CsvSource({
    "ISO_IR 100, Müller^Jörg, Müller^Jörg",
    "ISO_IR 192, Yamada^Tarou=山田^太郎=やまだ^たろう, Yamada^Tarou=山田^太郎=やまだ^たろう",
    "ISO_IR 192, Γκουτιέρεζ^Ανδρέας, Γκουτιέρεζ^Ανδρέας"
  })
  void namesAreWrittenInUtf8(String charset, String name, String expected) throws IOException {
    ResultFilm film =
        film(
            ResultFilm.computed()
                .set(Tag.SPECIFIC_CHARACTER_SET, CS, charset)
                .set(Tag.PATIENT_NAME, PN, name)
                .set(Tag.STUDY_DESCRIPTION, LO, "Thorax – Übersicht"));
    for (ResultObject result : List.of(film.report(0.1), film.picture(0.1))) {
      Attributes attributes = result.attributes();
      byte[] value = attributes.bytes(Tag.PATIENT_NAME).orElseThrow();
      assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo(expected);
      assertThat(attributes.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
    }
  }

  @Test
  void namesInAnotherAlphabetAreDecodedFirst() throws IOException {
    byte[] cyrillic = "Люксембург".getBytes(Charset.forName("ISO-8859-5"));
    ResultFilm film =
        film(
            ResultFilm.computed()
                .set(Tag.SPECIFIC_CHARACTER_SET, CS, "ISO_IR 144")
                .setBytes(Tag.PATIENT_NAME, PN, cyrillic));
    assertThat(film.report(0.1).attributes().string(Tag.PATIENT_NAME)).contains("Люксембург");
  }

  @Test
  void illegalValuesAreLeftOut() throws IOException {
    ResultFilm film = film(ResultFilm.hostile());
    for (ResultObject result : List.of(film.report(0.1), film.picture(0.1))) {
      assertValues(
          result.attributes(),
          Tag.PATIENT_NAME,
          "",
          Tag.PATIENT_ID,
          "",
          Tag.PATIENT_BIRTH_DATE,
          "",
          Tag.PATIENT_SEX,
          "",
          Tag.STUDY_DATE,
          "",
          Tag.STUDY_TIME,
          "",
          Tag.STUDY_ID,
          "",
          Tag.ACCESSION_NUMBER,
          "",
          Tag.REFERRING_PHYSICIAN_NAME,
          "",
          Tag.INSTANCE_NUMBER,
          "1");
      assertThat(result.attributes().tags())
          .doesNotContain(
              Tag.STUDY_DESCRIPTION, Tag.TIMEZONE_OFFSET_FROM_UTC, Tag.PATIENT_IDENTITY_REMOVED);
      assertThat(new String(result.toBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("x".repeat(65))
          .doesNotContain("[31m");
    }
  }

  @Test
  void thatIdentityWasRemovedIsTakenOverWithHow() throws IOException {
    DicomObject film = ResultFilm.computed().set(Tag.PATIENT_IDENTITY_REMOVED, CS, "YES");
    assertThat(film(film).report(0.1).attributes().has(Tag.PATIENT_IDENTITY_REMOVED)).isFalse();
    film.set(Tag.DEIDENTIFICATION_METHOD, LO, "scrubbed", "by hand");
    film.setSequence(
        Tag.DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
        DicomObject.code("113100", "DCM", "Basic Application Confidentiality Profile"),
        DicomObject.empty());
    Attributes report = film(film).report(0.1).attributes();
    assertValues(
        report,
        Tag.PATIENT_IDENTITY_REMOVED,
        "YES",
        Tag.DEIDENTIFICATION_METHOD,
        "scrubbed\\by hand");
    assertThat(report.items(Tag.DEIDENTIFICATION_METHOD_CODE_SEQUENCE)).hasSize(1);
  }

  /** CVE-2019-11687: a preamble may be another program's file. */
  @Test
  void thePreambleOfTheFilmIsNotTakenOver() throws IOException {
    ResultFilm film =
        film(ResultFilm.computed().preamble("MZ executable".getBytes(StandardCharsets.US_ASCII)));
    for (ResultObject result : List.of(film.report(0.1), film.picture(0.1))) {
      assertThat(Arrays.copyOf(result.toBytes(), 128)).containsOnly(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x0020000D, StudyInstanceUID",
    "0x0020000E, SeriesInstanceUID",
    "0x00080016, SOPClassUID",
    "0x00080018, SOPInstanceUID"
  })
  void aFilmWithoutUidsIsRefused(String hex, String name) throws IOException {
    int tag = Integer.decode(hex);
    DicomObject film = ResultFilm.computed().remove(tag);
    DicomHeader without = DicomCodec.open().readHeader(film.writeTo(folder.resolve("film.dcm")));
    assertThatIOException()
        .isThrownBy(() -> ResultObjects.of(without, ResultFilm.SETTINGS))
        .withMessage("the source has no " + name + ", a result cannot be filed");
    for (String uid : List.of("../../etc/passwd", "1..2", "1." + "2".repeat(63), "x")) {
      DicomHeader broken =
          DicomCodec.open().readHeader(film.set(tag, UI, uid).writeTo(folder.resolve("film.dcm")));
      assertThatIOException()
          .isThrownBy(() -> ResultObjects.of(broken, ResultFilm.SETTINGS))
          .withMessage("the source's " + name + " is not a legal UID, a result cannot be filed");
    }
  }

  /**
   * A PACS corrects headers and keeps the UID of the film: an answer to other grey values is
   * another object, or an archive would keep the old one.
   */
  @Test
  void aFilmThatIsPreprocessedOtherwiseGetsAnotherObject() throws IOException {
    DicomHeader header = film(ResultFilm.computed()).header();
    ResultObjects results = ResultObjects.of(header, ResultFilm.SETTINGS);
    ModelIdentity model = new ModelIdentity("thoraxnet", "1.0.0", "0123456789abcdef".repeat(4));
    Outcome.Assessed plain = Outcome.Assessed.of(0.1, 0.5, model, List.of("window"));
    Outcome.Assessed inverted = Outcome.Assessed.of(0.6, 0.5, model, List.of("window", "invert"));
    ResultObject one = results.structuredReport(plain);
    ResultObject other = results.structuredReport(inverted);
    assertThat(other.sopInstance()).isNotEqualTo(one.sopInstance());
    assertThat(other.attributes().string(Tag.SERIES_INSTANCE_UID))
        .isEqualTo(one.attributes().string(Tag.SERIES_INSTANCE_UID));
  }

  /** Whatever a header says: a report that can be read again, or one sentence. */
  @Test
  void damagedHeadersGiveAReportOrASentence() throws IOException {
    byte[] whole = ResultFilm.computed().toBytes();
    DicomCodec codec = DicomCodec.open();
    Random random = new Random(11);
    Path file = folder.resolve("damaged.dcm");
    int reports = 0;
    int sentences = 0;
    for (int i = 0; i < 600; i++) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(12); k >= 0; k--) {
        damaged[300 + random.nextInt(1000)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try {
        ResultObjects objects = ResultObjects.of(codec.readHeader(file), ResultFilm.SETTINGS);
        Outcome.Assessed answer = Outcome.Assessed.of(0.5, 0.5, ResultFilm.MODEL, List.of());
        ResultObject report = objects.structuredReport(answer);
        Files.write(file, report.toBytes());
        assertThat(codec.readHeader(file).attributes().tags())
            .isEqualTo(report.attributes().tags());
        reports++;
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        sentences++;
      }
    }
    assertThat(reports).isGreaterThan(100);
    assertThat(sentences).isGreaterThan(100);
  }

  @Test
  void settingsThatCannotBeWrittenAreRefused() {
    for (String version : List.of("", "a\\b", "1\n2", "1".repeat(65))) {
      assertThatIllegalArgumentException().isThrownBy(() -> ResultSettings.of(version));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResultSettings(ReportClass.COMPREHENSIVE, "1", -1, 1));
  }

  @Test
  void aModelWithAnyNameCanBeWritten() throws IOException {
    ResultFilm film = film(ResultFilm.computed());
    ModelIdentity odd = new ModelIdentity("胸\\\n" + "n".repeat(100), "", "ab".repeat(32));
    Outcome.Assessed answer = Outcome.Assessed.of(0.4, 0.5, odd, List.of("step\u0000\\one"));
    Attributes report =
        ResultObjects.of(film.header(), ResultFilm.SETTINGS).structuredReport(answer).attributes();
    assertValues(
        report,
        Tag.MANUFACTURER_MODEL_NAME,
        "胸??" + "n".repeat(61),
        Tag.SOFTWARE_VERSIONS,
        "1.2.3\\胸??" + "n".repeat(61));
    assertThat(tree(report))
        .contains("    HAS CONCEPT MOD TEXT 111003 DCM Algorithm Version = ?")
        .contains(
            "    HAS CONCEPT MOD TEXT 111002 DCM Algorithm Parameters = preprocessing: "
                + "step?\\one");
  }

  // ---- the same again ----

  @Test
  void theSameQuestionHasTheSameBytes() throws IOException {
    ResultFilm once = film(ResultFilm.digital(12));
    ResultFilm again = film(ResultFilm.digital(12));
    assertThat(once.report(0.7).toBytes()).isEqualTo(again.report(0.7).toBytes());
    assertThat(once.picture(0.7).toBytes()).isEqualTo(again.picture(0.7).toBytes());
  }

  @Test
  void anotherQuestionHasOtherUids() throws IOException {
    ResultFilm film = film(ResultFilm.digital(12));
    Outcome.Assessed answer = film.answer(0.7);
    ModelIdentity other = new ModelIdentity("thoraxnet", "1.0.0", "ab".repeat(32));
    ModelIdentity newer = new ModelIdentity("thoraxnet", "1.0.1", ResultFilm.MODEL.sha256());
    List<Outcome.Assessed> answers =
        List.of(
            answer,
            answer.at(0.6),
            Outcome.Assessed.of(0.7, 0.5, other, List.of()),
            Outcome.Assessed.of(0.7, 0.5, newer, List.of()));
    List<ResultSettings> settings =
        List.of(
            ResultFilm.SETTINGS,
            ResultSettings.of("1.2.4"),
            new ResultSettings(ReportClass.COMPREHENSIVE_3D, "1.2.3", 1, 2));
    Set<String> uids = new HashSet<>();
    int results = 0;
    for (Outcome.Assessed one : answers) {
      for (ResultSettings with : settings) {
        ResultObjects objects = ResultObjects.of(film.header(), with);
        uids.add(objects.structuredReport(one).sopInstance());
        uids.add(objects.heatMap(film.radiograph(), film.explanation(one)).sopInstance());
        results += 2;
      }
    }
    ResultSettings comprehensive = ResultFilm.SETTINGS.with(ReportClass.COMPREHENSIVE);
    ResultObject report = ResultObjects.of(film.header(), comprehensive).structuredReport(answer);
    assertThat(report.sopClass()).isEqualTo("1.2.840.10008.5.1.4.1.1.88.33");
    uids.add(report.sopInstance());
    ResultFilm otherFilm = film(ResultFilm.digital(12).set(Tag.SOP_INSTANCE_UID, UI, "1.2.3"));
    uids.add(otherFilm.report(0.7).sopInstance());
    uids.add(otherFilm.picture(0.7).sopInstance());
    assertThat(uids).hasSize(results + 3).allMatch(uid -> uid.matches("2\\.25\\.[1-9]\\d{1,38}"));
  }

  @Test
  void filmsOfOneStudyShareTheirSeriesOfResults() throws IOException {
    ResultFilm one = film(ResultFilm.computed());
    ResultFilm other = film(ResultFilm.computed().set(Tag.SOP_INSTANCE_UID, UI, "1.2.3"));
    Optional<String> series = one.report(0.1).attributes().string(Tag.SERIES_INSTANCE_UID);
    assertThat(other.report(0.9).attributes().string(Tag.SERIES_INSTANCE_UID)).isEqualTo(series);
    assertThat(one.picture(0.1).attributes().string(Tag.SERIES_INSTANCE_UID)).isNotEqualTo(series);
    ResultFilm otherStudy = film(ResultFilm.computed().set(Tag.STUDY_INSTANCE_UID, UI, "1.2"));
    assertThat(otherStudy.report(0.1).attributes().string(Tag.SERIES_INSTANCE_UID))
        .isNotEqualTo(series);
  }

  // ---- files ----

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    ResultFilm film = film(ResultFilm.computed());
    Path file = Files.writeString(folder.resolve("out.dcm"), "what was there before");
    film.report(0.2).writeTo(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(film.report(0.2).toBytes());
    film.picture(0.2).writeTo(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(film.picture(0.2).toBytes());
    assertThat(names()).containsExactly("film.dcm", "out.dcm");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("out.dcm"), "what was there before");
    Path link = Files.createSymbolicLink(folder.resolve("link.dcm"), file);
    ResultObject report = film(ResultFilm.computed()).report(0.2);
    report.writeTo(link);
    assertThat(link).isSymbolicLink();
    assertThat(Files.readAllBytes(file)).isEqualTo(report.toBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "missing/out.dcm"})
  void whatCannotBeWrittenLeavesNothing(String name) throws IOException {
    ResultObject report = film(ResultFilm.computed()).report(0.2);
    Files.createDirectory(folder.resolve("folder"));
    Path file = folder.resolve(name);
    assertThatIOException()
        .isThrownBy(() -> report.writeTo(file))
        .withMessageStartingWith(file + ": cannot be written: ");
    assertThat(names()).containsExactly("film.dcm", "folder");
  }
}
