package io.github.thorax4j.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.GenericDialog;
import ij.io.FileInfo;
import io.github.thorax4j.Explanation;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reading;
import io.github.thorax4j.batch.Disclaimer;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    if (image.isLockedByAnotherThread()) {
      throw locked(image);
    }
    GenericDialog dialog = new GenericDialog(NAME);
    dialog.addChoice(
        "Range", GreyRange.keys(), Prefs.get(PREFERENCES + RANGE, GreyRange.FULL.key()));
    dialog.addCheckbox(
        "Heatmap of the evidence for pneumonia", Prefs.get(PREFERENCES + HEAT_MAP, true));
    dialog.addSlider(
        "Opacity (%)", 0, 100, Prefs.get(PREFERENCES + OPACITY, HeatMapRoi.DEFAULT_OPACITY));
    if (image.getStackSize() > 1) {
      dialog.addCheckbox("Slice only, not the whole stack", false);
    }
    dialog.addMessage(inWords(image));
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

  /** What is going to be classified, said before it is. */
  static String inWords(ImagePlus image) {
    ImageRadiographs full = new ImageRadiographs(image, GreyRange.FULL);
    List<String> lines = new ArrayList<>();
    if (full.isRestricted()) {
      Rectangle region = full.region();
      lines.add(
          String.format(
              Locale.ROOT,
              "Only the selection's bounding box: %dx%d from %d,%d",
              region.width,
              region.height,
              region.x,
              region.y));
    }
    lines.add("Range full: " + full.rangeInWords(image.getCurrentSlice()));
    lines.add(
        "Range display: "
            + new ImageRadiographs(image, GreyRange.DISPLAY)
                .rangeInWords(image.getCurrentSlice())
                .replace("display range ", ""));
    return String.join("\n", lines);
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
      throw locked(image);
    }
    try (ClassifierSession.Use use = ClassifierSession.get().use()) {
      classify(options, use);
    } finally {
      image.unlock();
    }
  }

  private static IllegalArgumentException locked(ImagePlus image) {
    return new IllegalArgumentException(image.getTitle() + ": another command is working on it");
  }

  private static void classify(Options options, ClassifierSession.Use use) {
    ImagePlus image = options.image();
    ImageRadiographs radiographs = new ImageRadiographs(image, options.range());
    boolean all = image.getStackSize() > 1 && !options.sliceOnly();
    int first = all ? 1 : image.getCurrentSlice();
    int last = all ? image.getStackSize() : first;
    boolean windowed = image.getWindow() != null;
    Monitor monitor = new StatusMonitor();
    ResultRows rows = ResultRows.open();
    String said = "stopped";
    String hints = "";
    try {
      for (int slice = first; slice <= last && !monitor.cancelled(); slice++) {
        if (windowed && isClosed(image)) {
          break;
        }
        monitor.progress("classifying", slice - first, last - first + 1);
        long begin = System.nanoTime();
        Reading reading = radiographs.read(slice);
        Outcome outcome =
            radiographs.withHint(slice, use.atChosenThreshold(use.classifier().classify(reading)));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        // One of an older answer is not left beside this one.
        HeatMapRoi.remove(image, slice);
        List<String> notes = new ArrayList<>();
        if (outcome instanceof Outcome.Assessed && reading instanceof Reading.Film film) {
          radiographs.hint(slice).ifPresent(notes::add);
          if (options.heatMap()) {
            Explanation map = use.classifier().explain(film.radiograph());
            HeatMapRoi.add(image, slice, radiographs.region(), map, options.opacity());
            notes.add("heat map: " + HeatMapRoi.meaning(map));
          }
        }
        rows.add(name(image, slice), outcome, millis, notes);
        said = all ? slice + " of " + last + " slices" : sentence(outcome);
        hints = String.join(". ", notes);
      }
    } finally {
      rows.show();
      image.draw();
    }
    // The status bar cuts what is long, so the hints come last.
    IJ.showStatus(said + ". " + Disclaimer.TEXT + " " + hints);
  }

  private static boolean isClosed(ImagePlus image) {
    return image.getWindow() == null || image.getWindow().isClosed();
  }

  /**
   * The file, if it is known and the image as it was opened; else the title. Of stacks the title,
   * with the slice's label or number as ImageJ's own tables have it.
   */
  private static String name(ImagePlus image, int slice) {
    if (image.getStackSize() == 1) {
      return file(image).map(Path::toString).orElse(image.getTitle());
    }
    String label = image.getStack().getShortSliceLabel(slice);
    return image.getTitle() + ":" + (label == null || label.isBlank() ? slice : label);
  }

  private static Optional<Path> file(ImagePlus image) {
    FileInfo origin = image.getOriginalFileInfo();
    boolean known = origin != null && origin.fileName != null && origin.directory != null;
    if (!known || image.changes) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(origin.directory).resolve(origin.fileName))
          .filter(file -> file.isAbsolute() && Files.isRegularFile(file));
    } catch (InvalidPathException e) {
      // As of an image from the web.
      return Optional.empty();
    }
  }

  private static String sentence(Outcome outcome) {
    return outcome instanceof Outcome.Assessed assessed
        ? String.format(Locale.ROOT, "%s, %.3f", assessed.finding().label(), assessed.probability())
        : "declined: " + ((Outcome.Declined) outcome).detail();
  }
}
