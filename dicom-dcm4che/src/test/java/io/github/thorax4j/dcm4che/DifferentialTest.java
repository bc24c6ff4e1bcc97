package io.github.thorax4j.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.dcm4che3.imageio.codec.ImageReaderFactory;
import org.dcm4che3.imageio.codec.ImageReaderFactory.ImageReaderParam;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same attributes and the same pixels from the built-in codec and from dcm4che, whose image
 * reader is set up here with the JDK's and Central's readers of compressed streams: it has none of
 * its own but for run lengths. What was compared is written to {@code target/differential.txt}.
 */
class DifferentialTest {

  private static final int COLUMNS = 61;
  private static final int ROWS = 47;
  private static final Path REPORT = Path.of("target", "differential.txt");

  @TempDir Path folder;

  private final Comparison comparison =
      new Comparison(builtIn(), new Dcm4cheCodec(Optional.empty()));

  @BeforeAll
  static void setDcm4cheUp() throws IOException {
    ImageReaderFactory readers = new ImageReaderFactory();
    readers.put("1.2.840.10008.1.2.5", reader("rle"));
    for (String jpeg : List.of("50", "51", "57", "70")) {
      readers.put("1.2.840.10008.1.2.4." + jpeg, reader("jpeg"));
    }
    for (String jpeg2000 : List.of("90", "91")) {
      readers.put("1.2.840.10008.1.2.4." + jpeg2000, reader("jpeg 2000"));
    }
    ImageReaderFactory.setDefault(readers);
    Files.createDirectories(REPORT.getParent());
    Files.deleteIfExists(REPORT);
  }

  private static ImageReaderParam reader(String format) {
    return new ImageReaderParam(format, "", "");
  }

  @AfterAll
  static void resetDcm4che() {
    ImageReaderFactory.resetDefault();
  }

  private static DicomCodec builtIn() {
    return ServiceLoader.load(DicomCodec.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(codec -> codec.name().equals("built-in"))
        .findFirst()
        .orElseThrow();
  }

  // ---- what is compared ----

  private static Map<String, DicomObject> objects() {
    Phantom phantom = Phantom.normal(COLUMNS, ROWS, 5);
    int[] ten = phantom.stored(10, false);
    int[] twelve = phantom.stored(12, false);
    int[] sixteen = phantom.stored(16, false);
    int[] signed = Arrays.stream(twelve).map(value -> value - 2048).toArray();
    Map<String, DicomObject> objects = new LinkedHashMap<>();
    objects.put("byte", DicomObject.secondaryCapture(COLUMNS, ROWS, phantom.stored(8, false)));
    objects.put("ten", DicomObject.computedRadiography(COLUMNS, ROWS, ten, 10).window(512, 1024));
    objects.put("twelve", DicomObject.digitalRadiography(COLUMNS, ROWS, twelve, 12));
    objects.put("sixteen", DicomObject.computedRadiography(COLUMNS, ROWS, sixteen, 16));
    objects.put(
        "signed",
        DicomObject.computedRadiography(COLUMNS, ROWS, twelve, 12)
            .pixels(COLUMNS, ROWS, PixelFormat.grey(12).twosComplement().monochrome1(), signed)
            .set(Tag.PIXEL_PADDING_VALUE, Vr.SS, -2000)
            .set(Tag.PIXEL_PADDING_RANGE_LIMIT, Vr.SS, -1990));
    return objects;
  }

  /** What only shows in an uncompressed data set. */
  private static Map<String, DicomObject> richObjects() {
    Map<String, DicomObject> objects = objects();
    int[] twelve = Phantom.normal(COLUMNS, ROWS, 5).stored(12, false);
    objects.put(
        "tables",
        DicomObject.computedRadiography(COLUMNS, ROWS, twelve, 12)
            .setSequence(Tag.MODALITY_LUT_SEQUENCE, table(16), DicomObject.empty())
            .setSequence(Tag.VOI_LUT_SEQUENCE, table(10), table(12)));
    objects.put(
        "nested",
        DicomObject.digitalRadiography(COLUMNS, ROWS, twelve, 12)
            .set(0x00090010, Vr.LO, "VENDOR")
            .set(0x00091001, Vr.UN, 1, 2, 3)
            .setSequence(
                0x00091002,
                DicomObject.empty()
                    .set(0x00090010, Vr.LO, "VENDOR")
                    .setSequence(0x00091003, DicomObject.empty().set(0x00091004, Vr.LO, "x")))
            .setSequence(
                Tag.VIEW_CODE_SEQUENCE,
                DicomObject.code("272479007", "SCT", "postero-anterior")
                    .setSequence(0x00540222, DicomObject.code("1", "2", "3"))));
    objects.put(
        "long",
        DicomObject.computedRadiography(COLUMNS, ROWS, twelve, 12)
            .setBytes(0x00091002, Vr.OB, new byte[3 << 20])
            .setBytes(Tag.BODY_PART_EXAMINED, Vr.UN, text("CHEST ", "US-ASCII")));
    objects.put(
        "umlauts",
        DicomObject.computedRadiography(COLUMNS, ROWS, twelve, 12)
            .setBytes(Tag.STUDY_DESCRIPTION, Vr.LO, text("Röntgen Thorax", "ISO-8859-1")));
    objects.put(
        "unicode",
        DicomObject.computedRadiography(COLUMNS, ROWS, twelve, 12)
            .set(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
            .setBytes(Tag.STUDY_DESCRIPTION, Vr.LO, text("胸部 – Röntgen", "UTF-8"))
            .setSequence(
                Tag.VIEW_CODE_SEQUENCE,
                DicomObject.empty().setBytes(Tag.CODE_MEANING, Vr.LO, text("后前位", "UTF-8"))));
    return objects;
  }

  private static byte[] text(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  private static DicomObject table(int bits) {
    int[] entries = new int[4096];
    Arrays.setAll(entries, i -> (int) ((1L << bits) - 1) * i / 4095);
    return DicomObject.empty()
        .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, bits)
        .set(Tag.LUT_DATA, Vr.OW, entries);
  }

  @Test
  void readsEveryUncompressedEncodingAlike() throws IOException {
    for (Map.Entry<String, DicomObject> object : richObjects().entrySet()) {
      for (TransferSyntax syntax : TransferSyntax.values()) {
        if (syntax != TransferSyntax.JPEG_BASELINE) {
          DicomObject encoded = object.getValue().encodedAs(syntax);
          String name = object.getKey() + "-" + syntax;
          comparison.add(encoded.writeTo(folder.resolve(name)));
        }
      }
    }
    for (Map.Entry<String, DicomObject> object : richObjects().entrySet()) {
      DicomObject bare =
          object
              .getValue()
              .undefinedLengths()
              .encodedAs(TransferSyntax.IMPLICIT_LITTLE_ENDIAN)
              .withoutPreamble()
              .withoutFileMeta();
      comparison.add(bare.writeTo(folder.resolve(object.getKey() + "-bare")));
    }
    report("generated, uncompressed");

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.samePixels().values()).containsExactlyInAnyOrder(10, 10, 10, 20);
  }

  @Test
  void readsEveryCompressedSyntaxAlike() throws Exception {
    String dcmcrle = program("dcmcrle", "dcmtk");
    String dcmcjpeg = program("dcmcjpeg", "dcmtk");
    String dcmcjpls = program("dcmcjpls", "dcmtk");
    String gdcmconv = program("gdcmconv", "libgdcm-tools");
    for (Map.Entry<String, DicomObject> object : objects().entrySet()) {
      Path source = object.getValue().writeTo(folder.resolve(object.getKey()));
      compress(source, "rle", dcmcrle);
      compress(source, "lossless", dcmcjpeg, "+el");
      compress(source, "lossless-sv1", dcmcjpeg, "+e1");
      compress(source, "fragments", dcmcjpeg, "+e1", "+fs", "1");
      compress(source, "ls", dcmcjpls, "+el");
      if (!object.getKey().equals("signed")) { // dcmtk writes no such files
        compress(source, "ls-near", dcmcjpls, "+en");
      }
      compress(source, "j2k", gdcmconv, "-K");
      compress(source, "j2k-lossy", gdcmconv, "-K", "-Y", "-r", "5");
    }
    Path bytes = folder.resolve("byte");
    compress(bytes, "baseline", dcmcjpeg, "+eb");
    compress(bytes, "extended", dcmcjpeg, "+ee");
    report("generated, compressed by dcmtk and gdcm");

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.samePixels()).containsOnlyKeys(compressedSyntaxesOfBoth());
  }

