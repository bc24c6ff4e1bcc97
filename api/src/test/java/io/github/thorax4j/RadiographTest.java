package io.github.thorax4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadiographTest {

  private static final Radiograph SMALL =
      Radiograph.of(3, 2, new float[] {0, 0.25f, 0.5f, 0.75f, 1, 0.125f});

  /**
   * A table of the resources. They were made with Pillow 12.3 (mode F, BILINEAR) and NumPy:
   *
   * <pre>{@code
   * s = numpy.array([[((7*x*x + 13*y + 5*x*y) % 101) / 100 for x in range(17)]
   *                  for y in range(13)], numpy.float32)
   * numpy.savetxt("resize-source.csv", s, fmt="%.7f", delimiter=",")
   * for w, h in (5, 4), (40, 30), (6, 26), (17, 5), (1, 1):
   *     r = Image.fromarray(s).resize((w, h), Image.BILINEAR)
   *     numpy.savetxt(f"resize-{w}x{h}.csv", numpy.asarray(r), fmt="%.7f", delimiter=",")
   * }</pre>
   */
  private static Radiograph table(String name, int width, int height) throws IOException {
    List<Float> values = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(RadiographTest.class.getResourceAsStream(name), name);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line : lines.lines().toList()) {
        for (String value : line.split(",", -1)) {
          values.add(Float.parseFloat(value));
        }
      }
    }
    float[] pixels = new float[values.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = values.get(i);
    }
    return Radiograph.of(width, height, pixels);
  }

  @ParameterizedTest
  @CsvSource({"5,4", "40,30", "6,26", "17,5", "1,1"})
  void resizesAsPillowDoes(int width, int height) throws IOException {
    Radiograph expected = table("resize-%dx%d.csv".formatted(width, height), width, height);

    Radiograph actual = table("resize-source.csv", 17, 13).resize(width, height);

    assertThat(actual.width()).isEqualTo(width);
    assertThat(actual.height()).isEqualTo(height);
    assertThat(actual.pixels()).containsExactly(expected.pixels(), within(1e-6f));
    assertThat(actual.preprocessing())
        .containsExactly("resize 17x13 to %dx%d (antialiased bilinear)".formatted(width, height));
  }

  /** A film of 16 bits, as large as films are, and with more detail than small images can show. */
  private static Radiograph film(int width, int height) {
    return Radiograph.ofRows(
        width,
        height,
        (y, row) -> {
          for (int x = 0; x < width; x++) {
            row[x] = stored(x, y) / 65_535f;
          }
        },
        List.of());
  }

  private static int stored(int x, int y) {
    return 40_000 * Math.abs(x % 614 - 307) / 307
        + 20_000 * Math.abs(y % 434 - 217) / 217
        + (7919 * x + 104_729 * y) % 5000;
  }

  /**
   * The resources were made with Pillow 9.4 and NumPy:
   *
   * <pre>{@code
   * y, x = numpy.mgrid[0:h, 0:w].astype(numpy.int64)
   * s = 40000*abs(x%614-307)//307 + 20000*abs(y%434-217)//217 + (7919*x + 104729*y)%5000
   * f = Image.fromarray((s / 65535).astype(numpy.float32)).resize((a, b), Image.BILINEAR)
   * numpy.rint(numpy.asarray(f) * 65535).astype(">u2").tofile(f"resize-{w}x{h}-{a}x{b}.u16")
   * l = Image.fromarray((s >> 8).astype(numpy.uint8)).resize((a, b), Image.BILINEAR)
   * numpy.asarray(l).tofile(f"resize-{w}x{h}-{a}x{b}.u8")
   * }</pre>
   */
  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RadiographTest.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({"2000,1500,128,128", "2000,1500,97,61", "1021,1531,61,97", "211,2047,320,30"})
  void resizesFilmsAsPillowDoes(int width, int height, int newWidth, int newHeight)
      throws IOException {
    ShortBuffer expected =
        ByteBuffer.wrap(
                resource("resize-%dx%d-%dx%d.u16".formatted(width, height, newWidth, newHeight)))
            .asShortBuffer();

    float[] actual = film(width, height).resize(newWidth, newHeight).pixels();

    assertThat(expected.remaining()).isEqualTo(actual.length);
    for (float pixel : actual) {
      // half a step of the resource, and what single precision loses
      assertThat(pixel).isCloseTo((expected.get() & 0xffff) / 65_535f, within(1f / 65_535));
    }
  }

  /** Pillow rounds images of bytes between columns and rows, so that a step apart is the same. */
  @Test
  void resizesFilmsOfBytesToWithinAStepOfPillow() throws IOException {
    byte[] expected = resource("resize-2000x1500-128x128.u8");
    Radiograph film =
        Radiograph.ofRows(
            2000,
            1500,
            (y, row) -> {
              for (int x = 0; x < 2000; x++) {
                row[x] = (stored(x, y) >> 8) / 255f;
              }
            },
            List.of());

    float[] actual = film.resize(128, 128).pixels();

    assertThat(expected).hasSize(actual.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo((expected[i] & 0xff) / 255f, within(1f / 255));
    }
  }

  @Test
  void resizingToTheSameSizeChangesNothing() {
    assertThat(SMALL.resize(3, 2)).isEqualTo(SMALL);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,7,5,0.3",
    "7,5,1,1,0.3",
    "640,13,128,128,1",
    "13,640,128,128,0",
    "100,99,99,100,0.7",
    "2,2,2000,3,0.1",
    "1999,2,3,1,0.9",
    "5,5,1,1000,0.55"
  })
  void aConstantStaysConstant(int width, int height, int toWidth, int toHeight, float value) {
    float[] pixels = new float[width * height];
    Arrays.fill(pixels, value);

    float[] resized = Radiograph.of(width, height, pixels).resize(toWidth, toHeight).pixels();

    float[] expected = new float[toWidth * toHeight];
    Arrays.fill(expected, value);
    assertThat(resized).containsExactly(expected, within(1e-6f));
  }

  @Test
  void shrinkingKeepsTheMeanAwayFromTheBorders() {
    // Stripes finer than the target's pixels must melt into grey, not alias.
    Radiograph stripes =
        Radiograph.ofRows(
            1280,
            16,
            (y, row) -> {
              for (int x = 0; x < 1280; x++) {
                row[x] = x % 2;
              }
            },
            List.of());

    for (float pixel : stripes.resize(128, 8).pixels()) {
      assertThat(pixel).isEqualTo(0.5f, within(0.03f));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.001f, 1.001f, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesValuesOutOfRange(float value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Radiograph.of(1, 1, new float[] {value}))
        .withMessage("pixel values must be in [0, 1]: " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Radiograph.ofRows(1, 1, (y, row) -> row[0] = value, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "-1,-1", "16385,16384", "2147483647,2147483647"})
  void refusesSizes(int width, int height) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Radiograph.of(width, height, new float[1]))
        .withMessage("not an image size: " + width + "x" + height);
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.resize(width, height));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Radiograph.ofRows(width, height, (y, row) -> {}, List.of()));
  }

  @Test
  void refusesAnArrayThatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Radiograph.of(3, 2, new float[5]))
        .withMessage("3x2 pixels expected, got 5");
  }

  @Test
  void readsPixelsByColumnAndRow() {
    assertThat(SMALL.pixel(0, 1)).isEqualTo(0.75f);
    assertThat(SMALL.pixel(2, 0)).isEqualTo(0.5f);
    assertThatThrownBy(() -> SMALL.pixel(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SMALL.pixel(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SMALL.pixel(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void copiesArraysInAndOut() {
    float[] pixels = {0.1f, 0.2f};
    Radiograph image = Radiograph.of(2, 1, pixels);
    pixels[0] = 1;
    image.pixels()[1] = 1;

    assertThat(image.pixels()).containsExactly(0.1f, 0.2f);
  }

  @Test
  void keepsRowsThatAReusedArrayDelivered() {
    Radiograph image = Radiograph.ofRows(2, 3, (y, row) -> Arrays.fill(row, y / 2f), List.of());

    assertThat(image.pixels()).containsExactly(0, 0, 0.5f, 0.5f, 1, 1);
  }

  /** Codes 0 to 5, row by row. */
  private static final Radiograph.Codes SIX =
      new Radiograph.Codes() {
        @Override
        public int cell(int x, int y) {
          return 3 * y + x;
        }

        @Override
        public void copyRow(int y, short[] row) {
          for (int x = 0; x < 3; x++) {
            row[x] = (short) cell(x, y);
          }
        }
      };

  @Test
  void looksCodesUpInItsOwnTable() {
    float[] table = {0, 0.25f, 0.5f, 0.75f, 1, 0.125f};
    Radiograph image = Radiograph.ofCodes(3, 2, table, SIX, List.of());
    table[4] = 0;

    assertThat(image).isEqualTo(SMALL).hasSameHashCodeAs(SMALL);
    assertThat(image.pixels()).isEqualTo(SMALL.pixels());
    assertThat(image.pixel(1, 1)).isEqualTo(1);
    assertThat(image.resize(2, 3)).isEqualTo(SMALL.resize(2, 3));
  }

  @Test
  void looksUnsignedCodesUp() {
    float[] table = new float[65_536];
    table[65_535] = 1;
    Radiograph.Codes white =
        new Radiograph.Codes() {
          @Override
          public int cell(int x, int y) {
            return 65_535;
          }

          @Override
          public void copyRow(int y, short[] row) {
            row[0] = -1;
          }
        };

    Radiograph image = Radiograph.ofCodes(1, 1, table, white, List.of());

    assertThat(image.pixels()).containsExactly(1);
    assertThat(image.pixel(0, 0)).isEqualTo(1);
  }

  @Test
  void refusesTablesOutOfRangeAndCodesBeyondThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Radiograph.ofCodes(3, 2, new float[] {2}, SIX, List.of()))
        .withMessage("pixel values must be in [0, 1]: 2.0");
    Radiograph image = Radiograph.ofCodes(3, 2, new float[5], SIX, List.of());
    assertThatThrownBy(() -> image.pixel(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(image::pixels).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void stepsAreAddedInOrderAndNeverToTheOriginal() {
    List<String> steps = new ArrayList<>(List.of("rescale"));
    Radiograph image = Radiograph.ofRows(1, 1, (y, row) -> row[0] = 0, steps);
    steps.add("later");
    Radiograph stepped = image.withStep("invert");

    assertThat(image.preprocessing()).containsExactly("rescale");
    assertThat(stepped.preprocessing()).containsExactly("rescale", "invert");
    assertThat(stepped.resize(2, 2).preprocessing())
        .containsExactly("rescale", "invert", "resize 1x1 to 2x2 (antialiased bilinear)");
    assertThatThrownBy(() -> stepped.preprocessing().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void equalsBySizePixelsAndSteps() {
    Radiograph same = Radiograph.of(3, 2, SMALL.pixels());

    assertThat(same).isEqualTo(SMALL).hasSameHashCodeAs(SMALL);
    assertThat(Radiograph.of(2, 3, SMALL.pixels())).isNotEqualTo(SMALL);
    assertThat(SMALL.withStep("a")).isNotEqualTo(SMALL);
    assertThat(Radiograph.of(3, 2, new float[6])).isNotEqualTo(SMALL);
    assertThat(SMALL).hasToString("Radiograph[3x2, []]");
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> Radiograph.of(1, 1, null));
    assertThatNullPointerException()
        .isThrownBy(() -> Radiograph.ofRows(1, 1, (y, row) -> {}, null));
    assertThatNullPointerException().isThrownBy(() -> SMALL.withStep(null));
  }
}
