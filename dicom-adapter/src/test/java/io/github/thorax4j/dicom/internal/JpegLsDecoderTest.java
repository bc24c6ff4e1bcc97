package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.fail;

import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JpegLsDecoderTest {

  /** The example of T.87 section H.3, and its image. */
  private static final String FRAME = "FFF7000B0800040004010111" + "00";

  private static final String SCAN = "FFDA0008010100000000";
  private static final String CODED =
      "C000006C80208E01C00000574000006EE6000001BC18000005D800009160";
  private static final int[] IMAGE = {
    0, 0, 90, 74, //
    68, 50, 43, 205, //
    64, 145, 145, 145, //
    100, 145, 145, 145
  };

  private static int[] decode(byte[] stream, PixelGeometry geometry) throws IOException {
    StoredPixels pixels = new JpegLsDecoder().decode(stream, geometry);
    int columns = geometry.columns();
    int[] cells = new int[columns * geometry.rows()];
    Arrays.setAll(cells, i -> pixels.cell(i % columns, i / columns));
    return cells;
  }

  private static int[] decode(String hex, int rows) throws IOException {
    return decode(HexFormat.of().parseHex(hex), new PixelGeometry(4, rows, 8));
  }

  private static void assertRefused(String hex, String cause) {
    assertThatIOException().isThrownBy(() -> decode(hex, 4)).withMessageContaining(cause);
  }

  @Test
  void decodesTheExampleOfTheStandard() throws IOException {
    assertThat(decode("FFD8" + FRAME + SCAN + CODED + "FFD9", 4)).containsExactly(IMAGE);
  }

  /** An interval of four lines, in two, three and four bytes; each interval is the example. */
  @ParameterizedTest
  @CsvSource({"FFDD00040004,FFD0", "FFDD0005000004,FFFFD0", "FFDD000600000004,FFFFFFD0"})
  void startsAnewBehindARestartMarker(String interval, String marker) throws IOException {
    String twice = FRAME.replace("00040004", "00080004");
    int[] decoded = decode("FFD8" + twice + interval + SCAN + CODED + marker + CODED + "FFD9", 8);
    assertThat(Arrays.copyOf(decoded, 16)).containsExactly(IMAGE);
    assertThat(Arrays.copyOfRange(decoded, 16, 32)).containsExactly(IMAGE);
  }

  @Test
  void readsSegmentsThatSayWhatIsTheCaseAnyway() throws IOException {
    String comment = "FFFE00044142";
    String presets = "FFF8000D01" + "00FF0003000700150040";
    String defaults = "FFF8000D01" + "00000000000000000000";
    assertThat(decode("FFD8" + comment + FRAME + presets + SCAN + CODED, 4)).containsExactly(IMAGE);
    assertThat(decode("FFD8" + defaults + FRAME + SCAN + CODED, 4)).containsExactly(IMAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "FFD9,has no scan",
    "FFDD00040003,a restart marker is missing",
    "FFDA000C03010002000300000000,has 3 components",
    "FFDA0008010101000000,mapping table",
    "FFDA0008010100000001,point transform",
    "FFDA0008010100800000,coding parameters", // NEAR of 128
    "FFDA000301,too short",
    "FFF8000D0101000003000700150040,coding parameters", // MAXVAL of 256
    "FFF8000D0100FF0007000300150040,coding parameters", // T1 above T2
    "FFF8000D0100FF0003000701000040,coding parameters", // T3 of 256
    "FFF8000D0100FF0003000700150002,coding parameters", // RESET of 2
    "FFF800040100,too short",
  })
  void refusesSegments(String segment, String cause) {
    assertRefused("FFD8" + FRAME + segment + SCAN + CODED + "FFD9", cause);
  }

  @ParameterizedTest
  @CsvSource({
    "FFF7000B080005000401011100,has 4x5 pixels",
    "FFF7000B100004000401011100,BitsAllocated is 8",
    "FFF7000B010004000401011100,1 bits a sample",
    "FFF70011080004000403011100021100031100,has 3 components",
    "FFC3000B080004000401011100,but not JPEG-LS",
    "FFF7000308,too short",
  })
  void refusesFrames(String frame, String cause) {
    assertRefused("FFD8" + frame + SCAN + CODED + "FFD9", cause);
  }

  @ParameterizedTest
  @CsvSource({
    "'',ends before its pixels do",
    "C000,ends before its pixels do",
    "C0000000000000000000,is damaged", // no code has so many zeros
    "FFFF,ends before its pixels do",
    "9FFFFFFF,ends before its pixels do",
  })
  void refusesBrokenData(String data, String cause) {
    assertRefused("FFD8" + FRAME + SCAN + data, cause);
  }

  @Test
  void allocatesNothingForLinesThatCannotBeThere() {
    String header = "FFD8FFF7000B08FFFF03FF01011100" + SCAN + CODED + "FFD9";
    assertThatIOException()
        .isThrownBy(
            () -> decode(HexFormat.of().parseHex(header), new PixelGeometry(0x3FF, 0xFFFF, 8)))
        .withMessage("57 bytes of JPEG-LS cannot hold 1023x65535 pixels");
  }

  // ---- streams of other programs ----

  private static final PixelGeometry BYTES = new PixelGeometry(17, 13, 8);
  private static final PixelGeometry WORDS = new PixelGeometry(17, 13, 16);

  /**
   * A stream of dcmtk 3.6.7 or gdcm 3.0.21.
   *
   * @param origin bits, program and options
   * @param hex the stream
   * @param decoded the cells that dcmdjpls makes of it, empty if they are the original's
   */
  private record Sample(String origin, String hex, String decoded) {

    byte[] stream() {
      return HexFormat.of().parseHex(hex);
    }

    int bits() {
      return Integer.parseInt(origin.substring(0, origin.indexOf(' ')));
    }

    PixelGeometry geometry() {
      return bits() == 8 ? BYTES : WORDS;
    }

    /** Steps to make runs of, a ramp, and noise. */
    int[] original() {
      int top = (1 << bits()) - 1;
      Random random = new Random(bits());
      int[] cells = new int[17 * 13];
      for (int i = 0; i < cells.length; i++) {
        int x = i % 17;
        int y = i / 17;
        if (x < 7) {
          cells[i] = y / 4 * (top / 5) + (x + 3 * y) % 23 / 22;
        } else {
          cells[i] = x < 12 ? (5 * x + 3 * y) & top : random.nextInt(top + 1);
        }
      }
      return cells;
    }

    int[] expected() {
      if (decoded.isEmpty()) {
        return original();
      }
      int digits = bits() == 8 ? 2 : 4;
      int[] cells = new int[17 * 13];
      Arrays.setAll(cells, i -> HexFormat.fromHexDigits(decoded, digits * i, digits * (i + 1)));
      return cells;
    }

    @Override
    public String toString() {
      return origin;
    }
  }

  private static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (InputStream in = JpegLsDecoderTest.class.getResourceAsStream("jpegls.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      for (String block : text.substring(2).split("\n# ", -1)) {
        String[] parts = block.split("\n= .*\n", 2);
        String[] lines = parts[0].split("\n", 2);
        samples.add(
            new Sample(lines[0], joined(lines[1]), parts.length > 1 ? joined(parts[1]) : ""));
      }
    }
    return samples;
  }

  private static String joined(String lines) {
    return lines.replace("\n", "");
  }

  static Stream<Sample> everySample() throws IOException {
    return samples().stream();
  }

  @ParameterizedTest
  @MethodSource("everySample")
  void decodesWhatOtherProgramsMade(Sample sample) throws IOException {
    assertThat(decode(sample.stream(), sample.geometry())).containsExactly(sample.expected());
  }

  /** All but the end marker, padding before it and bits behind the last pixel is needed. */
  @ParameterizedTest
  @MethodSource("everySample")
  void refusesWhatWasCutOff(Sample sample) {
    byte[] stream = sample.stream();
    for (int length = 0; length < stream.length - 4; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      assertThatIOException()
          .as("%s bytes", length)
          .isThrownBy(() -> decode(cut, sample.geometry()))
          .withMessageStartingWith("the ");
    }
  }

  @ParameterizedTest
  @MethodSource("everySample")
  void endsInAnImageOrAnIoException(Sample sample) {
    Random random = new Random(87);
    int images = 0;
    int mutations = 3000;
    for (int i = 0; i < mutations; i++) {
      byte[] mutated = sample.stream().clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        mutated[2 + random.nextInt(mutated.length - 2)] = (byte) random.nextInt(256);
      }
      try {
        decode(mutated, sample.geometry());
        images++;
      } catch (IOException e) {
        assertThat(e.getMessage()).hasLineCount(1).doesNotContain("null");
      } catch (RuntimeException | Error e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(images).isBetween(mutations / 100, mutations * 99 / 100);
  }
}