  private static List<String> compressedSyntaxesOfBoth() {
    DicomCodec builtIn = builtIn();
    DicomCodec dcm4che = new Dcm4cheCodec(Optional.empty());
    return Arrays.stream(io.github.thorax4j.dicom.TransferSyntax.values())
        .filter(syntax -> !Part10File.isUncompressed(syntax.uid()))
        .filter(syntax -> builtIn.decodes(syntax.uid()) && dcm4che.decodes(syntax.uid()))
        .map(io.github.thorax4j.dicom.TransferSyntax::title)
        .toList();
  }

  private static String program(String name, String debianPackage) {
    return ExternalProgram.require(name, debianPackage).path().toString();
  }

  private void compress(Path source, String name, String program, String... options)
      throws Exception {
    Path target = folder.resolve(source.getFileName() + "-" + name);
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of(source.toString(), target.toString()));
    new ExternalProgram(Path.of(program)).run(arguments.toArray(String[]::new));
    comparison.add(target);
  }

  @Test
  void readsTheSamplesAlike() throws IOException {
    addAll(Path.of(System.getProperty("thorax4j.root"), "testdata", "samples"));
    report("testdata/samples");

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.files()).isEqualTo(3);
  }

  @Test
  void readsRadiographsAlike() throws IOException {
    Path radiographs = Path.of(System.getProperty("thorax4j.data"), "dicom");
    if (!Files.isDirectory(radiographs)) {
      abort("there are no radiographs in " + radiographs);
    }
    addAll(radiographs);
    report("radiographs");

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.files()).isPositive();
  }

  @Test
  void readsTheTestFilesOfPydicomAlike() throws IOException {
    Path files = Path.of("/usr/lib/python3/dist-packages/pydicom/data");
    if (!Files.isDirectory(files)) {
      throw ExternalProgram.missing(files + " is missing: apt-get install python3-pydicom");
    }
    addAll(files);
    report("pydicom's test files");

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.files()).isGreaterThan(80);
    assertThat(comparison.texts()).isGreaterThan(4000);
    assertThat(comparison.unparsed()).isLessThan(5);
  }

  private void addAll(Path files) throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      all.filter(file -> file.toString().endsWith(".dcm")).sorted().forEach(comparison::add);
    }
  }

  private void report(String source) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        source
            + ": "
            + comparison.files()
            + " files, "
            + comparison.elements()
            + " elements, "
            + comparison.texts()
            + " texts, "
            + comparison.differences().size()
            + " differences");
    comparison.differences().forEach(difference -> lines.add("  differs: " + difference));
    comparison
        .samePixels()
        .forEach((syntax, count) -> lines.add("  same pixels: " + count + " " + syntax));
    comparison.refused().forEach((why, count) -> lines.add("  no pixels: " + count + " " + why));
    Files.write(
        REPORT,
        lines,
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
