package io.github.thorax4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Radiograph;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class RasterImagesTest {

  @Test
  void theStepsTellWhatWasDone() {
    BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage colour = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);

    assertThat(RasterImages.radiograph(grey, "decode PNG").preprocessing())
        .containsExactly("decode PNG", "scale 16-bit grey to 0..1");
    assertThat(RasterImages.radiograph(colour, "from a window").preprocessing())
        .containsExactly("from a window", "mean of red, green and blue");
  }

  @Test
  void colourIsTheMeanOfItsChannels() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff306090);
    image.setRGB(1, 0, 0x00ffffff);

    Radiograph radiograph = RasterImages.radiograph(image, "test");

    assertThat(radiograph.pixel(0, 0)).isCloseTo((0x30 + 0x60 + 0x90) / 765f, within(1e-7f));
    assertThat(radiograph.pixel(1, 0)).isEqualTo(1);
  }

  @Test
  void aFilmSavedWithThreeChannelsIsTheSameToTheLastBit() {
    BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage three = new BufferedImage(256, 1, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i, 0, 0, i);
      three.setRGB(i, 0, 0x10101 * i);
    }

    assertThat(RasterImages.radiograph(grey, "test").pixels())
        .isEqualTo(RasterImages.radiograph(three, "test").pixels());
  }

  @Test
  void aPartOfAnImageIsReadFromItsOwnCorner() {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(5, 6, 0, 255);

    Radiograph part = RasterImages.radiograph(image.getSubimage(4, 4, 4, 4), "test");

    assertThat(part.pixel(1, 2)).isEqualTo(1);
    assertThat(part.pixel(2, 1)).isZero();
  }

  @Test
  void aTraceOfColourIsGrey() {
    BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 100; i++) {
      image.setRGB(i % 10, i / 10, 0x808080 + (i % 2) * 7);
    }
    assertThat(RasterImages.isGrey(image)).isTrue();
    for (int i = 0; i < 100; i++) {
      image.setRGB(i % 10, i / 10, 0x808088);
    }
    assertThat(RasterImages.isGrey(image)).isFalse();
  }
}
