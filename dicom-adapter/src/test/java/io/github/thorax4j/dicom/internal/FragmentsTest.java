package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encapsulation, right and wrong, around one frame of run lengths (PS3.5 section A.4). */
class FragmentsTest {

  private static final String RLE = "1.2.840.10008.1.2.5";

  /** A stream of 68 bytes for four cells. */
  private static final String HEADER = "0100000040000000" + "00".repeat(56);

  private static final String DATA = "03010203";
  private static final String LAST = "04";
  private static final String EMPTY_TABLE = item("");
  private static final String DELIMITER = "FEFFDDE000000000";

  @TempDir Path folder;

  private static String item(String value) {
    int length = value.length() / 2;
    return "FEFF00E0"
        + HexFormat.of().toHexDigits((byte) length)
        + HexFormat.of().toHexDigits((byte) (length >> 8))
        + "0000"
        + value;
  }

  private static DicomObject film(String pixelData) {
    return DicomObject.secondaryCapture(2, 2, new int[4])
        .setBytes(Tag.PIXEL_DATA, Vr.OB, HexFormat.of().parseHex(pixelData))
        .declareLength(Tag.PIXEL_DATA, -1)
        .set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, RLE);
  }

  private Path write(DicomObject object) throws IOException {
    return object.writeTo(Files.createTempFile(folder, "film", ".dcm"));
  }

  private void assertRead(DicomObject object) throws IOException {
    StoredPixels pixels = new BuiltInCodec().read(write(object)).pixels();
    assertThat(new int[] {pixels.cell(0, 0), pixels.cell(1, 0), pixels.cell(0, 1)})
        .containsExactly(1, 2, 3);
    assertThat(pixels.cell(1, 1)).isEqualTo(4);
  }

  private void assertUnreadable(DicomObject object, String cause) throws IOException {
    Path file = write(object);
    assertThatIOException()
        .isThrownBy(() -> new BuiltInCodec().read(file))
        .withMessage("%s: %s", file, cause);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // empty
        "00000000", // right
        "48000000", // wrong: the second fragment
        "FFFFFFFF", // outside
        "0000000002000000", // for two frames
        "0000" // half an offset
      })
  void whateverTheOffsetTableSays(String table) throws IOException {
    assertRead(film(item(table) + item(HEADER) + item(DATA + LAST + "00") + DELIMITER));
  }

  /** PS3.3 section C.7.6.3.1.8; the basic table is then empty. */
  @ParameterizedTest
  @CsvSource({"0, 68", "12345678, 2147483647", "-1, -1"})
  void whateverTheExtendedOffsetTableSays(int offset, int length) throws IOException {
    assertRead(
        film(EMPTY_TABLE + item(HEADER + DATA + LAST + "00") + DELIMITER)
            .set(0x7FE00001, Vr.OV, offset)
            .set(0x7FE00002, Vr.OV, length));
  }

  @Test
  void manyFragmentsEmptyOnesToo() throws IOException {
    assertRead(
        film(
            EMPTY_TABLE
                + item(HEADER.substring(0, 20))
                + item("")
                + item(HEADER.substring(20))
                + item(DATA)
                + item(LAST + "00")
                + item("")
                + DELIMITER));
  }

  @Test
  void noDelimiter() throws IOException {
    assertRead(film(EMPTY_TABLE + item(HEADER + DATA + LAST + "00")));
    assertRead(film(EMPTY_TABLE + item(HEADER + DATA + LAST + "00") + "FEFFDDE0"));
    assertRead(film(EMPTY_TABLE + item(HEADER + DATA + LAST + "00") + "00".repeat(40)));
  }

  @Test
  void noOffsetTable() throws IOException {
    assertRead(film(item(HEADER + DATA + LAST + "00") + DELIMITER));
  }

  @Test
  void zerosBehindTheStream() throws IOException {
    assertRead(film(EMPTY_TABLE + item(HEADER + DATA + LAST + "00".repeat(99)) + DELIMITER));
  }

  /** They must be even. */
  @Test
  void fragmentsOfOddLength() throws IOException {
    String odd = item(HEADER + DATA.substring(0, 6));
    String rest = item(DATA.substring(6) + LAST);
    assertRead(film(EMPTY_TABLE + odd + rest + DELIMITER));
    assertRead(film(EMPTY_TABLE + odd + "00" + rest + DELIMITER));
    assertRead(film(EMPTY_TABLE + item(HEADER + DATA + LAST) + "00" + DELIMITER));
    assertRead(film(EMPTY_TABLE + item(HEADER + DATA + LAST)));
  }

  @Test
  void nothing() throws IOException {
    assertUnreadable(film(EMPTY_TABLE + DELIMITER), "the pixel data has no fragments");
    assertUnreadable(film(""), "the pixel data has no fragments");
    assertUnreadable(
        film(EMPTY_TABLE + item("") + item("") + DELIMITER), "the pixel data has no fragments");
  }

  @Test
  void aFragmentThatIsCut() throws IOException {
    assertUnreadable(
        film(EMPTY_TABLE + "FEFF00E048000000" + HEADER + DATA),
        "a fragment of the pixel data declares 72 bytes where 68 are left");
    assertUnreadable(
        film(EMPTY_TABLE + "FEFF00E0FFFFFFFF" + HEADER + DATA),
        "a fragment of the pixel data declares 4294967295 bytes where 68 are left");
  }

  @Test
  void moreFragmentsThanAnyFrameHas() throws IOException {
    assertUnreadable(
        film(EMPTY_TABLE + item("0000").repeat(100_001)),
        "the pixel data has more than 100000 fragments");
  }

  @Test
  void encapsulatedWhereTheTransferSyntaxIsNative() throws IOException {
    assertUnreadable(
        film(EMPTY_TABLE + item(HEADER + DATA + LAST) + DELIMITER)
            .set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, "1.2.840.10008.1.2.1"),
        "the pixel data is compressed, its transfer syntax is not");
  }

  @Test
  void nativeWhereTheTransferSyntaxIsCompressed() throws IOException {
    assertUnreadable(
        DicomObject.secondaryCapture(2, 2, new int[4]).set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, RLE),
        "the pixel data is not compressed, its transfer syntax is");
  }
}
