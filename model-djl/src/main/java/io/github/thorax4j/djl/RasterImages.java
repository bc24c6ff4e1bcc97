package io.github.thorax4j.djl;

import io.github.thorax4j.Radiograph;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Radiographs from {@link BufferedImage}s. */
public final class RasterImages {

  /**
   * The mean difference between the colour channels, in 255ths, from which an image is coloured.
   */
  private static final double COLOURED = 8;

  private RasterImages() {}

  /**
   * The grey values of an image, 0 black to 1 white by the range of its sample type; of a colour
   * image the mean of red, green and blue; transparency is ignored.
   *
   * @param image any image; of 8 or 16 bits a sample without conversion by a colour profile
   * @param step how the pixels came about, for {@link Radiograph#preprocessing()}
   */
  public static Radiograph radiograph(BufferedImage image, String step) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    List<String> steps = new ArrayList<>(List.of(step));
    if (isPlainGrey(image)) {
      int bits = image.getColorModel().getComponentSize(0);
      // Divided, so that the same film saved with three channels has the same values.
      float most = (1L << bits) - 1;
      int[] samples = new int[width];
      steps.add(String.format(Locale.ROOT, "scale %d-bit grey to 0..1", bits));
      return Radiograph.ofRows(
          width,
          height,
          (y, row) -> {
            raster.getSamples(0, y, width, 1, 0, samples);
            for (int x = 0; x < width; x++) {
              row[x] = Math.min(1, Math.max(0, samples[x] / most));
            }
          },
          steps);
    }
    int[] rgb = new int[width];
    steps.add("mean of red, green and blue");
    return Radiograph.ofRows(
        width,
        height,
        (y, row) -> {
          image.getRGB(0, y, width, 1, rgb, 0, width);
          for (int x = 0; x < width; x++) {
            int sum = (rgb[x] >> 16 & 0xff) + (rgb[x] >> 8 & 0xff) + (rgb[x] & 0xff);
            row[x] = sum / 765f;
          }
        },
        steps);
  }

  /** Whether an image has no colour, or next to none, as a grey image saved with three channels. */
  public static boolean isGrey(BufferedImage image) {
    if (isPlainGrey(image)) {
      return true;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    int[] rgb = new int[width];
    long difference = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, rgb, 0, width);
      for (int value : rgb) {
        int r = value >> 16 & 0xff;
        int g = value >> 8 & 0xff;
        int b = value & 0xff;
        difference += Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
      }
    }
    return difference < COLOURED * width * height;
  }

  private static boolean isPlainGrey(BufferedImage image) {
    return image.getColorModel().getNumColorComponents() == 1
        && !(image.getColorModel() instanceof IndexColorModel)
        && image.getColorModel().getComponentSize(0) <= 16;
  }
}
