package io.github.thorax4j.imagej;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import io.github.thorax4j.Explanation;
import io.github.thorax4j.dicom.HeatMapOverlay;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A heat map in an image's overlay, recognised by a property: after the image was saved and opened
 * again it is an {@link ImageRoi} like any other, without its name. Of an opacity of 0 it is
 * hidden. It has the colours at their own, coarser resolution and is drawn over its whole area.
 */
final class HeatMapRoi extends ImageRoi {

  private static final String NAME = "Thorax4J heat map";
  private static final String PROPERTY = "thorax4j.heatmap";

  /** In per cent: as the heat maps that are written to files. */
  static final int DEFAULT_OPACITY = (int) Math.round(100 * HeatMapOverlay.STRONGEST_OPACITY);

  private static final long serialVersionUID = 1;

  private static final int LONGEST_SIDE = 512;

  private final transient BufferedImage colours;

  private HeatMapRoi(Rectangle area, BufferedImage colours) {
    super(area.x, area.y, colours);
    this.colours = colours;
    setBounds(new Rectangle2D.Double(area.x, area.y, area.width, area.height));
    setName(NAME);
    setProperty(PROPERTY, "true");
  }

  /**
   * Adds a heat map to an image's overlay and shows it, in place of an older one of the same slice.
   *
   * @param slice from 1
   * @param area what the explanation is of, in pixels of the image
   * @param opacity of the strongest areas, in per cent
   */
  static void add(
      ImagePlus image, int slice, Rectangle area, Explanation explanation, int opacity) {
    double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(area.width, area.height));
    int width = Math.max(1, (int) Math.round(scale * area.width));
    int height = Math.max(1, (int) Math.round(scale * area.height));
    HeatMapRoi map = new HeatMapRoi(area, new HeatMapOverlay().map(explanation, width, height));
    map.setOpacity(opacity / 100.0);
    place(map, image, slice);
    remove(image, slice);
    Overlay overlay = Optional.ofNullable(image.getOverlay()).orElseGet(Overlay::new);
    overlay.add(map);
    image.setOverlay(overlay);
    image.setHideOverlay(false);
  }

  /** Whether a number is an opacity in per cent. */
  static boolean isOpacity(int value) {
    return value >= 0 && value <= 100;
  }

  /** Removes the heat map of a slice, if it has one. */
  static void remove(ImagePlus image, int slice) {
    Roi wanted = new Roi(0, 0, 1, 1);
    place(wanted, image, slice);
    for (ImageRoi map : of(image)) {
      if (map.getPosition() == wanted.getPosition()
          && map.getCPosition() == wanted.getCPosition()
          && map.getZPosition() == wanted.getZPosition()
          && map.getTPosition() == wanted.getTPosition()) {
        image.getOverlay().remove(map);
      }
    }
  }

  private static void place(Roi roi, ImagePlus image, int slice) {
    if (image.isHyperStack() || image.getNChannels() > 1) {
      int[] position = image.convertIndexToPosition(slice);
      roi.setPosition(position[0], position[1], position[2]);
    } else if (image.getStackSize() > 1) {
      roi.setPosition(slice);
    }
  }

  /** The heat maps of an image. */
  static List<ImageRoi> of(ImagePlus image) {
    return Optional.ofNullable(image.getOverlay()).stream()
        .flatMap(overlay -> Arrays.stream(overlay.toArray()))
        .filter(roi -> roi instanceof ImageRoi && "true".equals(roi.getProperty(PROPERTY)))
        .map(ImageRoi.class::cast)
        .toList();
  }

  /** A copy with its transparency and its area, which ImageJ's own would lose. */
  @Override
  public synchronized Object clone() {
    HeatMapRoi copy = new HeatMapRoi(getBounds(), colours);
    copy.copyAttributes(this);
    copy.setOpacity(getOpacity());
    if (hasHyperStackPosition()) {
      copy.setPosition(getCPosition(), getZPosition(), getTPosition());
    } else {
      copy.setPosition(getPosition());
    }
    return copy;
  }

  /** Files keep no transparency but that of black: what is weak becomes dark instead. */
  @Override
  public boolean getZeroTransparent() {
    return true;
  }

  @Override
  public byte[] getSerializedImage() {
    Rectangle area = getBounds();
    int[] pixels = new int[area.width * area.height];
    for (int y = 0; y < area.height; y++) {
      for (int x = 0; x < area.width; x++) {
        int argb =
            colours.getRGB(
                x * colours.getWidth() / area.width, y * colours.getHeight() / area.height);
        pixels[y * area.width + x] = darkened(argb);
      }
    }
    return new FileSaver(new ImagePlus("", new ColorProcessor(area.width, area.height, pixels)))
        .serialize();
  }

  private static int darkened(int argb) {
    int alpha = argb >>> 24;
    int red = (argb >> 16 & 0xFF) * alpha / 255;
    int green = (argb >> 8 & 0xFF) * alpha / 255;
    int blue = (argb & 0xFF) * alpha / 255;
    return red << 16 | green << 8 | blue;
  }
}
