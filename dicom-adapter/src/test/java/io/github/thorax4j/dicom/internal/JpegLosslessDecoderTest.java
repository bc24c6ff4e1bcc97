package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegLosslessDecoderTest {

  /** Four bits a sample, two lines of three. */
  private static final String START = "FFD8FFC3000B04000200030101110" + "0";

  /** The categories 0, 1, 2 and 3 have the codes 00, 01, 10 and 110. */
  private static final String TABLE =
      "FFC4001700" + "00030100000000000000000000000000" + "00010203";

  private static final String SCAN = "FFDA0008010100010000";

  private static int[] decode(String hex) throws IOException {
    return cells(
        new JpegLosslessDecoder().decode(HexFormat.of().parseHex(hex), new PixelGeometry(3, 2, 8)));
  }

  private static int[] cells(StoredPixels pixels) {
    int[] cells = new int[pixels.columns() * pixels.rows()];
    Arrays.setAll(cells, i -> pixels.cell(i % pixels.columns(), i / pixels.columns()));
    return cells;
  }

  /** The differences 1, 0, -3 to the left, then -2 to the sample above, 0, 7. */
  @Test
  void decodesAStreamWorkedOutByHand() throws IOException {
    assertThat(decode(START + TABLE + SCAN + "6449BF" + "FFD9")).containsExactly(9, 9, 6, 7, 7, 14);
  }

  /** The same image; behind the marker the prediction is half the range again. */
  @Test
  void startsAnewBehindARestartMarker() throws IOException {
    assertThat(decode(START + TABLE + "FFDD00040003" + SCAN + "647FFFD046FF00FFD9"))
        .containsExactly(9, 9, 6, 7, 7, 14);
  }

  @ParameterizedTest
  @CsvSource({
    "64,ends before its pixels do",
    "6449FFD9,ends before its pixels do",
    "FFFF,ends before its pixels do",
    "FF00FF00FF00FF00,is damaged",
  })
  void refusesBrokenData(String data, String cause) {
    assertThatIOException()
        .isThrownBy(() -> decode(START + TABLE + SCAN + data))
        .withMessageContaining(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "FFC4001700030000000000000000000000000000000001020" + "3,broken Huffman table", // 3 of one bit
    "FFC400140001000000000000000000000000000000" + "11,broken Huffman table", // category 17
    "FFC400130001000000000000000000000000000000,too short", // one without its category
    "FFDD00040002,no whole lines",
    "FFDD00040003,lacks a restart marker",
    "FFDA0008010110010000,lacks its Huffman table",
    "FFDA0008010100080000,predictor 8",
    "FFDA0008010100000000,predictor 0",
    "FFDA0008010100010004,point transform 4",
    "FFDA000A02010002000100" + "00,2 components",
  })
  void refusesBrokenSegments(String segment, String cause) {
    assertThatIOException()
        .isThrownBy(() -> decode(START + TABLE + segment + SCAN + "6449BF" + "FFD9"))
        .withMessageContaining(cause);
  }

  /** Noise over the whole range has the longest codes and differences of 32768. */
  @ParameterizedTest
  @CsvSource({
    "8,1,0", "12,1,0", "12,2,0", "12,3,0", "12,4,0", "12,5,0", "12,6,0", "12,7,0", "16,1,0",
    "16,2,0", "16,3,0", "16,4,0", "16,5,0", "16,6,0", "16,7,0", "12,4,3", "16,1,2"
  })
  void agreesWithDcmtk(int bits, int predictor, int pointTransform, @TempDir Path folder)
      throws IOException, InterruptedException {
    ExternalProgram encoder = ExternalProgram.require("dcmcjpeg", "dcmtk");
    int columns = 61;
    int rows = 47;
    int[] stored = new Random(bits).ints(columns * rows, 0, 1 << bits).toArray();
    stored[1] = stored[0] ^ 1 << (bits - 1);
    Path original = folder.resolve("original.dcm");
    Path encoded = folder.resolve("encoded.dcm");
    DicomObject.computedRadiography(columns, rows, stored, bits).writeTo(original);
    encoder.run(
        "+el",
        "+sv",
        Integer.toString(predictor),
        "+pt",
        Integer.toString(pointTransform),
        original.toString(),
        encoded.toString());
    int[] kept =
        Arrays.stream(stored).map(cell -> cell >> pointTransform << pointTransform).toArray();
    assertThat(cells(new BuiltInCodec().read(encoded).pixels())).containsExactly(kept);
  }
}
