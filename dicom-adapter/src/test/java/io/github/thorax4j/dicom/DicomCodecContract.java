package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link DicomCodec} does, whatever toolkit it stands on. */
public abstract class DicomCodecContract {

  private static final int COLUMNS = 7;
  private static final int ROWS = 5;

  /** The folder for the test's files. */
  @TempDir protected Path folder;

  /** The codec under test. */
  protected abstract DicomCodec codec();

  /** Writes an object to a file of its own. */
  protected Path write(DicomObject object) throws IOException {
    return object.writeTo(Files.createTempFile(folder, "object", ".dcm"));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "bytes", ".dcm"), bytes);
  }

  private static int[] values(int count, int bits) {
    Random random = new Random(bits);
    return random.ints(count, 0, 1 << bits).toArray();
  }

  private static DicomObject twelveBits() {
    return DicomObject.computedRadiography(COLUMNS, ROWS, values(COLUMNS * ROWS, 12), 12);
  }

  private static int[] cells(StoredPixels pixels) {
    int[] cells = new int[pixels.columns() * pixels.rows()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = pixels.cell(i % pixels.columns(), i / pixels.columns());
    }
    return cells;
  }

  private void assertTwelveBits(Path file) throws IOException {
    DicomImage image = codec().read(file);
    assertThat(image.pixels().columns()).isEqualTo(COLUMNS);
    assertThat(image.pixels().rows()).isEqualTo(ROWS);
    assertThat(cells(image.pixels())).isEqualTo(values(COLUMNS * ROWS, 12));
    Attributes attributes = image.header().attributes();
    assertThat(attributes.string(Tag.MODALITY)).contains("CR");
    assertThat(attributes.strings(Tag.IMAGE_TYPE)).containsExactly("ORIGINAL", "PRIMARY");
    assertThat(attributes.integer(Tag.ROWS)).hasValue(ROWS);
    assertThat(attributes.decimals(Tag.IMAGER_PIXEL_SPACING)).containsExactly(0.7, 0.7);
    assertThat(attributes.has(Tag.PIXEL_DATA)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(value = TransferSyntax.class, names = "JPEG_BASELINE", mode = EnumSource.Mode.EXCLUDE)
  void readsTheSameFromEveryNativeEncoding(TransferSyntax syntax) throws IOException {
    Path file = write(twelveBits().encodedAs(syntax));
    assertTwelveBits(file);
    assertThat(codec().readHeader(file).transferSyntax()).isEqualTo(syntax.uid());
    assertThat(codec().decodes(syntax.uid())).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = TransferSyntax.class, names = "JPEG_BASELINE", mode = EnumSource.Mode.EXCLUDE)
  void readsBytesOfAnOddNumberOfPixels(TransferSyntax syntax) throws IOException {
    int[] values = values(3 * 5, 8);
    DicomObject object = DicomObject.secondaryCapture(3, 5, values).encodedAs(syntax);
    assertThat(cells(codec().read(write(object)).pixels())).isEqualTo(values);
  }

  @Test
  void readsBytesInBigEndianWords() throws IOException {
    int[] values = values(3 * 5, 8);
    int[] words = new int[8];
    for (int i = 0; i < values.length; i++) {
      words[i / 2] |= values[i] << (i % 2 == 0 ? 0 : 8);
    }
    DicomObject object =
        DicomObject.secondaryCapture(3, 5, values)
            .encodedAs(TransferSyntax.EXPLICIT_BIG_ENDIAN)
            .set(Tag.PIXEL_DATA, Vr.OW, words);
    assertThat(cells(codec().read(write(object)).pixels())).isEqualTo(values);
  }

  @Test
  void decodesOnlyWhatIsWanted() throws IOException {
    Path file = write(twelveBits());
    assertThat(codec().readIf(file, header -> false)).isEmpty();
    DicomImage image = codec().readIf(file, header -> true).orElseThrow();
    assertThat(cells(image.pixels())).isEqualTo(values(COLUMNS * ROWS, 12));
    assertThat(image.header().attributes().string(Tag.MODALITY)).contains("CR");
  }

  @Test
  void readsWithoutPreamble() throws IOException {
    assertTwelveBits(write(twelveBits().withoutPreamble()));
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
  void readsWithoutPreambleAndFileMeta(TransferSyntax syntax) throws IOException {
    assertTwelveBits(write(twelveBits().encodedAs(syntax).withoutPreamble().withoutFileMeta()));
  }

  @Test
  void readsAPreambleOfAnotherFormat() throws IOException {
    byte[] tiff = {'I', 'I', 42, 0, 8, 0, 0, 0};
    assertTwelveBits(write(twelveBits().preamble(tiff)));
  }

  @Test
  void readsAWrongFileMetaGroupLength() throws IOException {
    assertTwelveBits(write(twelveBits().set(0x00020000, Vr.UL, 9999)));
  }

  @Test
  void readsAWrongTransferSyntaxThatTheBytesContradict() throws IOException {
    String implicit = TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid();
    String explicit = TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
    assertTwelveBits(write(twelveBits().set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, implicit)));
    assertTwelveBits(
        write(
            twelveBits()
                .encodedAs(TransferSyntax.IMPLICIT_LITTLE_ENDIAN)
                .set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, explicit)));
  }

  @ParameterizedTest
  @EnumSource(value = TransferSyntax.class, names = "JPEG_BASELINE", mode = EnumSource.Mode.EXCLUDE)
  void readsSequencesOfDefinedAndUndefinedLength(TransferSyntax syntax) throws IOException {
    for (boolean undefined : new boolean[] {false, true}) {
      DicomObject object =
          twelveBits()
              .encodedAs(syntax)
              .setSequence(
                  Tag.VIEW_CODE_SEQUENCE,
                  DicomObject.code("R-10206", "SRT", "antero-posterior"),
                  DicomObject.empty())
              .setSequence(
                  0x00091001,
                  DicomObject.empty()
                      .setSequence(0x00091002, DicomObject.empty().set(0x00091003, Vr.LO, "x")));
      if (undefined) {
        object.undefinedLengths();
      }
      Path file = write(object);
      assertTwelveBits(file);
      List<Attributes> codes = codec().readHeader(file).attributes().items(Tag.VIEW_CODE_SEQUENCE);
      assertThat(codes).hasSize(2);
      assertThat(codes.get(0).string(Tag.CODE_MEANING)).contains("antero-posterior");
      assertThat(codes.get(1).tags()).isEmpty();
    }
  }

  @Test
  void readsPrivateElementsAndUnknownRepresentations() throws IOException {
    DicomObject object =
        twelveBits()
            .set(0x00090010, Vr.LO, "VENDOR")
            .set(0x00091001, Vr.UN, 1, 2, 3)
            .setBytes(Tag.BODY_PART_EXAMINED, Vr.UN, "CHEST ".getBytes(StandardCharsets.US_ASCII))
            .setBytes(0x00091002, Vr.OB, new byte[3 << 20]);
    Path file = write(object);
    assertTwelveBits(file);
    assertThat(codec().readHeader(file).attributes().string(Tag.BODY_PART_EXAMINED))
        .contains("CHEST");
  }

  @Test
  void readsTextInItsCharacterSet() throws IOException {
    DicomObject object =
        twelveBits()
            .set(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
            .setBytes(
                Tag.STUDY_DESCRIPTION, Vr.LO, "Röntgen – 胸部".getBytes(StandardCharsets.UTF_8));
    assertThat(codec().readHeader(write(object)).attributes().string(Tag.STUDY_DESCRIPTION))
        .contains("Röntgen – 胸部");
  }

  @Test
  void readsJpegBaselineWithoutTouchingGrey() throws IOException {
    int[] ramp = new int[64 * 48];
    Arrays.setAll(ramp, i -> 40 + i % 64 * 2 + i / 64);
    DicomObject object =
        DicomObject.secondaryCapture(64, 48, ramp)
            .jpegQuality(1)
            .encodedAs(TransferSyntax.JPEG_BASELINE);
    int[] read = cells(codec().read(write(object)).pixels());
    for (int i = 0; i < ramp.length; i++) {
      assertThat(read[i]).isCloseTo(ramp[i], within(2));
    }
  }

  @Test
  void readsTheHeaderOfAFileThatEndsBeforeItsPixels() throws IOException {
    byte[] whole = twelveBits().toBytes();
    Path file = write(Arrays.copyOf(whole, whole.length - 2 * COLUMNS * ROWS));
    assertThat(codec().readHeader(file).attributes().integer(Tag.COLUMNS)).hasValue(COLUMNS);
    assertUnreadable(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2.4.110",
        "1.2.840.10008.1.2.4.201",
        "1.2.840.10008.1.2.4.102",
        "1.2.3.4"
      })
  void namesTheTransferSyntaxThatItDoesNotDecode(String uid) throws IOException {
    Path file = write(twelveBits().fragments(uid, new byte[10]));
    assertThat(codec().decodes(uid)).isFalse();
    assertThat(codec().readHeader(file).transferSyntax()).isEqualTo(uid);
    assertThatIOException()
        .isThrownBy(() -> codec().read(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(io.github.thorax4j.dicom.TransferSyntax.describe(uid));
  }

  @Test
  void showsNoTransferSyntaxThatIsNoUid() throws IOException {
    Path file = write(twelveBits().fragments("1.2\n3\u0085MÜLLER", new byte[10]));
    assertThatIOException()
        .isThrownBy(() -> codec().read(file))
        .withMessage(
            file + ": pixels in transfer syntax unknown transfer syntax cannot be decoded");
  }

  @Test
  void refusesWhatIsNoFile() throws IOException {
    assertUnreadable(folder.resolve("missing.dcm"));
    assertUnreadable(folder);
    assertUnreadable(write(new byte[0]));
    assertUnreadable(
        write("not a DICOM file, but long enough".repeat(9).getBytes(StandardCharsets.UTF_8)));
    assertUnreadable(write(new byte[4096]));
    assertUnreadable(write(Arrays.copyOf(twelveBits().toBytes(), 132)));
  }

  @Test
  void refusesOtherPixels() throws IOException {
    int[] values = values(COLUMNS * ROWS, 12);
    assertUnreadable(write(twelveBits().remove(Tag.PIXEL_DATA)));
    assertUnreadable(write(twelveBits().remove(Tag.ROWS)));
    assertUnreadable(write(twelveBits().set(Tag.COLUMNS, Vr.US, 0)));
    assertUnreadable(write(twelveBits().set(Tag.BITS_ALLOCATED, Vr.US, 32)));
    assertUnreadable(
        write(twelveBits().pixels(COLUMNS, ROWS, PixelFormat.grey(12), values, values)));
    assertUnreadable(
        write(
            twelveBits().pixels(COLUMNS, ROWS, PixelFormat.rgb(), values(3 * COLUMNS * ROWS, 8))));
  }

  @Test
  void refusesAnImageThatIsLargerThanItsFile() throws IOException {
    assertUnreadable(
        write(twelveBits().set(Tag.ROWS, Vr.US, 65535).set(Tag.COLUMNS, Vr.US, 65535)));
    assertUnreadable(
        write(twelveBits().set(Tag.ROWS, Vr.US, 16384).set(Tag.COLUMNS, Vr.US, 16384)));
    assertUnreadable(
        write(
            twelveBits()
                .set(Tag.ROWS, Vr.US, 16384)
                .set(Tag.COLUMNS, Vr.US, 16384)
                .encodedAs(TransferSyntax.DEFLATED)));
    assertUnreadable(
        write(
            twelveBits()
                .set(Tag.ROWS, Vr.US, 16384)
                .set(Tag.COLUMNS, Vr.US, 16384)
                .declareLength(Tag.PIXEL_DATA, 2 * 16384 * 16384)));
    byte[] tinyJpeg = {
      (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xC0, 0, 11, 8, 0x40, 0, 0x40, 0, 1, 1, 0x11, 0
    };
    assertUnreadable(
        write(
            DicomObject.secondaryCapture(1, 1, new int[1])
                .set(Tag.ROWS, Vr.US, 16384)
                .set(Tag.COLUMNS, Vr.US, 16384)
                .fragments(TransferSyntax.JPEG_BASELINE.uid(), tinyJpeg)));
  }

  @Test
  void refusesAnElementThatIsLargerThanItsFile() throws IOException {
    assertUnreadable(
        write(twelveBits().set(0x00091001, Vr.OB, 1).declareLength(0x00091001, 0x7FFFFFFF)));
    assertUnreadable(write(twelveBits().set(0x00020100, Vr.OB, 1).declareLength(0x00020100, -2)));
  }

  @Test
  void refusesSequencesInSequencesWithoutEnd() throws IOException {
    byte[] open = {
      0x54, 0, 0x20, 2, 'S', 'Q', 0, 0, -1, -1, -1, -1, -2, -1, 0, -32, -1, -1, -1, -1
    };
    byte[] start = DicomObject.empty().toBytes();
    byte[] bytes = Arrays.copyOf(start, start.length + 100_000 * open.length);
    for (int at = start.length; at < bytes.length; at += open.length) {
      System.arraycopy(open, 0, bytes, at, open.length);
    }
    assertUnreadable(write(bytes));
  }

  @Test
  void refusesAFileThatIsCutAnywhere() throws IOException {
    byte[] whole =
        twelveBits().setSequence(Tag.VIEW_CODE_SEQUENCE, DicomObject.code("1", "2", "3")).toBytes();
    for (int length = 0; length < whole.length; length += 3) {
      assertUnreadable(write(Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void refusesAJpegStreamThatIsCut() throws IOException {
    int[] noise = values(64 * 64, 8);
    byte[] whole =
        DicomObject.secondaryCapture(64, 64, noise)
            .encodedAs(TransferSyntax.JPEG_BASELINE)
            .toBytes();
    assertUnreadable(write(Arrays.copyOf(whole, whole.length - 1000)));
  }

  @Test
  void readsOnManyThreadsAtOnce() throws Exception {
    Path file = write(twelveBits());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(
            threads.submit(
                () -> {
                  assertTwelveBits(file);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Reading the image fails with one sentence that names the file. */
  protected void assertUnreadable(Path file) {
    assertThatIOException()
        .isThrownBy(() -> codec().read(file))
        .withMessageStartingWith(file + ": ")
        .satisfies(e -> assertThat(e.getMessage().length()).isGreaterThan((file + ": ").length()))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("null"));
  }
}
