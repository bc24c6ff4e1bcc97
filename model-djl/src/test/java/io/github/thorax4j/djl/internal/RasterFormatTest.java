package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import io.github.thorax4j.testdata.Phantom;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RasterFormatTest {

  @TempDir private Path folder;

  private Path written(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static Radiograph film(Path file) throws IOException {
    Reading reading = RadiographReader.open().read(file);
    assertThat(reading).isInstanceOf(Reading.Film.class);
    return ((Reading.Film) reading).radiograph();
  }

  private static Reason refusal(Path file) throws IOException {
    Reading reading = RadiographReader.open().read(file);
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused) reading).reason();
  }

  private static BufferedImage ramp(int type) {
    BufferedImage image = new BufferedImage(16, 16, type);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, new Color(i, i, i).getRGB());
    }
    return image;
  }

  private static BufferedImage greyRamp() {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i % 16, i / 16, 0, i);
    }
    return image;
  }

  private static void assertRamp(Radiograph radiograph) {
    assertThat(radiograph.width()).isEqualTo(16);
    for (int i = 0; i < 256; i++) {
      assertThat(radiograph.pixel(i % 16, i / 16)).isEqualTo(i / 255f);
    }
  }

  @Test
  void theServiceLoaderFindsTheFormat() {
    assertThat(RadiographReader.open().formats()).hasAtLeastOneElementOfType(RasterFormat.class);
  }

  @Test
  void greyOfEightBitsIsExact() throws IOException {
    for (String format : List.of("png", "bmp", "tiff")) {
      Radiograph radiograph = film(written(greyRamp(), format));
      assertRamp(radiograph);
      assertThat(radiograph.preprocessing().get(0))
          .isIn("decode PNG", "decode BMP", "decode TIFF", "decode TIF");
    }
  }

  @Test
  void greyOfSixteenBitsIsExact() throws IOException {
    BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 65_536; i++) {
      image.getRaster().setSample(i % 256, i / 256, 0, i);
    }
    for (String format : List.of("png", "tiff")) {
      Radiograph radiograph = film(written(image, format));
      for (int i = 0; i < 65_536; i++) {
        assertThat(radiograph.pixel(i % 256, i / 256)).isEqualTo(i / 65_535f);
      }
    }
  }

  @Test
  void greyWithThreeChannelsOrTransparencyIsTheSameGrey() throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_ARGB
        }) {
      Radiograph radiograph = film(written(ramp(type), "png"));
      for (int i = 0; i < 256; i++) {
        assertThat(radiograph.pixel(i % 16, i / 16)).isEqualTo(3 * i / 765f);
      }
    }
  }

  @Test
  void aPaletteOfGreysIsReadByItsColours() throws IOException {
    byte[] inverted = new byte[256];
    for (int i = 0; i < 256; i++) {
      inverted[i] = (byte) (255 - i);
    }
    BufferedImage image =
        new BufferedImage(
            16,
            16,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 256, inverted, inverted, inverted));
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i % 16, i / 16, 0, i);
    }
    Radiograph radiograph = film(written(image, "png"));
    for (int i = 0; i < 256; i++) {
      assertThat(radiograph.pixel(i % 16, i / 16)).isEqualTo(3 * (255 - i) / 765f);
    }
  }

  @Test
  void blackAndWhiteOfOneBit() throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(3, 5, 0xffffff);

    Radiograph radiograph = film(written(image, "png"));

    assertThat(radiograph.pixel(3, 5)).isEqualTo(1);
    assertThat(radiograph.pixel(5, 3)).isZero();
  }

  @Test
  void aGreyJpegIsNearlyWhatWasStored() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 64; i++) {
      image.getRaster().setSample(i % 64, i / 64, 0, 2 * (i % 64) + 40);
    }
    Radiograph radiograph = film(written(image, "jpg"));
    for (int x = 0; x < 64; x++) {
      assertThat(radiograph.pixel(x, 30)).isBetween((2 * x + 34) / 255f, (2 * x + 46) / 255f);
    }
  }

  @Test
  void colourIsRefused() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(90, 120, 60));
    graphics.fillRect(0, 0, 64, 64);
    graphics.dispose();
    for (String format : List.of("png", "jpg", "tiff", "bmp")) {
      assertThat(refusal(written(image, format))).isEqualTo(Reason.COLOUR);
    }
  }

  @Test
  void aTiffOfSeveralPagesIsRefused() throws IOException {
    Path file = folder.resolve("pages.tif");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 3; i++) {
        writer.writeToSequence(new IIOImage(greyRamp(), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    Reading reading = RadiographReader.open().read(file);

    assertThat(reading)
        .isEqualTo(new Reading.Refused(Reason.MULTI_FRAME, "the file holds more than one image"));
  }

  /** PhotometricInterpretation 0 of TIFF 6.0, section 4: the value 0 is white. */
  @Test
  void aTiffWhoseZeroIsWhiteIsTurnedAround() throws IOException {
    for (int photometric : new int[] {0, 1}) {
      Radiograph radiograph = film(Files.write(folder.resolve("a.tif"), tiff(photometric)));
      for (int i = 0; i < 256; i++) {
        int expected = photometric == 0 ? 255 - i : i;
        assertThat(radiograph.pixel(i % 16, i / 16)).isEqualTo(expected / 255f);
      }
    }
  }

  private static byte[] tiff(int photometric) {
    int[][] tags = {
      {256, 3, 16},
      {257, 3, 16},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, photometric},
      {273, 4, 8},
      {277, 3, 1},
      {278, 3, 16},
      {279, 4, 256}
    };
    ByteBuffer file = ByteBuffer.allocate(8 + 256 + 2 + 12 * tags.length + 4);
    file.order(ByteOrder.LITTLE_ENDIAN).put((byte) 'I').put((byte) 'I');
    file.putShort((short) 42).putInt(8 + 256);
    for (int i = 0; i < 256; i++) {
      file.put((byte) i);
    }
    file.putShort((short) tags.length);
    for (int[] tag : tags) {
      file.putShort((short) tag[0]).putShort((short) tag[1]).putInt(1).putInt(tag[2]);
    }
    return file.putInt(0).array();
  }

  @Test
  void truncatedFilesAreNamed() throws IOException {
    BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_BYTE_GRAY);
    float[] pixels = Phantom.normal(128, 128, 1).radiograph().pixels();
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % 128, i / 128, 0, Math.round(255 * pixels[i]));
    }
    for (String format : List.of("png", "jpg", "tiff", "bmp")) {
      byte[] bytes = Files.readAllBytes(written(image, format));
      Path file = folder.resolve("truncated." + format);
      for (int length : new int[] {5, 30, 100, bytes.length / 2, bytes.length * 9 / 10}) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThatThrownBy(() -> RadiographReader.open().read(file))
            .as("%s, %d of %d bytes", format, length, bytes.length)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(file + ": cannot be decoded: ")
            .message()
            .doesNotContain("null", "\n");
      }
    }
  }

  @Test
  void anEmptyFileAndAnotherKindAreNamed() throws IOException {
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    assertThatThrownBy(() -> RadiographReader.open().read(empty))
        .isInstanceOf(IOException.class)
        .hasMessage(empty + ": the file is empty");

    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    assertThatThrownBy(() -> RadiographReader.open().read(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text + ": not an image of a known format (")
        .hasMessageContaining("PNG, JPEG, TIFF, BMP");
  }

  @Test
  void noiseAfterASignatureIsAnIoException() throws IOException {
    java.util.Random random = new java.util.Random(1);
    byte[][] signatures = {
      {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
      {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0},
      {'I', 'I', 42, 0, 8, 0, 0, 0},
      {'M', 'M', 0, 42, 0, 0, 0, 8},
      {'B', 'M'}
    };
    Path file = folder.resolve("noise");
    for (byte[] signature : signatures) {
      for (int i = 0; i < 40; i++) {
        byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        System.arraycopy(signature, 0, bytes, 0, signature.length);
        Files.write(file, bytes);
        assertThatThrownBy(() -> RadiographReader.open().read(file))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(file + ": cannot be decoded: ");
      }
    }
  }

  @Test
  void hugeDimensionsAreRefusedBeforeAnythingIsAllocated() throws IOException {
    Path file = Files.write(folder.resolve("huge.png"), png(26_000, 27_000));
    assertThat(Files.size(file)).isLessThan(200);

    assertThatThrownBy(() -> RadiographReader.open().read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": cannot be decoded: more than 67108864 pixels are declared");
  }

  /**
   * A text chunk of a few kilobytes may inflate to gigabytes; one that cannot is as good a probe.
   */
  @Test
  void textsInAnImageAreNotInflated() throws IOException {
    byte[] plain = Files.readAllBytes(written(greyRamp(), "png"));
    int afterHeader = 33;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, afterHeader);
    chunk(out, "zTXt", new byte[] {'a', 0, 0, 1, 2, 3, 4, 5});
    out.write(plain, afterHeader, plain.length - afterHeader);
    Path file = Files.write(folder.resolve("text.png"), out.toByteArray());

    assertThat(RadiographReader.open().read(file)).isInstanceOf(Reading.Film.class);
  }

  private static byte[] png(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 8).put((byte) 0).put((byte) 0).put((byte) 0).put((byte) 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1});
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(name);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  @Test
  void aFileInAnArchiveIsReadToo() throws IOException {
    byte[] bytes = Files.readAllBytes(written(greyRamp(), "png"));
    Path zip = folder.resolve("films.zip");
    try (var archive =
        java.nio.file.FileSystems.newFileSystem(zip, java.util.Map.of("create", "true"))) {
      Path inside = Files.write(archive.getPath("a.png"), bytes);

      assertRamp(film(inside));
    }
  }
}
