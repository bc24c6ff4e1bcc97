package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RleDecoderTest {

  /** One segment behind a header of 64 bytes (PS3.5 section G.5). */
  private static final String ONE = "0100000040000000" + "00".repeat(56);

  /** Two segments, the second behind four bytes of the first. */
  private static final String TWO = "020000004000000044000000" + "00".repeat(52);

  private static int[] decode(String hex, int columns, int rows, int bits) throws IOException {
    StoredPixels pixels =
        new RleDecoder()
            .decode(HexFormat.of().parseHex(hex), new PixelGeometry(columns, rows, bits));
    int[] cells = new int[columns * rows];
    Arrays.setAll(cells, i -> pixels.cell(i % columns, i / columns));
    return cells;
  }

  /** Literal 10 11 12, no operation, three times FF, padding. */
  @Test
  void decodesBytes() throws IOException {
    assertThat(decode(ONE + "02101112" + "80" + "FEFF" + "00", 3, 2, 8))
        .containsExactly(0x10, 0x11, 0x12, 0xFF, 0xFF, 0xFF);
  }

  /** The high bytes 01 01 80, then the low bytes 02 03 FF. */
  @Test
  void decodesWords() throws IOException {
    assertThat(decode(TWO + "FF010080" + "020203FF", 3, 1, 16))
        .containsExactly(0x0102, 0x0103, 0x80FF);
  }

  /** Section G.3.1 wants rows encoded separately; not everyone keeps to it. */
  @Test
  void decodesRunsAcrossRows() throws IOException {
    assertThat(decode(ONE + "FD07" + "03010203" + "04", 2, 4, 8))
        .containsExactly(7, 7, 7, 7, 1, 2, 3, 4);
  }

  @Test
  void decodesTheLongestRuns() throws IOException {
    int[] expected = new int[256];
    Arrays.fill(expected, 0, 128, 9);
    for (int i = 128; i < 256; i++) {
      expected[i] = i;
    }
    StringBuilder literal = new StringBuilder("7F");
    for (int i = 128; i < 256; i++) {
      literal.append(HexFormat.of().toHexDigits((byte) i));
    }
    assertThat(decode(ONE + "8109" + literal, 256, 1, 8)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "02101112, ends before its pixels do",
    "02101112FE, ends before its pixels do",
    "0510111213, ends before its pixels do",
    "808080808080, ends before its pixels do",
  })
  void refusesDataThatEnd(String data, String cause) {
    assertThatIOException()
        .isThrownBy(() -> decode(ONE + data, 3, 2, 8))
        .withMessageContaining(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000040000000, has 0 segments",
    "0200000040000000, has 2 segments",
    "FFFFFFFF40000000, has 4294967295 segments",
    "010000003F000000, segment 1 of the RLE stream is not inside",
    "0100000048000000, segment 1 of the RLE stream is not inside",
    "01000000000000FF, segment 1 of the RLE stream is not inside",
  })
  void refusesABrokenHeader(String start, String cause) {
    assertThatIOException()
        .isThrownBy(() -> decode(start + "00".repeat(56) + "FB0700", 3, 2, 8))
        .withMessageContaining(cause);
  }

  @Test
  void refusesSegmentsInTheWrongOrder() {
    String swapped = "020000004400000040000000" + "00".repeat(52);
    assertThatIOException()
        .isThrownBy(() -> decode(swapped + "FF010080" + "020203FF", 3, 1, 16))
        .withMessageContaining("segment 1 of the RLE stream is not inside");
  }

  @Test
  void refusesAStreamWithoutAHeader() {
    assertThatIOException()
        .isThrownBy(() -> decode("01000000", 3, 1, 8))
        .withMessage("the RLE stream has 4 bytes, its header alone has 64");
  }

  /** Before anything is allocated. */
  @Test
  void refusesMorePixelsThanTheBytesCanHold() {
    assertThatIOException()
        .isThrownBy(() -> decode(ONE + "8107", 16384, 16384, 8))
        .withMessage("66 bytes of RLE cannot hold 16384x16384 pixels");
  }
}
