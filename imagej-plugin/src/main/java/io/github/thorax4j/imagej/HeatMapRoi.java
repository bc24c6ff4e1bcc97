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

  private static final String NAME = "Thorax4J heat map: ";
  private static final String PROPERTY = "thorax4j.heatmap";

  /** In per cent: as the heat maps that are written to files. */
  static final int DEFAULT_OPACITY = (int) Math.round(100 * HeatMapOverlay.STRONGEST_OPACITY);

  private static final long serialVersionUID = 1;

  private static final int LONGEST_SIDE = 512;
  private static final int HALF = 127;

  private final transient BufferedImage colours;

  private HeatMapRoi(Rectangle area, BufferedImage colours, String name) {
    super(area.x, area.y, colours);
    this.colours = colours;
    setBounds(new Rectangle2D.Double(area.x, area.y, area.width, area.height));
    setName(name);
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
    HeatMapRoi map =
        new HeatMapRoi(
            area,
            new HeatMapOverlay().map(explanation, width, height),
            NAME + meaning(explanation));
    map.setOpacity(opacity / 100.0);
    place(map, image, slice);
    remove(image, slice);
    Overlay overlay = Optional.ofNullable(image.getOverlay()).orElseGet(Overlay::new);
    overlay.add(map);
    image.setOverlay(overlay);
    image.setHideOverlay(false);
  }

  /** What a heat map shows, in words. */
  static String meaning(Explanation explanation) {
    for (float cell : explanation.cells()) {
      if (cell > 0) {
        return "evidence for pneumonia";
      }
    }
    return "no area moved the answer towards pneumonia";
  }

  /** Whether a number is an opacity in per cent. */
  static boolean isOpacity(int value) {
    return value >= 0 && value <= 100;
  }

  /** Removes the heat map of a slice, if it has one. */
  static void remove(ImagePlus image, int slice) {
    Roi wanted = new Roi(0, 0, 1, 1);
    place(wanted, image, slice);
    // By their places: to ImageJ the maps of all slices are equal.
    Overlay overlay = Optional.ofNullable(image.getOverlay()).orElseGet(Overlay::new);
    for (int i = overlay.size() - 1; i >= 0; i--) {
      if (isHeatMap(overlay.get(i)) && isInSamePlace(overlay.get(i), wanted)) {
        overlay.remove(i);
      }
    }
  }

  private static boolean isInSamePlace(Roi one, Roi other) {
    return one.getPosition() == other.getPosition()
        && one.getCPosition() == other.getCPosition()
        && one.getZPosition() == other.getZPosition()
        && one.getTPosition() == other.getTPosition();
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
        .filter(HeatMapRoi::isHeatMap)
        .map(ImageRoi.class::cast)
        .toList();
  }

  private static boolean isHeatMap(Roi roi) {
    return roi instanceof ImageRoi && "true".equals(roi.getProperty(PROPERTY));
  }

  /** A copy with its transparency and its area, which ImageJ's own would lose. */
  @Override
  public synchronized Object clone() {
    HeatMapRoi copy = new HeatMapRoi(getBounds(), colours, getName());
    copy.copyAttributes(this);
    copy.setOpacity(getOpacity());
    if (hasHyperStackPosition()) {
      copy.setPosition(getCPosition(), getZPosition(), getTPosition());
    } else {
      copy.setPosition(getPosition());
    }
    return copy;
  }

  /** Files keep no transparency but that of black. */
  @Override
  public boolean getZeroTransparent() {
    return true;
  }

  /** What is more transparent than not is left out, and the rest is as strong as the strongest. */
  @Override
  public byte[] getSerializedImage() {
    Rectangle area = getBounds();
    int[] pixels = new int[area.width * area.height];
    for (int y = 0; y < area.height; y++) {
      for (int x = 0; x < area.width; x++) {
        int argb =
            colours.getRGB(
                x * colours.getWidth() / area.width, y * colours.getHeight() / area.height);
        pixels[y * area.width + x] = argb >>> 24 > HALF ? argb & 0xFFFFFF : 0;
      }
    }
    return new FileSaver(new ImagePlus("", new ColorProcessor(area.width, area.height, pixels)))
        .serialize();
  }
}
