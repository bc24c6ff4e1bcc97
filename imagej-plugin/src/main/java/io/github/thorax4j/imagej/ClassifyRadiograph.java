package io.github.thorax4j.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.GenericDialog;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Reading;
import io.github.thorax4j.batch.Disclaimer;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Classifies the active image, or each slice of it, and shows where the evidence was found. In
 * macros: {@code run("Classify Radiograph", "range=full heatmap opacity=60 slice")}.
 *
 * <p>Research software, not for diagnosis.
 */
public final class ClassifyRadiograph extends Command<ClassifyRadiograph.Options> {

  private static final String NAME = "Classify Radiograph";
  private static final String RANGE = "range";
  private static final String HEAT_MAP = "heatmap";
  private static final String OPACITY = "opacity";
  private static final String SLICE = "slice";
  private static final String PREFERENCES = "thorax4j.classify.";

  /** A command. */
  public ClassifyRadiograph() {
    super(NAME);
  }

  /**
   * What to do.
   *
   * @param image to classify
   * @param range what is black and white
   * @param heatMap whether to show where the evidence was found
   * @param opacity of the heat map's strongest areas, in per cent
   * @param sliceOnly whether only the current slice of a stack is wanted
   */
  record Options(
      ImagePlus image, GreyRange range, boolean heatMap, int opacity, boolean sliceOnly) {}

  @Override
  Options options(MacroOptions macro) {
    macro.checked(RANGE, HEAT_MAP, OPACITY, SLICE);
    return new Options(
        activeImage(),
        GreyRange.of(macro.text(RANGE, GreyRange.FULL.key())),
        macro.flag(HEAT_MAP),
        (int) Math.round(macro.number(OPACITY, HeatMapRoi.DEFAULT_OPACITY, 0, 100)),
        macro.flag(SLICE));
  }

  @Override
  Optional<Options> dialog() {
    ImagePlus image = activeImage();
    GenericDialog dialog = new GenericDialog(NAME);
    dialog.addChoice(
        "Range", GreyRange.keys(), Prefs.get(PREFERENCES + RANGE, GreyRange.FULL.key()));
    dialog.addCheckbox("Heatmap", Prefs.get(PREFERENCES + HEAT_MAP, true));
    dialog.addSlider(
        "Opacity (%)", 0, 100, Prefs.get(PREFERENCES + OPACITY, HeatMapRoi.DEFAULT_OPACITY));
    if (image.getStackSize() > 1) {
      dialog.addCheckbox("Slice only, not the whole stack", false);
    }
    dialog.addMessage(Disclaimer.TEXT);
    dialog.addDialogListener(
        (shown, event) ->
            HeatMapRoi.isOpacity(chosen(shown, image).opacity()) && !shown.invalidNumber());
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    Options options = chosen(dialog, image);
    Prefs.set(PREFERENCES + RANGE, options.range().key());
    Prefs.set(PREFERENCES + HEAT_MAP, options.heatMap());
    Prefs.set(PREFERENCES + OPACITY, options.opacity());
    return Optional.of(options);
  }

  /** All fields: the Recorder gets those that the dialog's listener reads. */
  private static Options chosen(GenericDialog dialog, ImagePlus image) {
    return new Options(
        image,
        GreyRange.of(dialog.getNextChoice()),
        dialog.getNextBoolean(),
        (int) Math.round(dialog.getNextNumber()),
        image.getStackSize() > 1 && dialog.getNextBoolean());
  }

  @Override
  void run(Options options) throws IOException {
    ImagePlus image = options.image();
    if (!image.lockSilently()) {
      throw new IllegalArgumentException(image.getTitle() + ": another command is working on it");
    }
    try (ClassifierSession.Use use = ClassifierSession.get().use()) {
      classify(options, use);
    } finally {
      image.unlock();
    }
  }

  private static void classify(Options options, ClassifierSession.Use use) {
    ImagePlus image = options.image();
    ImageRadiographs radiographs = new ImageRadiographs(image, options.range());
    boolean all = image.getStackSize() > 1 && !options.sliceOnly();
    int first = all ? 1 : image.getCurrentSlice();
    int last = all ? image.getStackSize() : first;
    Monitor monitor = new StatusMonitor();
    ResultRows rows = ResultRows.open();
    String said = "stopped";
    try {
      for (int slice = first; slice <= last && !monitor.cancelled(); slice++) {
        monitor.progress("classifying", slice - first, last - first + 1);
        long begin = System.nanoTime();
        Reading reading = radiographs.read(slice);
        Outcome outcome = use.atChosenThreshold(use.classifier().classify(reading));
        rows.add(
            name(image, slice), outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        if (options.heatMap()) {
          showHeatMap(options, radiographs, slice, reading, outcome, use.classifier());
        }
        said = all ? slice + " of " + last + " slices" : sentence(outcome);
      }
    } finally {
      rows.show();
      image.draw();
    }
    IJ.showStatus(said + ". " + Disclaimer.TEXT);
  }

  private static void showHeatMap(
      Options options,
      ImageRadiographs radiographs,
      int slice,
      Reading reading,
      Outcome outcome,
      PneumoniaClassifier classifier) {
    if (outcome instanceof Outcome.Assessed && reading instanceof Reading.Film film) {
      HeatMapRoi.add(
          options.image(),
          slice,
          radiographs.region(),
          classifier.explain(film.radiograph()),
          options.opacity());
    } else {
      HeatMapRoi.remove(options.image(), slice);
    }
  }

  /** The title, with the slice's label or number as ImageJ's own tables have it. */
  private static String name(ImagePlus image, int slice) {
    if (image.getStackSize() == 1) {
      return image.getTitle();
    }
    String label = image.getStack().getShortSliceLabel(slice);
    return image.getTitle() + ":" + (label == null || label.isBlank() ? slice : label);
  }

  private static String sentence(Outcome outcome) {
    return outcome instanceof Outcome.Assessed assessed
        ? String.format(Locale.ROOT, "%s, %.3f", assessed.finding().label(), assessed.probability())
        : "declined: " + ((Outcome.Declined) outcome).detail();
  }
}
