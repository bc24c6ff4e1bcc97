package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.thorax4j.dicom.EncodedFilms;
import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import jj2000.j2k.util.FacilityManager;
import jj2000.j2k.util.MsgLogger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that are patched where the segments of their main header are. */
class Jpeg2000DecoderTest {

  private static final PixelGeometry GEOMETRY =
      new PixelGeometry(EncodedFilms.COLUMNS, EncodedFilms.ROWS, 16);

  /** Where the parameters of the segments are: one tile, five levels, 64x64 code-blocks. */
  private static final int SIZ = 6;

  private static final int COD = 49;
  private static final int QCD = 63;
  private static final int COM = 81;
  private static final int SOT = 125;

  private byte[] stream;

  @BeforeEach
  void readStream() throws IOException {
    stream = EncodedFilms.streams("jpeg_2000_lossless").get("jpeg_2000_lossless");
    assertThat(HexFormat.of().formatHex(stream, SOT - 4, SOT)).isEqualTo("ff90000a");
    stream = Arrays.copyOf(stream, stream.length - 1); // without the padding
    assertThat(HexFormat.of().formatHex(stream, stream.length - 2, stream.length))
        .isEqualTo("ffd9");
  }

  private StoredPixels decode() throws IOException {
    return new Jpeg2000Decoder(true).decode(stream, GEOMETRY);
  }

  private void patch(int at, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    System.arraycopy(bytes, 0, stream, at, bytes.length);
  }

  private void insert(int at, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    byte[] longer = Arrays.copyOf(stream, stream.length + bytes.length);
    System.arraycopy(bytes, 0, longer, at, bytes.length);
    System.arraycopy(stream, at, longer, at + bytes.length, stream.length - at);
    stream = longer;
  }

  private void assertWhole() throws IOException {
    StoredPixels pixels = decode();
    int[] stored = EncodedFilms.stored("jpeg_2000_lossless");
    for (int i = 0; i < stored.length; i++) {
      assertThat(pixels.cell(i % GEOMETRY.columns(), i / GEOMETRY.columns())).isEqualTo(stored[i]);
    }
  }

  private void assertBroken(String cause) {
    assertThatIOException().isThrownBy(this::decode).withMessageContaining(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4000, high-throughput",
    "0, 0003, needs more than part 1",
    "2, 00000029, has 41x32 pixels",
    "2, FFFFFFFF, has 4294967295x32 pixels",
    "10, 00000001, has 39x32 pixels",
    "14, 00000021, 'has 40x-1 pixels'",
    "18, 00000000, do not lie on its image",
    "18, 7FFFFFFF, do not lie on its image",
    "26, 00000001, do not lie on its image",
    "18, 0000000100000001, 'too many tiles, 1280'",
    "18, 0000001400000010, lacks 3 of its 4 tiles",
    "34, 0000, has 0 components",
    "34, 4000, has 16384 components",
    "36, 10, has 17 bits a sample",
    "36, FF, has 128 bits a sample",
    "37, 02, subsampled",
    "38, 00, subsampled"
  })
  void refusesASizeThatDoesNotFit(int offset, String hex, String cause) {
    patch(SIZ + offset, hex);
    assertBroken(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 08, needs more than part 1",
    "0, 01, too short (marker FF52)", // precincts that are not there
    "1, 05, broken", // order of progression
    "2, 0000, broken", // layers
    "2, FFFF, too many pieces",
    "5, 21, has 33 decomposition levels",
    "6, 09, code-blocks of the JPEG 2000 stream are too large",
    "7, 07, code-blocks of the JPEG 2000 stream are too large",
    "8, 40, broken", // high-throughput code-blocks
    "9, 02, broken", // wavelet
    "9, 80, broken"
  })
  void refusesACodingStyleThatNobodyHas(int offset, String hex, String cause) {
    patch(COD + offset, hex);
    assertBroken(cause);
  }

  @Test
  void refusesPrecinctsWithoutSize() {
    patch(COD + 5, "01");
    insert(COD + 10, "1101");
    patch(COD - 2, "000E");
    patch(COD, "01");
    assertBroken("precincts without size");
  }

  @Test
  void refusesMorePrecinctsThanAnyoneHas() {
    PixelGeometry large = new PixelGeometry(8000, 8000, 16);
    patch(SIZ + 2, "00001F4000001F40");
    patch(SIZ + 18, "00001F4000001F40");
    patch(COD + 5, "00");
    insert(COD + 10, "00");
    patch(COD - 2, "000D");
    patch(COD, "01");
    assertThatIOException()
        .isThrownBy(() -> new Jpeg2000Decoder(true).decode(stream, large))
        .withMessageContaining("too many pieces");
  }

