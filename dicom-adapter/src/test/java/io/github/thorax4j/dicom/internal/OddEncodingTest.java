package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings that are rare, or wrong in a way that leaves no doubt, written byte by byte. */
class OddEncodingTest {

  private static final int UNDEFINED = -1;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int ICON_IMAGE_SEQUENCE = 0x00880200;

  @TempDir Path folder;

  private final DicomCodec codec = new BuiltInCodec();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  // ---- writing ----

  /** An element as explicit little endian writes it, whatever its length. */
  private OddEncodingTest explicit(int tag, String vr, int length, byte[] value) {
    boolean longForm = Vr.of(vr.charAt(0), vr.charAt(1)).map(Vr::longForm).orElse(true);
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) (tag >>> 16)).putShort((short) tag);
    head.put(vr.getBytes(StandardCharsets.US_ASCII));
    if (longForm) {
      head.putShort((short) 0).putInt(length);
    } else {
      head.putShort((short) length);
    }
    out.write(head.array(), 0, head.position());
    out.writeBytes(value);
    return this;
  }

  private OddEncodingTest explicit(int tag, String vr, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    return explicit(tag, vr, bytes.length, bytes);
  }

  private OddEncodingTest word(int tag, int value) {
    return explicit(tag, "US", 2, new byte[] {(byte) value, (byte) (value >>> 8)});
  }

  /** An element as implicit little endian writes it; also items and delimiters. */
  private OddEncodingTest implicit(int tag, int length, byte... value) {
    out.writeBytes(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) (tag >>> 16))
            .putShort((short) tag)
            .putInt(length)
            .array());
    out.writeBytes(value);
    return this;
  }

  private OddEncodingTest fileMeta(String transferSyntax) {
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    return explicit(Tag.TRANSFER_SYNTAX_UID, "UI", even(transferSyntax));
  }

  private OddEncodingTest fileMeta() {
    return fileMeta(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
  }

  private static String even(String uid) {
    return uid.length() % 2 == 0 ? uid : uid + "\0";
  }

  /** Two pixels of eight bits: 7 and 9. */
  private OddEncodingTest image() {
    return word(Tag.ROWS, 1)
        .word(Tag.COLUMNS, 2)
        .word(Tag.BITS_ALLOCATED, 8)
        .explicit(Tag.PIXEL_DATA, "OB", 2, new byte[] {7, 9});
  }

  private Path file() throws IOException {
    return Files.write(folder.resolve("odd.dcm"), out.toByteArray());
  }

  private Attributes header() throws IOException {
    return codec.readHeader(file()).attributes();
  }

  private void assertImage() throws IOException {
    StoredPixels pixels = codec.read(file()).pixels();
    assertThat(pixels.columns()).isEqualTo(2);
    assertThat(pixels.cell(0, 0)).isEqualTo(7);
    assertThat(pixels.cell(1, 0)).isEqualTo(9);
  }

  // ---- values ----

  @Test
  void valuesOfOddLength() throws IOException {
    fileMeta().explicit(Tag.MODALITY, "CS", "RGX").explicit(Tag.BODY_PART_EXAMINED, "CS", "LUNGS");
    image();
    assertThat(header().string(Tag.MODALITY)).contains("RGX");
    assertThat(header().string(Tag.BODY_PART_EXAMINED)).contains("LUNGS");
    assertImage();
  }

  @Test
  void groupLengthsRightOrWrong() throws IOException {
    fileMeta()
        .explicit(0x00080000, "UL", 4, new byte[] {99, 0, 0, 0})
        .explicit(Tag.MODALITY, "CS", "DX")
        .explicit(0x00280000, "UL", 4, new byte[] {30, 0, 0, 0});
    image();
    assertThat(header().decimal(0x00080000)).hasValue(99);
    assertThat(header().string(Tag.MODALITY)).contains("DX");
    assertImage();
  }

  @Test
  void trailingPadding() throws IOException {
    fileMeta().image().explicit(0xFFFCFFFC, "OB", 5000, new byte[5000]);
    assertImage();
    out.reset();
    fileMeta().explicit(Tag.MODALITY, "CS", "DX").explicit(0xFFFCFFFC, "OB", 50, new byte[50]);
    assertThat(header().string(Tag.MODALITY)).contains("DX");
  }

  @Test
  void elementsOutOfOrderAndTwice() throws IOException {
    fileMeta()
        .explicit(Tag.BODY_PART_EXAMINED, "CS", "CHEST ")
        .explicit(Tag.MODALITY, "CS", "DX")
        .explicit(Tag.MODALITY, "CS", "CT")
        .image();
    assertThat(header().string(Tag.MODALITY)).contains("DX");
    assertThat(header().tags()).first().isEqualTo(Tag.MODALITY);
    assertImage();
  }

  /** New representations have lengths of 32 bits (PS3.5 section 6.2). */
  @Test
  void representationsThatNobodyKnows() throws IOException {
    fileMeta()
        .explicit(0x00091001, "ZZ", 70_000, new byte[70_000])
        .explicit(Tag.MODALITY, "ZZ", "DX")
        .image();
    assertThat(header().vr(0x00091001)).contains(Vr.UN);
    assertThat(header().string(Tag.MODALITY)).contains("DX");
    assertImage();
  }

  /** What is too long for a length of 16 bits is written as UN (PS3.5 section 6.2.2). */
  @Test
  void valuesTooLongForTheirRepresentation() throws IOException {
    fileMeta()
        .explicit(0x00283010, "SQ", UNDEFINED, new byte[0])
        .implicit(ITEM, UNDEFINED)
        .explicit(0x00283006, "UN", 131_072, new byte[131_072])
        .implicit(ITEM_END, 0)
        .implicit(SEQUENCE_END, 0)
        .image();
    Attributes table = header().item(0x00283010).orElseThrow();
    assertThat(table.decimals(0x00283006)).hasSize(65_536);
    assertImage();
  }

  @Test
  void elementsWithoutRepresentationAmongOthers() throws IOException {
    fileMeta()
        .explicit(Tag.IMAGE_TYPE, "CS", "ORIGINAL")
        .implicit(Tag.MODALITY, 2, (byte) 'D', (byte) 'X')
        .image();
    assertThat(header().string(Tag.MODALITY)).contains("DX");
    assertImage();
  }

  // ---- sequences ----

  /** Undefined length: implicit (PS3.5 section 6.2.2). */
  @Test
  void unknownSequencesOfUndefinedLengthAreImplicit() throws IOException {
    fileMeta()
        .explicit(0x00091001, "UN", UNDEFINED, new byte[0])
        .implicit(ITEM, UNDEFINED)
        .implicit(Tag.CODE_VALUE, 2, (byte) 'x', (byte) 'y')
        .implicit(0x00091002, UNDEFINED)
        .implicit(ITEM, 10)
        .implicit(Tag.CODE_MEANING, 2, (byte) 'i', (byte) 'n')
        .implicit(SEQUENCE_END, 0)
        .implicit(ITEM_END, 0)
        .implicit(SEQUENCE_END, 0)
        .image();
    Attributes item = header().item(0x00091001).orElseThrow();
    assertThat(item.string(Tag.CODE_VALUE)).contains("xy");
    assertThat(item.item(0x00091002).orElseThrow().string(Tag.CODE_MEANING)).contains("in");
    assertImage();
  }

  @Test
  void unknownSequencesOfDefinedLength() throws IOException {
    fileMeta()
        .explicit(Tag.VIEW_CODE_SEQUENCE, "UN", 18, new byte[0])
        .implicit(ITEM, 10)
        .implicit(Tag.CODE_MEANING, 2, (byte) 'P', (byte) 'A')
        .image();
    Attributes item = header().item(Tag.VIEW_CODE_SEQUENCE).orElseThrow();
    assertThat(item.string(Tag.CODE_MEANING)).contains("PA");
    assertImage();
  }

  @ParameterizedTest
  @ValueSource(ints = {18, UNDEFINED})
  void unknownSequencesThatAreExplicitAllTheSame(int length) throws IOException {
    fileMeta()
        .explicit(Tag.VIEW_CODE_SEQUENCE, "UN", length, new byte[0])
        .implicit(ITEM, 10)
        .explicit(Tag.CODE_MEANING, "LO", "PA");
    if (length == UNDEFINED) {
      implicit(SEQUENCE_END, 0);
    }
    image();
    Attributes item = header().item(Tag.VIEW_CODE_SEQUENCE).orElseThrow();
    assertThat(item.string(Tag.CODE_MEANING)).contains("PA");
    assertImage();
  }

  /** As some VOI LUT sequences are. */
  @ParameterizedTest
  @ValueSource(ints = {22, UNDEFINED})
  void sequencesThatSayTheyAreWords(int length) throws IOException {
    fileMeta()
        .explicit(0x00283010, "OW", length, new byte[0])
        .implicit(ITEM, 14)
        .explicit(0x00283002, "US", 6, new byte[] {2, 0, 0, 0, 8, 0});
    if (length == UNDEFINED) {
      implicit(SEQUENCE_END, 0);
    }
    image();
    assertThat(header().item(0x00283010).orElseThrow().decimals(0x00283002))
        .containsExactly(2.0, 0.0, 8.0);
    assertImage();
  }

  @Test
  void emptySequencesAndItems() throws IOException {
    fileMeta()
        .explicit(Tag.ANATOMIC_REGION_SEQUENCE, "UN", UNDEFINED, new byte[0])
        .implicit(SEQUENCE_END, 0)
        .explicit(Tag.VIEW_CODE_SEQUENCE, "SQ", UNDEFINED, new byte[0])
        .implicit(ITEM, 0)
        .implicit(ITEM, UNDEFINED)
        .implicit(ITEM_END, 0)
        .implicit(SEQUENCE_END, 0)
        .explicit(0x00091001, "SQ", 0, new byte[0])
        .image();
    assertThat(header().has(Tag.ANATOMIC_REGION_SEQUENCE)).isTrue();
    assertThat(header().items(Tag.VIEW_CODE_SEQUENCE)).hasSize(2);
    assertThat(header().vr(0x00091001)).contains(Vr.SQ);
    assertImage();
  }

  @Test
  void delimitersWhereLengthsAreDefined() throws IOException {
    fileMeta()
        .explicit(Tag.VIEW_CODE_SEQUENCE, "SQ", 34, new byte[0])
        .implicit(ITEM, 18)
        .explicit(Tag.CODE_MEANING, "LO", "PA")
        .implicit(ITEM_END, 0)
        .implicit(SEQUENCE_END, 0)
        .implicit(SEQUENCE_END, 0)
        .image();
    Attributes item = header().item(Tag.VIEW_CODE_SEQUENCE).orElseThrow();
    assertThat(item.string(Tag.CODE_MEANING)).contains("PA");
    assertImage();
  }

  // ---- pixels ----

  @Test
  void theIconIsNotTheImage() throws IOException {
    fileMeta()
        .word(Tag.ROWS, 1)
        .word(Tag.COLUMNS, 2)
        .word(Tag.BITS_ALLOCATED, 8)
        .explicit(ICON_IMAGE_SEQUENCE, "SQ", UNDEFINED, new byte[0])
        .implicit(ITEM, UNDEFINED);
    word(Tag.ROWS, 5)
        .word(Tag.COLUMNS, 1)
        .explicit(Tag.PIXEL_DATA, "OB", 6, new byte[] {1, 2, 3, 4, 5, 6})
        .implicit(ITEM_END, 0)
        .implicit(SEQUENCE_END, 0)
        .explicit(Tag.PIXEL_DATA, "OB", 2, new byte[] {7, 9});
    assertThat(header().integer(Tag.ROWS)).hasValue(1);
    assertImage();
  }

  @Test
  void theCompressedIconIsNotTheImage() throws IOException {
    fileMeta()
        .word(Tag.ROWS, 1)
        .word(Tag.COLUMNS, 2)
        .word(Tag.BITS_ALLOCATED, 8)
        .explicit(ICON_IMAGE_SEQUENCE, "SQ", UNDEFINED, new byte[0])
        .implicit(ITEM, UNDEFINED)
        .explicit(Tag.PIXEL_DATA, "OB", UNDEFINED, new byte[0])
        .implicit(ITEM, 0)
        .implicit(ITEM, 4, (byte) 1, (byte) 2, (byte) 3, (byte) 4)
        .implicit(SEQUENCE_END, 0)
        .implicit(ITEM_END, 0)
        .implicit(SEQUENCE_END, 0)
        .explicit(Tag.PIXEL_DATA, "OB", 2, new byte[] {7, 9});
    assertImage();
  }

  @Test
  void anIconAloneIsNoImage() throws IOException {
    fileMeta()
        .explicit(ICON_IMAGE_SEQUENCE, "SQ", UNDEFINED, new byte[0])
        .implicit(ITEM, UNDEFINED)
        .image()
        .implicit(ITEM_END, 0)
        .implicit(SEQUENCE_END, 0);
    assertUnreadable("there is no pixel data");
  }

  @Test
  void pixelsInWords() throws IOException {
    fileMeta()
        .word(Tag.ROWS, 1)
        .word(Tag.COLUMNS, 2)
        .word(Tag.BITS_ALLOCATED, 8)
        .explicit(Tag.PIXEL_DATA, "OW", 2, new byte[] {7, 9});
    assertImage();
  }

  @Test
  void pixelsOfUnknownRepresentationAndMoreThanNeeded() throws IOException {
    fileMeta()
        .word(Tag.ROWS, 1)
        .word(Tag.COLUMNS, 2)
        .word(Tag.BITS_ALLOCATED, 8)
        .explicit(Tag.PIXEL_DATA, "UN", 40, new byte[] {7, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    out.writeBytes(new byte[28]);
    assertImage();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7FE00008, 0x7FE00009})
  void floatingPointPixels(int tag) throws IOException {
    fileMeta()
        .explicit(Tag.MODALITY, "CS", "DX")
        .explicit(tag, tag == 0x7FE00008 ? "OF" : "OD", 16, new byte[16]);
    assertThat(header().tags()).containsExactly(Tag.MODALITY);
    assertUnreadable("the pixel data is floating point, only integers are read");
    out.reset();
    fileMeta(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())
        .implicit(Tag.MODALITY, 2, (byte) 'D', (byte) 'X')
        .implicit(tag, 16, new byte[16]);
    assertUnreadable("the pixel data is floating point, only integers are read");
  }

  // ---- files ----

  @Test
  void aSecondFileMeta() throws IOException {
    fileMeta().explicit(Tag.TRANSFER_SYNTAX_UID, "UI", even(TransferSyntax.DEFLATED.uid())).image();
    assertImage();
    assertThat(codec.readHeader(file()).transferSyntax())
        .isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
  }

  @Test
  void noFileMetaBehindThePrefix() throws IOException {
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    image();
    assertImage();
  }

  @Test
  void aPrefixWithoutPreamble() throws IOException {
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    explicit(Tag.TRANSFER_SYNTAX_UID, "UI", even(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()));
    image();
    assertImage();
  }

  @Test
  void anImplicitFileMeta() throws IOException {
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    byte[] syntax =
        even(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()).getBytes(StandardCharsets.US_ASCII);
    implicit(Tag.TRANSFER_SYNTAX_UID, syntax.length, syntax);
    image();
    assertImage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"})
  void transferSyntaxesThatTheBytesContradict(String declared) throws IOException {
    fileMeta(declared).image();
    assertImage();
    assertThat(codec.readHeader(file()).transferSyntax())
        .isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
  }

  /** Raw deflate is what the standard asks for (PS3.5 section A.5); zlib adds a head. */
  @Test
  void aZlibStreamInPlaceOfARawOne() throws IOException {
    image();
    byte[] dataSet = out.toByteArray();
    out.reset();
    fileMeta(TransferSyntax.DEFLATED.uid());
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(dataSet);
    }
    assertImage();
  }

  @Test
  void zerosBehindADataSetWithoutPixels() throws IOException {
    fileMeta().explicit(Tag.MODALITY, "CS", "DX");
    out.writeBytes(new byte[1000]);
    assertThat(header().string(Tag.MODALITY)).contains("DX");
  }

  @Test
  void theHeaderOfAFileWhosePixelsAreMissing() throws IOException {
    byte[] whole = DicomObject.computedRadiography(60, 50, new int[3000], 12).toBytes();
    out.write(whole, 0, whole.length - 6000);
    assertThat(header().integer(Tag.COLUMNS)).hasValue(60);
    assertUnreadable("the file ends in its pixel data: 0 bytes of 6000 are there");
  }

  private void assertUnreadable(String cause) throws IOException {
    Path file = file();
    assertThatIOException().isThrownBy(() -> codec.read(file)).withMessage("%s: %s", file, cause);
  }
}
