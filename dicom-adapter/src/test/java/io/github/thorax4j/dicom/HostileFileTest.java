package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of the kinds that brought other DICOM software down. What they declare, inflate to or nest
 * costs next to nothing. Codecs have tests of their own; so have results, which hold nothing of a
 * preamble, and the command, which names no file after what a header says.
 */
class HostileFileTest {

  private static final int FEW_BYTES = 4_000_000;
  private static final int UNDEFINED = -1;
  private static final int ITEM = 0xFFFEE000;
  private static final int PRIVATE = 0x00091001;

  @TempDir Path folder;

  private final DicomFormat format = new DicomFormat();
  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static DicomObject film() {
    return DicomObject.computedRadiography(4, 4, new int[16], 12).window(2048, 4096);
  }

  private Path write(DicomObject object) throws IOException {
    return object.writeTo(folder.resolve("hostile.dcm"));
  }

  private Path write(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return Files.write(folder.resolve("hostile.dcm"), all.toByteArray());
  }

  /** Preamble, prefix and file meta information of an empty object. */
  private static byte[] start(TransferSyntax syntax) {
    return DicomObject.empty().set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, syntax.uid()).toBytes();
  }

  /** The head of an element with 32 bits of length; without representation it is implicit. */
  private static byte[] head(int tag, String vr, int length) {
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) (tag >>> 16)).putShort((short) tag);
    if (!vr.isEmpty()) {
      head.put(vr.getBytes(StandardCharsets.US_ASCII)).putShort((short) 0);
    }
    head.putInt(length);
    return Arrays.copyOf(head.array(), head.position());
  }

  private static byte[] repeated(int times, byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      for (byte[] part : parts) {
        all.writeBytes(part);
      }
    }
    return all.toByteArray();
  }

  /** Loads classes, so that what is measured afterwards is the file's doing. */
  @BeforeEach
  void warmUp() throws IOException {
    format.read(write(film()));
    format.read(write(film().encodedAs(TransferSyntax.DEFLATED)));
    assertUnreadable(write(new byte[1000]), "not a DICOM file");
  }

  private void assertRefused(Path file, String cause) {
    long before = memory.getCurrentThreadAllocatedBytes();
    assertUnreadable(file, cause);
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(FEW_BYTES);
  }

  private void assertUnreadable(Path file, String cause) {
    assertThatIOException()
        .isThrownBy(() -> format.read(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(cause);
  }

  // ---- Orthanc, CVE-2026-5437 to 5445: sizes and lengths that the file does not hold ----

  @ParameterizedTest
  @CsvSource({
    "65535, 65535, 16, pixels are more than",
    "65535, 65535, 8, pixels are more than",
    "46341, 46341, 8, pixels are more than", // the product has no room in 31 bits
    "32768, 32768, 16, pixels are more than", // the number of bytes is 2^31
    "65535, 1, 16, the pixel data has 32 bytes",
    "8192, 8192, 16, the pixel data has 32 bytes",
    "8192, 8192, 8, the pixel data has 32 bytes",
    "5, 4, 16, the pixel data has 32 bytes"
  })
  void moreRowsAndColumnsThanPixels(int rows, int columns, int bits, String cause)
      throws IOException {
    for (TransferSyntax syntax :
        new TransferSyntax[] {TransferSyntax.EXPLICIT_LITTLE_ENDIAN, TransferSyntax.DEFLATED}) {
      assertRefused(
          write(
              film()
                  .set(Tag.ROWS, Vr.US, rows)
                  .set(Tag.COLUMNS, Vr.US, columns)
                  .set(Tag.BITS_ALLOCATED, Vr.US, bits)
                  .encodedAs(syntax)),
          cause);
    }
  }

  @Test
  void pixelDataThatIsDeclaredAndNotThere() throws IOException {
    for (TransferSyntax syntax :
        new TransferSyntax[] {TransferSyntax.EXPLICIT_LITTLE_ENDIAN, TransferSyntax.DEFLATED}) {
      assertRefused(
          write(
              film()
                  .set(Tag.ROWS, Vr.US, 8192)
                  .set(Tag.COLUMNS, Vr.US, 8192)
                  .declareLength(Tag.PIXEL_DATA, 2 * 8192 * 8192)
                  .encodedAs(syntax)),
          "the file ends in its pixel data");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UL, 4294967295",
    "SL, -1",
    "SS, -32768",
    "IS, 99999999999",
    "DS, 1e300",
    "DS, -4",
    "FD, 1e300",
    "LO, 4 or so",
    "OB, 0"
  })
  void sizesThatAreNone(Vr vr, String value) throws IOException {
    DicomObject object = film();
    if (vr == Vr.FD) {
      object.set(Tag.ROWS, vr, Double.parseDouble(value));
    } else if (vr == Vr.IS || vr == Vr.DS || vr == Vr.LO) {
      object.set(Tag.ROWS, vr, value);
    } else {
      object.set(Tag.ROWS, vr, (int) Long.parseLong(value));
    }
    assertRefused(write(object), "Rows is");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7FFFFFFF, 0x80000000, -2, 1 << 20})
  void valuesThatAreDeclaredAndNotThere(int length) throws IOException {
    Path file = write(start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN), head(PRIVATE, "OB", length));
    assertRefused(file, "element (0009,1001) declares");
    file =
        write(
            start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
            head(PRIVATE, "SQ", UNDEFINED),
            head(ITEM, "", length));
    assertRefused(file, "element (FFFE,E000) declares");
    file =
        write(
            start(TransferSyntax.IMPLICIT_LITTLE_ENDIAN),
            head(Tag.MODALITY, "", 2),
            "CR".getBytes(StandardCharsets.US_ASCII),
            head(Tag.PATIENT_NAME, "", length));
    assertRefused(file, "element (0010,0010) declares");
  }

  @Test
  void tablesOfMoreEntriesThanThereAre() throws IOException {
    for (int sequence : new int[] {Tag.VOI_LUT_SEQUENCE, Tag.MODALITY_LUT_SEQUENCE}) {
      assertRefused(
          write(
              film()
                  .setSequence(
                      sequence,
                      DicomObject.empty()
                          .set(Tag.LUT_DESCRIPTOR, Vr.US, 0, 0, 16)
                          .set(Tag.LUT_DATA, Vr.OW, 1, 2, 3))),
          "LUTSequence has no LUTData of 65536 entries");
    }
  }

  @Test
  void valuesBeyondATable() throws IOException {
    Path file =
        write(
            film()
                .set(Tag.PIXEL_DATA, Vr.OW, new int[] {0, 0x0FFF, 0x8000, 0xFFFF})
                .set(Tag.COLUMNS, Vr.US, 4)
                .set(Tag.ROWS, Vr.US, 1)
                .setSequence(
                    Tag.VOI_LUT_SEQUENCE,
                    DicomObject.empty()
                        .set(Tag.LUT_DESCRIPTOR, Vr.US, 2, 5, 8)
                        .set(Tag.LUT_DATA, Vr.OW, 51, 255)));
    assertThat(((Reading.Film) format.read(file)).radiograph().pixels())
        .containsExactly(0.2f, 1, 0.2f, 1);
  }

  // ---- GDCM, CVE-2026-3650: odd representations in the file meta information ----

  @ParameterizedTest
  @ValueSource(strings = {"OB", "OW", "UN", "OF", "SQ", "UT", "ZZ"})
  void oddRepresentationsInTheFileMeta(String vr) throws IOException {
    byte[] meta = start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
    assertRefused(write(meta, head(0x00020102, vr, 0x7FFFFFFE)), "element (0002,0102) declares");
    assertRefused(write(meta, head(0x00020102, vr, UNDEFINED)), "has no length");

    // The gigabyte is there, as a hole in the file; it is passed over.
    int gigabyte = 1 << 30;
    Path file = write(meta, head(0x00020102, vr, gigabyte));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(sparse.length() + gigabyte);
      sparse.write(film().withoutPreamble().withoutFileMeta().toBytes());
    }
    long before = memory.getCurrentThreadAllocatedBytes();
    assertThat(format.read(file)).isInstanceOf(Reading.Film.class);
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(FEW_BYTES);
  }

  // ---- deflate bombs ----

  /** Parts one after another, each followed by so many megabytes of zeros, deflated. */
  private static byte[] deflated(int megabytes, byte[]... parts) throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    Deflater raw = new Deflater(Deflater.BEST_SPEED, true);
    byte[] zeros = new byte[1 << 20];
    try (OutputStream out = new DeflaterOutputStream(bomb, raw, 1 << 16)) {
      for (byte[] part : parts) {
        out.write(part);
        for (int i = 0; i < megabytes; i++) {
          out.write(zeros);
        }
      }
    } finally {
      raw.end();
    }
    return bomb.toByteArray();
  }

  @Test
  void aDeflatedValueOfAGigabyte() throws IOException {
    assertRefused(
        write(start(TransferSyntax.DEFLATED), deflated(10, head(PRIVATE, "OB", 1 << 30))),
        "element (0009,1001) declares 1073741824 bytes");
  }

  @Test
  void deflatedValuesOfAGigabyteTogether() throws IOException {
    int size = 150 << 20;
    assertRefused(
        write(
            start(TransferSyntax.DEFLATED),
            deflated(150, head(PRIVATE, "OB", size), head(PRIVATE + 1, "OB", size))),
        "element (0009,1002) declares 157286400 bytes");
  }

  @Test
  void deflatedElementsWithoutEnd() throws IOException {
    // Zeros are elements without value.
    assertUnreadable(
        write(start(TransferSyntax.DEFLATED), deflated(50, new byte[0])),
        "more than 100000 elements");
  }

  // ---- nesting and numbers ----

  @Test
  void sequencesInSequencesWithoutEnd() throws IOException {
    assertRefused(
        write(
            start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
            repeated(50_000, head(PRIVATE, "SQ", UNDEFINED), head(ITEM, "", UNDEFINED))),
        "nested more than 32 deep");
    assertRefused(
        write(
            start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
            repeated(50_000, head(PRIVATE, "UN", UNDEFINED), head(ITEM, "", UNDEFINED))),
        "nested more than 32 deep");
    assertRefused(
        write(
            start(TransferSyntax.IMPLICIT_LITTLE_ENDIAN),
            repeated(50_000, head(PRIVATE, "", UNDEFINED), head(ITEM, "", UNDEFINED))),
        "nested more than 32 deep");
  }

  @Test
  void sequencesInSequencesOfDefinedLength() throws IOException {
    byte[] nested = {};
    for (int i = 0; i < 200; i++) {
      byte[] item = concat(head(ITEM, "", nested.length), nested);
      nested = concat(head(PRIVATE, "SQ", item.length), item);
    }
    assertRefused(
        write(start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN), nested), "nested more than 32 deep");
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void itemsWithoutEnd() throws IOException {
    assertUnreadable(
        write(
            start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
            head(PRIVATE, "SQ", UNDEFINED),
            repeated(1_000_000, head(ITEM, "", 0))),
        "more than 100000 elements");
  }

  /** Each of these once made the parser look through all elements before it. */
  @Test
  void characterSetsWithoutEnd() throws IOException {
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    for (int i = 0; i < 50_000; i++) {
      elements.writeBytes(head(0x00091000 + i % 0xF000, "OB", 0));
    }
    byte[] sets = repeated(49_000, head(Tag.SPECIFIC_CHARACTER_SET, "UT", 0));
    Path file = write(start(TransferSyntax.EXPLICIT_LITTLE_ENDIAN), elements.toByteArray(), sets);
    assertUnreadable(file, "there is no pixel data");
  }

  // ---- dcm4che, issue 1499: a rescale slope next to nothing ----

  @ParameterizedTest
  @ValueSource(
      strings = {"1E-20", "1e-300", "4.9E-324", "-4.9E-324", "1e-400", "-0.0", "1.7E308", "-1e308"})
  void slopesNextToNothingOrEverything(String slope) throws IOException {
    DicomObject object =
        DicomObject.computedRadiography(3, 1, new int[] {0, 2000, 4000}, 12)
            .set(Tag.RESCALE_SLOPE, Vr.DS, slope)
            .set(Tag.RESCALE_INTERCEPT, Vr.DS, "0");
    for (boolean windowed : new boolean[] {false, true}) {
      if (windowed) {
        object.window(2000, 4000);
      }
      Radiograph film = ((Reading.Film) format.read(write(object))).radiograph();
      for (float pixel : film.pixels()) {
        assertThat(pixel).isBetween(0f, 1f);
      }
    }
  }

  // ---- CVE-2019-11687: a preamble that is a program ----

  @ParameterizedTest
  @ValueSource(
      strings = {"MZ\u0090\0\3", "\u007fELF\2\1\1", "#!/bin/sh\nexit\n", "PK\3\4", "II*\0"})
  void preamblesOfOtherFormats(String preamble) throws IOException {
    Reading plain = format.read(write(film()));
    Path file = write(film().preamble(preamble.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(format.recognises(Files.readAllBytes(file), file)).isTrue();
    assertThat(format.read(file)).isEqualTo(plain);
  }
}