  @ParameterizedTest
  @CsvSource({"0, 5F, broken", "0, E0F8, 'has 37 bit-planes'"})
  void refusesAQuantizationThatNobodyHas(int offset, String hex, String cause) {
    patch(QCD + offset, hex);
    assertBroken(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0001, tile outside the image",
    "2, 00000010, are broken behind byte 137",
    "2, 0000000D, declares 13 bytes where",
    "2, 7FFFFFFF, declares 2147483647 bytes where",
    "2, FFFFFFFF, declares 4294967295 bytes where",
    "6, 01, not in order",
    "6, FF, not in order"
  })
  void refusesATilePartThatDoesNotFit(int offset, String hex, String cause) {
    patch(SOT + offset, hex);
    assertBroken(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "FF5F000900000101010205, progression of unknown order 5",
    "FF5F0002, too often or never",
    "FF600005000000, marker FF60", // packed packet headers
    "FF50000400000000, marker FF50", // capabilities
    "FFFF0002, marker FFFF",
    "00000000, are broken behind byte 77"
  })
  void refusesSegmentsThatNobodyWrites(String segment, String cause) {
    insert(COM - 4, segment);
    assertBroken(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "FF4FFF5200040000, does not begin with its size",
    "FFD8FFE0, is not a JPEG 2000 codestream",
    "0000000C6A502020, is not a JPEG 2000 codestream"
  })
  void refusesOtherStreams(String start, String cause) {
    byte[] tail = new byte[200];
    stream = tail;
    patch(0, start);
    assertBroken(cause);
  }

  /** The decoder alone would leave the tile grey. */
  @ParameterizedTest
  @CsvSource({
    "FF52000C00000001000404040002, a tile-part of the JPEG 2000 stream is broken", // wavelet
    "FF5C00045F00, a tile-part of the JPEG 2000 stream is broken", // quantization
    "FF5C000340FF5C000340, a tile-part of the JPEG 2000 stream is broken" // twice
  })
  void refusesABrokenTilePart(String segment, String cause) {
    insert(SOT + 8, segment);
    patch(SOT + 2, HexFormat.of().toHexDigits(stream.length - 2 - (SOT - 4)));
    assertBroken(cause);
  }

  @Test
  void refusesAStreamWithoutQuantization() {
    patch(QCD - 4, "FF64"); // a comment in its place
    assertBroken("lacks its coding style or its quantization");
  }

  @Test
  void doesWithoutTheEnd() throws IOException {
    stream = Arrays.copyOf(stream, stream.length - 2);
    assertWhole();
  }

  @Test
  void readsUpToTheEndWhereATilePartDoesNotSayItsLength() throws IOException {
    patch(SOT + 2, "00000000");
    stream = Arrays.copyOf(stream, stream.length + 3); // padding
    assertWhole();
    stream = Arrays.copyOf(stream, stream.length - 4);
    assertBroken("does not come to its end");
  }

  /** Lengths of tile-parts in the main header; these lead into the middle of the packets. */
  @Test
  void doesNotBelieveListedLengths() throws IOException {
    insert(COM - 4, "FF55000A0050" + "000000000100");
    assertWhole();
  }

  @Test
  void prefersNothingToBePrinted() throws IOException {
    List<String> printed = new ArrayList<>();
    MsgLogger log =
        new MsgLogger() {
          @Override
          public void printmsg(int severity, String message) {
            printed.add(message);
          }

          @Override
          public void println(String text, int firstIndent, int indent) {
            printed.add(text);
          }

          @Override
          public void flush() {}
        };
    patch(COM, "0002"); // a comment of a kind that is warned of
    FacilityManager.registerMsgLogger(null, log);
    try {
      assertWhole();
      assertThat(printed).isEmpty();
      FacilityManager.getMsgLogger().printmsg(MsgLogger.WARNING, "heard");
      assertThat(printed).containsExactly("heard");
    } finally {
      FacilityManager.unregisterMsgLogger(null);
    }
  }

  /** Where the decoder catches an exception, it prints it. */
  @Test
  void printsNothingWhereAStreamEndsEarly() throws IOException {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      for (int at = SOT + 10; at < stream.length - 2; at += 7) {
        byte kept = stream[at];
        stream[at] = (byte) 0xFF;
        try {
          decode();
        } catch (IOException e) {
          assertThat(e.getMessage()).hasLineCount(1).contains("JPEG 2000");
        }
        stream[at] = kept;
      }
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  /** Behind 0xFF a bit is stuffed; the decoder alone would read it for ever. */
  @Test
  void endsWhereNoBitIsStuffed() {
    Arrays.fill(stream, SOT + 10, stream.length - 2, (byte) 0xFF);
    assertBroken("a packet of the JPEG 2000 stream is broken");
  }

  /**
   * Lossy compression overshoots: this stream has sixteen bits, of which the header stores so many.
   */
  @Test
  void clampsToTheStoredBits() throws IOException {
    int[] stored = EncodedFilms.stored("jpeg_2000_lossless");
    PixelGeometry eight = new PixelGeometry(EncodedFilms.COLUMNS, EncodedFilms.ROWS, 16, 8, false);
    assertThat(Arrays.stream(stored).max().orElseThrow()).isGreaterThan(255);
    StoredPixels clamped = new Jpeg2000Decoder(false).decode(stream, eight);
    StoredPixels whole = new Jpeg2000Decoder(true).decode(stream, eight);
    for (int i = 0; i < stored.length; i++) {
      int x = i % GEOMETRY.columns();
      int y = i / GEOMETRY.columns();
      assertThat(clamped.cell(x, y)).isEqualTo(Math.min(stored[i], 255));
      assertThat(whole.cell(x, y)).isEqualTo(stored[i]);
    }
  }
}
