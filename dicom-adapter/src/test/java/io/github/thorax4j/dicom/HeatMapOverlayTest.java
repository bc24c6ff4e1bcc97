package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reason;
import io.github.thorax4j.testdata.Phantom;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatMapOverlayTest {

  private static final ModelIdentity MODEL =
      new ModelIdentity("thoraxnet", "1.0.0", "0123456789abcdef".repeat(4));
  private static final Outcome OUTCOME = Outcome.Assessed.of(0.934, 0.5, MODEL, List.of());

  private final HeatMapOverlay overlay = new HeatMapOverlay();

  private static Explanation corner(int width, int height) {
    float[] cells = new float[16];
    cells[15] = 1;
    return new Explanation(OUTCOME, width, height, 4, 4, cells);
  }

  private static double luminance(Color colour) {
    float[] rgb = colour.getRGBColorComponents(null);
    for (int i = 0; i < 3; i++) {
      rgb[i] = (float) Math.pow(rgb[i], 2.2);
    }
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  @Test
  void coloursGrowLighterStepByStep() {
    double last = -1;
    for (int i = 0; i <= 50; i++) {
      double now = luminance(ColourMap.at(i / 50.0));
      assertThat(now).isGreaterThan(last);
      last = now;
    }
  }

  @Test
  void noStepBetweenColoursIsSeen() {
    Color last = ColourMap.at(0);
    for (int i = 1; i <= 100_000; i++) {
      Color now = ColourMap.at(i / 100_000.0);
      assertThat(now.getRed()).isCloseTo(last.getRed(), within(1));
      assertThat(now.getGreen()).isCloseTo(last.getGreen(), within(1));
      assertThat(now.getBlue()).isCloseTo(last.getBlue(), within(1));
      last = now;
    }
  }

  @Test
  void plainIsTheRadiographInEightBits() {
    Radiograph radiograph = Radiograph.of(3, 1, new float[] {0, 0.5f, 1});
    BufferedImage image = overlay.plain(radiograph);
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(image.getRaster().getSamples(0, 0, 3, 1, 0, new int[3]))
        .containsExactly(0, 128, 255);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 512", "64, 48, 512", "700, 600, 700", "3000, 2500, 1024", "30, 3000, 1024"})
  void bringsEverySizeToAReadableOne(int width, int height, int longSide) {
    Radiograph radiograph = Radiograph.of(width, height, new float[width * height]);
    BufferedImage image = overlay.render(radiograph, corner(width, height));
    assertThat(Math.max(image.getWidth(), image.getHeight())).isBetween(longSide, longSide + 300);
    assertThat(image.getWidth()).isGreaterThanOrEqualTo(420);
  }

  @Test
  void leavesWeakAreasGreyAndColoursStrongOnes() {
    Radiograph radiograph = Phantom.pneumonia(600, 600, 3).radiograph();
    BufferedImage image = overlay.render(radiograph, corner(600, 600));
    Color weak = new Color(image.getRGB(20, 20));
    assertThat(weak.getRed()).isEqualTo(weak.getGreen()).isEqualTo(weak.getBlue());
    Color strong = new Color(image.getRGB(590, 590));
    assertThat(strong.getRed() - strong.getBlue()).isGreaterThan(60);
  }

  @Test
  void theMapAloneIsTransparentWhereItIsWeakAndFullWhereItIsStrong() {
    BufferedImage map = overlay.map(corner(64, 32), 64, 32);
    assertThat(map.getType()).isEqualTo(BufferedImage.TYPE_INT_ARGB);
    assertThat(map.getWidth()).isEqualTo(64);
    assertThat(map.getHeight()).isEqualTo(32);
    assertThat(map.getRGB(0, 0) >>> 24).isZero();
    assertThat(map.getRGB(63, 31)).isEqualTo(ColourMap.at(1).getRGB());
  }

  /** What it is for: laid over the film by another program, it gives the same picture. */
  @Test
  void theMapAloneOverTheFilmLooksAsItIsRendered() {
    int side = 600;
    Radiograph radiograph = Phantom.pneumonia(side, side, 3).radiograph();
    Explanation explanation = corner(side, side);
    BufferedImage rendered = overlay.render(radiograph, explanation);
    BufferedImage composed = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = composed.createGraphics();
    g.drawImage(grey(radiograph), 0, 0, null);
    g.setComposite(
        AlphaComposite.getInstance(
            AlphaComposite.SRC_OVER, (float) HeatMapOverlay.STRONGEST_OPACITY));
    g.drawImage(overlay.map(explanation, side, side), 0, 0, null);
    g.dispose();
    for (int y = 0; y < side; y += 7) {
      for (int x = 0; x < side; x += 7) {
        Color expected = new Color(rendered.getRGB(x, y));
        Color actual = new Color(composed.getRGB(x, y));
        assertThat(actual.getRed()).isCloseTo(expected.getRed(), within(3));
        assertThat(actual.getGreen()).isCloseTo(expected.getGreen(), within(3));
        assertThat(actual.getBlue()).isCloseTo(expected.getBlue(), within(3));
      }
    }
  }

  private static BufferedImage grey(Radiograph radiograph) {
    BufferedImage image =
        new BufferedImage(radiograph.width(), radiograph.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < radiograph.height(); y++) {
      for (int x = 0; x < radiograph.width(); x++) {
        image.setRGB(x, y, 0x10101 * Math.round(255 * radiograph.pixel(x, y)));
      }
    }
    return image;
  }

  @Test
  void captionsAreDrawnInsideTheImage() {
    Outcome declined =
        new Outcome.Declined(
            Reason.OTHER_BODY_PART,
            "BodyPartExamined is '" + "W".repeat(200) + "'",
            MODEL,
            List.of());
    BufferedImage image =
        overlay.render(
            Radiograph.of(8, 8, new float[64]),
            new Explanation(declined, 8, 8, 1, 1, new float[] {0}));
    int paper = image.getRGB(0, image.getHeight() - 1);
    boolean ink = false;
    for (int y = 520; y < image.getHeight(); y++) {
      assertThat(image.getRGB(image.getWidth() - 1, y)).isEqualTo(paper);
      for (int x = 0; x < image.getWidth(); x++) {
        ink |= image.getRGB(x, y) != paper;
      }
    }
    assertThat(ink).isTrue();
  }

  /** A map without any colour looks like a map that was not drawn, so it is explained. */
  @Test
  void saysWhyThereIsNoColour() {
    Radiograph radiograph = Radiograph.of(8, 8, new float[64]);
    Explanation blank = new Explanation(OUTCOME, 8, 8, 4, 4, new float[16]);
    int more =
        overlay.render(radiograph, blank).getHeight()
            - overlay.render(radiograph, corner(8, 8)).getHeight();
    assertThat(more).isPositive();
  }

  @Test
  void refusesTheExplanationOfAnotherImage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overlay.render(Radiograph.of(2, 2, new float[4]), corner(3, 2)));
  }
}
