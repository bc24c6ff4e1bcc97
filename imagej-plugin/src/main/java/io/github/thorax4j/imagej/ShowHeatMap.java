package io.github.thorax4j.imagej;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.ImageRoi;
import io.github.thorax4j.batch.Disclaimer;
import java.awt.AWTEvent;
import java.util.List;
import java.util.Optional;

/**
 * Shows, hides and fades the heat maps of the active image. In macros: {@code run("Heat Map...",
 * "opacity=40")} or {@code run("Heat Map...", "hide")}.
 */
public final class ShowHeatMap extends Command<ShowHeatMap.Options> {

  private static final String NAME = "Heat Map";
  private static final String OPACITY = "opacity";
  private static final String HIDE = "hide";

  /** A command. */
  public ShowHeatMap() {
    super(NAME);
  }

  /**
   * What to do.
   *
   * @param image whose heat maps are meant
   * @param opacity of their strongest areas, in per cent; 0 hides them
   */
  record Options(ImagePlus image, int opacity) {}

  @Override
  Options options(MacroOptions macro) {
    macro.checked(OPACITY, HIDE);
    ImagePlus image = withHeatMap(activeImage());
    return new Options(
        image,
        macro.flag(HIDE)
            ? 0
            : (int) Math.round(macro.number(OPACITY, HeatMapRoi.DEFAULT_OPACITY, 0, 100)));
  }

  @Override
  Optional<Options> dialog() {
    ImagePlus image = withHeatMap(activeImage());
    List<ImageRoi> maps = HeatMapRoi.of(image);
    double[] opacities = maps.stream().mapToDouble(ImageRoi::getOpacity).toArray();
    boolean overlayHidden = image.getHideOverlay();
    int before = (int) Math.round(100 * opacities[0]);
    boolean hidden = before == 0 || overlayHidden;
    GenericDialog dialog = new GenericDialog(NAME);
    dialog.addSlider("Opacity (%)", 0, 100, before == 0 ? HeatMapRoi.DEFAULT_OPACITY : before);
    dialog.addCheckbox("Hide", hidden);
    dialog.addMessage(Disclaimer.TEXT);
    dialog.addDialogListener((shown, event) -> preview(image, shown, event));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      for (int i = 0; i < opacities.length; i++) {
        maps.get(i).setOpacity(opacities[i]);
      }
      image.setHideOverlay(overlayHidden);
      image.draw();
      return Optional.empty();
    }
    return Optional.of(new Options(image, chosen(dialog)));
  }

  private static boolean preview(ImagePlus image, GenericDialog dialog, AWTEvent event) {
    int opacity = chosen(dialog);
    boolean valid = HeatMapRoi.isOpacity(opacity) && !dialog.invalidNumber();
    // ImageJ also asks when the dialog opens and closes, without an event.
    if (valid && event != null) {
      apply(image, opacity);
    }
    return valid;
  }

  /** All fields: the Recorder gets those that the dialog's listener reads. */
  private static int chosen(GenericDialog dialog) {
    int opacity = (int) Math.round(dialog.getNextNumber());
    return dialog.getNextBoolean() ? 0 : opacity;
  }

  @Override
  void run(Options options) {
    apply(options.image(), options.opacity());
  }

  private static void apply(ImagePlus image, int opacity) {
    HeatMapRoi.of(image).forEach(map -> map.setOpacity(opacity / 100.0));
    if (opacity > 0) {
      image.setHideOverlay(false);
    }
    image.draw();
  }

  private static ImagePlus withHeatMap(ImagePlus image) {
    List<ImageRoi> maps = HeatMapRoi.of(image);
    if (maps.isEmpty()) {
      throw new IllegalArgumentException(
          image.getTitle() + ": has no heat map; 'Classify Radiograph' with Heatmap makes one");
    }
    return image;
  }
}
