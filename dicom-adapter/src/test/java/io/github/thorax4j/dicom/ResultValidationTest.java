package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results as programs see them that nobody here wrote. */
class ResultValidationTest {

  @TempDir private Path folder;

  private static Map<String, DicomObject> films() {
    Map<String, DicomObject> films = new LinkedHashMap<>();
    films.put("computed", ResultFilm.computed());
    films.put("digital8", ResultFilm.digital(8));
    films.put("digital16", ResultFilm.digital(16));
    films.put("lossy", ResultFilm.digital(8).encodedAs(TransferSyntax.JPEG_BASELINE));
    films.put("implicit", ResultFilm.digital(12).encodedAs(TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
    films.put("captured", ResultFilm.captured());
    films.put("bare", ResultFilm.bare());
    films.put("hostile", ResultFilm.hostile());
    films.put(
        "latin", ResultFilm.computed().set(Tag.PATIENT_NAME, Vr.PN, "Müller-Lüdenscheidt^Jörg"));
    films.put("kanji", kanji());
    films.put("aspect", ResultFilm.computed().set(Tag.IMAGER_PIXEL_SPACING, Vr.DS, "0.4", "0.2"));
    films.put("turned", ResultFilm.computed().set(Tag.PATIENT_ORIENTATION, Vr.CS, "F", "R"));
    films.put(
        "japanese",
        ResultFilm.computed()
            .set(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
            .set(Tag.PATIENT_NAME, Vr.PN, "Yamada^Tarou=山田^太郎=やまだ^たろう"));
    return films;
  }

  /** The name of PS3.5 section H.3.1, in its bytes. */
  private static DicomObject kanji() {
    String escaped =
        "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B"
            + "=\u001b$B$d$^$@\u001b(B^\u001b$B$?$m$&\u001b(B";
    return ResultFilm.computed()
        .set(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "", "ISO 2022 IR 87")
        .setBytes(Tag.PATIENT_NAME, Vr.PN, escaped.getBytes(StandardCharsets.US_ASCII));
  }

  static Stream<String> names() {
    return films().keySet().stream();
  }

  private ResultFilm film(String name) throws IOException {
    return ResultFilm.read(films().get(name).writeTo(folder.resolve(name + ".dcm")));
  }

  private Path report(ResultFilm film, double probability, ReportClass reportClass)
      throws IOException {
    Path file = folder.resolve("report-" + reportClass + ".dcm");
    ResultObjects.of(film.header(), ResultFilm.SETTINGS.with(reportClass))
        .structuredReport(film.answer(probability))
        .writeTo(file);
    return file;
  }

  private Path picture(ResultFilm film, double probability) throws IOException {
    Path file = folder.resolve("picture.dcm");
    film.picture(probability).writeTo(file);
    return file;
  }

  private List<Path> all(ResultFilm film) throws IOException {
    return List.of(
        report(film, 0.934, ReportClass.COMPREHENSIVE_3D),
        report(film, 0.066, ReportClass.COMPREHENSIVE),
        picture(film, 0.934));
  }

  // ---- dicom3tools ----

  private void assertValid(ResultFilm film) throws Exception {
    ExternalProgram dciodvfy = ExternalProgram.require("dciodvfy", "dicom3tools");
    for (Path file : all(film)) {
      assertThat(dciodvfy.run(file.toString())).doesNotContain("Error").doesNotContain("Dubious");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void dciodvfyFindsNoError(String name) throws Exception {
    assertValid(film(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nih_dx_nofinding.dcm",
        "chest_cr_mono2_8bit_jpegbaseline_rsna.dcm",
        "chest_cr_mono1_10bit_explicit.dcm",
        "chest_cr_mono1_10bit_nopreamble.dcm"
      })
  void dciodvfyFindsNoErrorOnResultsAboutRealFilms(String name) throws Exception {
    String data = System.getProperty("thorax4j.data", "");
    Path file = Path.of(data, "dicom", name);
    assumeTrue(!data.isEmpty() && Files.exists(file), name + " is not here");
    ResultFilm film = ResultFilm.read(file);
    assertValid(film);
    assertThat(film.report(0.3).toBytes()).isEqualTo(ResultFilm.read(file).report(0.3).toBytes());
  }

  // ---- dcmtk ----

  @ParameterizedTest
  @MethodSource("names")
  void dsrdumpShowsTheReport(String name) throws Exception {
    ExternalProgram dsrdump = ExternalProgram.require("dsrdump", "dcmtk");
    ResultFilm film = film(name);
    for (ReportClass reportClass : ReportClass.values()) {
      String positive = dsrdump.run("+Pl", report(film, 0.934, reportClass).toString());
      assertThat(positive)
          .contains("Series              : AI result - not for diagnosis (#9001)")
          .contains("Preliminary Flag    : PRELIMINARY")
          .contains("Verification Flag   : UNVERIFIED")
          .contains("<CONTAINER:(,,\"Imaging Measurement Report\")=SEPARATE>")
          .contains("TEXT:(,,\"Algorithm Name\")=\"thoraxnet\">")
          .contains("TEXT:(,,\"Algorithm Parameters\")=\"threshold: 0.5\">")
          .contains("NUM:(,,\"Certainty of Finding\")=\"93.4\" (%,UCUM,\"Percent\")>")
          .contains("CODE:(,,\"Pneumonia\")=(52101004,SCT,\"Present\")>")
          .contains("not for diagnosis.\">")
          .doesNotContain("E: ")
          .doesNotContain("invalid");
      assertThat(dsrdump.run("+Pl", report(film, 0.066, reportClass).toString()))
          .contains("NUM:(,,\"Certainty of Finding\")=\"6.6\" (%,UCUM,\"Percent\")>")
          .contains("CODE:(,,\"Pneumonia\")=(272519000,SCT,\"Absent\")>");
    }
  }

  @Test
  void dcmtkReadsThePicture() throws Exception {
    ExternalProgram dcmdump = ExternalProgram.require("dcmdump", "dcmtk");
    ExternalProgram dcm2pnm = ExternalProgram.require("dcm2pnm", "dcmtk");
    ResultFilm film = film("kanji");
    Path file = picture(film, 0.934);
    assertThat(dcmdump.run("+U8", file.toString()))
        .contains("[Yamada^Tarou=山田^太郎=やまだ^たろう]")
        .contains("(0028,0301) CS [YES]")
        .doesNotContain("E: ");
    Path ppm = folder.resolve("picture.ppm");
    dcm2pnm.run("-q", "+op", file.toString(), ppm.toString());
    byte[] shown = Files.readAllBytes(ppm);
    byte[] samples =
        film.picture(0.934)
            .attributes()
            .bytes(io.github.thorax4j.dicom.Tag.PIXEL_DATA)
            .orElseThrow();
    assertThat(shown).endsWith(samples);
  }

  // ---- PixelMed ----

  private static final Path JARS = Path.of("/usr/share/java");

  private String pixelMed(Path report) throws Exception {
    if (!Files.exists(JARS.resolve("pixelmed.jar"))) {
      throw ExternalProgram.missing("pixelmed.jar is missing: apt-get install libpixelmed-java");
    }
    List<String> classPath = new ArrayList<>();
    for (String jar :
        List.of(
            "pixelmed",
            "commons-codec",
            "commons-net",
            "hsqldb",
            "jaxb-api",
            "jmdns",
            "javax.json",
            "slf4j-api",
            "vecmath")) {
      classPath.add(JARS.resolve(jar + ".jar").toString());
    }
    return new ExternalProgram(Path.of(System.getProperty("java.home"), "bin", "java"))
        .run(
            "-Djdk.xml.xpathExprOpLimit=0",
            "-Djdk.xml.xpathTotalOpLimit=0",
            "-Djdk.xml.xpathExprGrpLimit=0",
            "-cp",
            String.join(File.pathSeparator, classPath),
            "com.pixelmed.validate.DicomSRValidator",
            "-checkcontentitemorder",
            "-checktemplateid",
            report.toString());
  }

  /**
   * The one error: the procedure is none of the few in CID 100, which is a baseline only (PS3.16
   * TID 1500 row 4), so that another may be named.
   */
  @ParameterizedTest
  @ValueSource(strings = {"digital16", "bare"})
  void pixelMedFindsTheOneKnownError(String name) throws Exception {
    Path report = report(film(name), 0.934, ReportClass.COMPREHENSIVE_3D);
    List<String> lines = pixelMed(report).lines().toList();
    assertThat(lines).contains("Found Root Template TID_1500 (MeasurementReport)");
    assertThat(lines).contains("IOD validation complete");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("Error"))
        .singleElement()
        .asString()
        .endsWith("Code (399208008,SCT,\"Plain chest X-ray\") not found in context group 100");
  }

  // ---- pydicom ----

  @Test
  void pydicomReadsWhatWeRead() throws Exception {
    PythonScript script = PythonScript.of("results.py", "pydicom", folder);
    ResultFilm film = film("latin");
    List<Path> files = all(film);
    List<String> read = script.run(files.stream().map(Path::toString).toArray(String[]::new));
    assertThat(read).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Attributes ours = DicomCodec.open().readHeader(files.get(i)).attributes();
      for (int tag :
          List.of(
              Tag.SOP_CLASS_UID,
              Tag.SOP_INSTANCE_UID,
              Tag.STUDY_INSTANCE_UID,
              Tag.SERIES_INSTANCE_UID,
              Tag.MODALITY,
              Tag.MANUFACTURER_MODEL_NAME)) {
        assertThat(read.get(i)).contains("\"" + ours.string(tag).orElseThrow() + "\"");
      }
      assertThat(read.get(i)).contains("\"name\": \"M\\u00fcller-L\\u00fcdenscheidt^J\\u00f6rg\"");
    }
    assertThat(read.get(0))
        .contains("[\"CONTAINS\", \"NUM\", \"Certainty of Finding\", 93.4]")
        .contains("[\"CONTAINS\", \"CODE\", \"Pneumonia\", \"Present\"]");
    assertThat(read.get(1))
        .contains("[\"CONTAINS\", \"NUM\", \"Certainty of Finding\", 6.6]")
        .contains("[\"CONTAINS\", \"CODE\", \"Pneumonia\", \"Absent\"]");
    Attributes picture = film.picture(0.934).attributes();
    long sum = 0;
    for (byte sample : picture.bytes(io.github.thorax4j.dicom.Tag.PIXEL_DATA).orElseThrow()) {
      sum += sample & 0xFF;
    }
    assertThat(read.get(2))
        .contains(
            "\"pixels\": ["
                + picture.integer(Tag.COLUMNS).orElseThrow()
                + ", "
                + picture.integer(Tag.ROWS).orElseThrow()
                + ", "
                + sum
                + "]");
  }
}
