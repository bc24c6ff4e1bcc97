package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Films of every kind, in every transfer syntax that dcmtk and gdcm can make of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferSyntaxMatrixTest {

  private static final String JPEG_EXTENDED = "1.2.840.10008.1.2.4.51";

  @TempDir static Path folder;

  private final Map<String, Path> originals = new TreeMap<>();
  private int files;

  @BeforeAll
  void writeOriginals() throws IOException {
    write("phantom 8", 61, 47, PixelFormat.grey(8), phantom(61, 47, 8));
    write("phantom 10 inverted", 64, 64, PixelFormat.grey(10).monochrome1(), phantom(64, 64, 10));
    write("phantom 12", 61, 47, PixelFormat.grey(12), phantom(61, 47, 12));
    write("phantom 12 signed", 50, 33, PixelFormat.grey(12).twosComplement(), signed(50, 33, 12));
    write("phantom 16", 128, 65, PixelFormat.grey(16), phantom(128, 65, 16));
    write("phantom 16 signed", 31, 90, PixelFormat.grey(16).twosComplement(), signed(31, 90, 16));
    write("noise 8", 33, 17, PixelFormat.grey(8), noise(33, 17, 8));
    write("noise 12 inverted", 19, 40, PixelFormat.grey(12).monochrome1(), noise(19, 40, 12));
    write("noise 16", 57, 31, PixelFormat.grey(16), noise(57, 31, 16));
    write("flat 8", 70, 45, PixelFormat.grey(8), flat(70, 45, 200));
    write("flat 16", 45, 70, PixelFormat.grey(16), flat(45, 70, 60_000));
    write("black 12", 40, 40, PixelFormat.grey(12), flat(40, 40, 0));
  }

  private void write(String name, int columns, int rows, PixelFormat format, int[] stored)
      throws IOException {
    DicomObject object =
        DicomObject.computedRadiography(1, 1, new int[1], format.bitsStored())
            .pixels(columns, rows, format, stored);
    originals.put(name, object.writeTo(folder.resolve(name.replace(' ', '-') + ".dcm")));
  }

  private static int[] phantom(int columns, int rows, int bits) {
    return Phantom.normal(columns, rows, bits).stored(bits, false);
  }

  private static int[] signed(int columns, int rows, int bits) {
    return Arrays.stream(phantom(columns, rows, bits)).map(v -> v - (1 << (bits - 1))).toArray();
  }

  private static int[] noise(int columns, int rows, int bits) {
    return new Random(bits).ints((long) columns * rows, 0, 1 << bits).toArray();
  }

  private static int[] flat(int columns, int rows, int value) {
    int[] stored = new int[columns * rows];
    Arrays.fill(stored, value);
    return stored;
  }

  // ---- comparing ----

  /** The bits of every cell that are stored, as numbers with a sign where there is one. */
  private static int[] values(Path file) throws IOException {
    DicomImage image = DicomCodec.open().read(file);
    Attributes attributes = image.header().attributes();
    int unused = 32 - attributes.integer(Tag.BITS_STORED).orElseThrow();
    boolean signed = attributes.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1;
    StoredPixels pixels = image.pixels();
    int[] values = new int[pixels.columns() * pixels.rows()];
    for (int i = 0; i < values.length; i++) {
      int cell = pixels.cell(i % pixels.columns(), i / pixels.columns()) << unused;
      values[i] = signed ? cell >> unused : cell >>> unused;
    }
    return values;
  }

  /** gdcm takes values for stored that overshoot the bits of the header; ours are clamped. */
  private static int[] clamped(Path file, Path header) throws IOException {
    Attributes attributes = DicomCodec.open().readHeader(header).attributes();
    int bits = attributes.integer(Tag.BITS_STORED).orElseThrow();
    boolean signed = attributes.integer(Tag.PIXEL_REPRESENTATION).orElseThrow() == 1;
    int lowest = signed ? -1 << (bits - 1) : 0;
    int highest = lowest + (1 << bits) - 1;
    return Arrays.stream(values(file))
        .map(value -> Math.max(lowest, Math.min(highest, value)))
        .toArray();
  }

  private static int largestDifference(int[] ours, int[] theirs) {
    assertThat(ours).hasSameSizeAs(theirs);
    int largest = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
    }
    return largest;
  }

  private static ExternalProgram program(String name) {
    return ExternalProgram.require(name, name.startsWith("gdcm") ? "libgdcm-tools" : "dcmtk");
  }

  /** What a program encodes of the originals, which is not always everything. */
  private Map<String, Path> originalsFor(String command) {
    Map<String, Path> encoded = new TreeMap<>(originals);
    if (command.startsWith("gdcmconv --rle")) { // not an odd number of bytes
      encoded.keySet().removeAll(Set.of("phantom 8", "noise 8"));
    } else if (command.startsWith("dcmcjpls +en")) {
      encoded.keySet().removeIf(name -> name.endsWith("signed"));
    } else if (command.contains("+eb") || command.contains("+be") || command.contains("-q 85")) {
      encoded.keySet().removeIf(name -> !name.endsWith(" 8"));
    }
    assertThat(encoded).hasSizeGreaterThan(2);
    return encoded;
  }

  private Path convert(String command, Path source) throws IOException, InterruptedException {
    String[] words = command.split(" ", -1);
    Path target = folder.resolve("made-" + files++ + ".dcm");
    List<String> arguments = new ArrayList<>(Arrays.asList(words).subList(1, words.length));
    arguments.add(source.toString());
    arguments.add(target.toString());
    program(words[0]).run(arguments.toArray(String[]::new));
    assertThat(target).exists();
    return target;
  }

  private static String transferSyntax(Path file) throws IOException {
    return DicomCodec.open().readHeader(file).transferSyntax();
  }

  // ---- lossless ----

  private static Stream<String> losslessCommands() {
    List<String> commands = new ArrayList<>();
    for (String syntax : List.of("+te", "+tb", "+ti", "+td")) {
      commands.add("1.2.840.10008.1.2 dcmconv " + syntax);
    }
    commands.add("1.2.840.10008.1.2.4.70 dcmcjpeg +e1");
    for (int predictor = 1; predictor <= 7; predictor++) {
      commands.add("1.2.840.10008.1.2.4.57 dcmcjpeg +el +sv " + predictor);
    }
    commands.add("1.2.840.10008.1.2.4.70 dcmcjpeg +e1 +fs 1 -ot");
    commands.add("1.2.840.10008.1.2.4.80 dcmcjpls +el");
    commands.add("1.2.840.10008.1.2.4.80 dcmcjpls +el +pz +fs 1");
    commands.add("1.2.840.10008.1.2.4.80 dcmcjpls +el +t1 5 +t2 9 +t3 30 +rs 32");
    commands.add("1.2.840.10008.1.2.5 dcmcrle");
    commands.add("1.2.840.10008.1.2.5 dcmcrle +fs 1 -ot");
    commands.add("1.2.840.10008.1.2.4.70 gdcmconv --jpeg");
    commands.add("1.2.840.10008.1.2.4.80 gdcmconv --jpegls");
    commands.add("1.2.840.10008.1.2.5 gdcmconv --rle");
    commands.add("1.2.840.10008.1.2.4.90 gdcmconv --j2k");
    commands.add("1.2.840.10008.1.2.4.90 gdcmconv --j2k --tile 32,32 -n 3");
    return commands.stream();
  }

  @ParameterizedTest
  @MethodSource("losslessCommands")
  void lossless(String expectedAndCommand) throws Exception {
    String[] parts = expectedAndCommand.split(" ", 2);
    for (Map.Entry<String, Path> original : originalsFor(parts[1]).entrySet()) {
      Path file = convert(parts[1], original.getValue());
      assertThat(transferSyntax(file)).as(original.getKey()).startsWith(parts[0]);
      assertThat(values(file)).as(original.getKey()).isEqualTo(values(original.getValue()));
    }
  }

  /** No fragment holds more than a hundred bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"gdcmconv --jpeg", "gdcmconv --j2k", "gdcmconv --jpegls", "dcmcrle"})
  void manyFragments(String command) throws Exception {
    Path original = originals.get("phantom 12");
    Path file = convert("gdcmconv --split 100", convert(command, original));
    assertThat(values(file)).isEqualTo(values(original));
  }

  // ---- lossy ----

  /** What the program that decodes makes of it may differ by the rounding of a transformation. */
  @ParameterizedTest
  @CsvSource({
    "0, 1.2.840.10008.1.2.4.50, dcmcjpeg +eb +q 80, dcmdjpeg",
    "0, 1.2.840.10008.1.2.4.50, dcmcjpeg +eb +q 30 +fs 1, dcmdjpeg",
    "0, 1.2.840.10008.1.2.4.51, dcmcjpeg +ee +q 80 +be, dcmdjpeg",
    "0, 1.2.840.10008.1.2.4.50, gdcmconv --jpeg --lossy -q 85, gdcmconv --raw",
    "0, 1.2.840.10008.1.2.4.81, dcmcjpls +en +md 1, dcmdjpls",
    "0, 1.2.840.10008.1.2.4.81, dcmcjpls +en +md 5 +fs 1, dcmdjpls",
    "0, 1.2.840.10008.1.2.4.81, gdcmconv --jpegls --lossy -e 3, gdcmconv --raw",
    "2, 1.2.840.10008.1.2.4.91, gdcmconv --j2k --lossy -r 8, gdcmconv --raw",
    "2, 1.2.840.10008.1.2.4.91, 'gdcmconv --j2k --lossy -r 20,10,5 -n 4', gdcmconv --raw",
    "3, 1.2.840.10008.1.2.4.91, gdcmconv --j2k --lossy -r 8 --irreversible, gdcmconv --raw",
  })
  void lossy(int tolerance, String expected, String encoder, String decoder) throws Exception {
    for (Map.Entry<String, Path> original : originalsFor(encoder).entrySet()) {
      Path file = convert(encoder, original.getValue());
      assertThat(transferSyntax(file)).as(original.getKey()).isEqualTo(expected);
      assertThat(largestDifference(values(file), clamped(convert(decoder, file), file)))
          .as(original.getKey())
          .isLessThanOrEqualTo(tolerance);
    }
  }

  /** Tiles, layers, precincts, orders of progression: as OpenJPEG encodes and decodes them. */
  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void jpeg2000OfEveryForm(int bits) throws Exception {
    int columns = 61;
    int rows = 47;
    int[] stored = phantom(columns, rows, bits);
    ByteBuffer cells =
        ByteBuffer.allocate(columns * rows * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : stored) {
      if (bits == 8) {
        cells.put((byte) value);
      } else {
        cells.putShort((short) value);
      }
    }
    Path streams = Files.createDirectory(folder.resolve("jpeg2000-" + bits));
    Path raw = Files.write(streams.resolve("original"), cells.array());
    List<String> names =
        PythonScript.of("jpeg2000.py", "PIL", streams)
            .run(raw.toString(), "61", "47", "" + bits / 8, streams.toString());
    assertThat(names).hasSize(28);
    for (String name : names) {
      boolean lossy = name.startsWith("irreversible");
      Path file =
          DicomObject.computedRadiography(columns, rows, stored, bits)
              .fragments(
                  (lossy ? TransferSyntax.JPEG_2000 : TransferSyntax.JPEG_2000_LOSSLESS).uid(),
                  Files.readAllBytes(streams.resolve(name + ".j2k")))
              .writeTo(streams.resolve(name + ".dcm"));
      Path decoded =
          DicomObject.computedRadiography(columns, rows, stored, bits)
              .setBytes(
                  Tag.PIXEL_DATA,
                  bits == 8 ? Vr.OB : Vr.OW,
                  Files.readAllBytes(streams.resolve(name + ".raw")))
              .writeTo(streams.resolve(name + "-decoded.dcm"));
      assertThat(largestDifference(values(file), values(decoded)))
          .as(name)
          .isLessThanOrEqualTo(lossy ? 3 : 0);
    }
  }

  @Test
  void jpegExtendedOfTwelveBitsIsRefusedByName() throws Exception {
    Path file = convert("dcmcjpeg +ee", originals.get("phantom 12"));
    assertThat(transferSyntax(file)).isEqualTo(JPEG_EXTENDED);
    assertThatIOException()
        .isThrownBy(() -> DicomCodec.open().read(file))
        .withMessageContaining(
            "12 bits a sample in transfer syntax "
                + TransferSyntax.describe(JPEG_EXTENDED)
                + " cannot be decoded");
  }

  // ---- radiographs ----

  /** Every radiograph at hand is decoded as another program does, or refused by name. */
  @Test
  void radiographs() throws Exception {
    Path data = Path.of(System.getProperty("thorax4j.data", "")).resolve("dicom");
    assumeTrue(Files.isDirectory(data), "no folder " + data);
    List<Path> radiographs;
    try (Stream<Path> all = Files.list(data)) {
      radiographs = all.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
    assertThat(radiographs).isNotEmpty();
    for (Path file : radiographs) {
      String syntax = transferSyntax(file);
      if (syntax.equals(JPEG_EXTENDED)) {
        assertThatIOException()
            .isThrownBy(() -> DicomCodec.open().read(file))
            .withMessageContaining(TransferSyntax.describe(syntax));
      } else {
        int tolerance = syntax.equals(TransferSyntax.JPEG_2000.uid()) ? 2 : 0;
        assertThat(largestDifference(values(file), clamped(convert("gdcmconv --raw", file), file)))
            .as("%s", file.getFileName())
            .isLessThanOrEqualTo(tolerance);
      }
    }
  }

  // ---- damage ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dcmcrle",
        "gdcmconv --j2k",
        "gdcmconv --j2k --lossy -r 8",
        "dcmcjpeg +e1",
        "dcmcjpls +el",
        "dcmcjpeg +eb"
      })
  void cutAnywhereItEndsInASentence(String command) throws Exception {
    byte[] whole = Files.readAllBytes(convert(command, originals.get("phantom 8")));
    int header = whole.length - pixelDataLength(whole);
    Path cut = folder.resolve("cut.dcm");
    for (int length = header; length < whole.length - 8; length += 1 + length / 97) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatIOException()
          .isThrownBy(() -> DicomCodec.open().read(cut))
          .satisfies(e -> assertThat(e.getMessage()).startsWith(cut + ": ").hasLineCount(1));
    }
  }

  private static int pixelDataLength(byte[] file) {
    for (int at = 0; ; at++) {
      if (file[at] == (byte) 0xE0
          && file[at + 1] == 0x7F
          && file[at + 2] == 0x10
          && file[at + 3] == 0
          && file[at + 4] == 'O') {
        return file.length - at;
      }
    }
  }
}
