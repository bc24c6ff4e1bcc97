package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class JpegLsDecoderTest {

  private static final String ISO_EXAMPLE =
      "FFD8FFF7000B08000400040101"
          + "1100FFDA0008010100000000"
          + "C000006C80208E01C0000057400000"
          + "6EE6000001BC18000005D800009160"
          + "FFD9";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static int[] decode(byte[] stream, int columns, int rows, int bitsAllocated)
      throws IOException {
    StoredPixels pixels =
        new JpegLsDecoder().decode(stream, new PixelGeometry(columns, rows, bitsAllocated));
    int[] cells = new int[columns * rows];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = pixels.cell(i % columns, i / columns);
    }
    return cells;
  }

  /** T.87 section H.3. */
  @Test
  void decodesTheExampleOfTheStandard() throws IOException {
    assertThat(decode(bytes(ISO_EXAMPLE), 4, 4, 8))
        .containsExactly(
            0, 0, 90, 74, //
            68, 50, 43, 205, //
            64, 145, 145, 145, //
            100, 145, 145, 145);
  }
}
