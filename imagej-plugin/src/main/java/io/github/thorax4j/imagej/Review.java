package io.github.thorax4j.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.GenericDialog;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import io.github.thorax4j.Explanation;
import io.github.thorax4j.Finding;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.dicom.HeatMapOverlay;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * <i>Review...</i>: shows classified films one by one to be labelled, and writes the labels to a
 * table that {@code thorax4j train} takes. In a macro:
 *
 * <pre>run("Review...", "results=[/out.csv] labels=[/labels.csv] order=uncertainty");</pre>
 *
 * Without {@code results} those of the open table are taken. The order is {@code probability},
 * highest first, or {@code uncertainty}, nearest to the operating point first. Films that have a
 * label in the table are left out, so that a review can be continued. The heat map is that of the
 * chosen model, whichever model gave the results.
 */
public final class Review extends Command<Review.Options> {

  private static final String NAME = "Review";
  private static final String LAST_LABELS = "thorax4j.labels";

  /** For ImageJ. */
  public Review() {
    super(NAME);
  }

  /**
   * What to do.
   *
   * @param results the CSV of results; empty for the open table
   * @param labels where the labels go
   */
  record Options(Optional<Path> results, Optional<Path> labels, ReviewOrder order) {}

  @Override
  Options options(MacroOptions macro) {
    macro.checked("results", "labels", "order");
    return new Options(
        MacroOptions.path(macro.text("results", "")),
        MacroOptions.path(macro.text("labels", "")),
        ReviewOrder.of(macro.text("order", ReviewOrder.PROBABILITY.label())));
  }

  @Override
  Optional<Options> dialog() {
    GenericDialog dialog = new GenericDialog(NAME);
    dialog.addFileField("Results CSV (empty: the open table)", "");
    dialog.addFileField("Labels CSV", Prefs.get(LAST_LABELS, ""));
    dialog.addChoice("Order", ReviewOrder.labels(), ReviewOrder.PROBABILITY.label());
    dialog.addMessage(Disclaimer.TEXT);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    Options options =
        new Options(
            MacroOptions.path(dialog.getNextString()),
            MacroOptions.path(dialog.getNextString()),
            ReviewOrder.of(dialog.getNextChoice()));
    options.labels().ifPresent(path -> Prefs.set(LAST_LABELS, path.toString()));
    return Optional.of(options);
  }

  @Override
  void run(Options options) throws IOException, InterruptedException {
    if (GraphicsEnvironment.isHeadless()) {
      throw new IllegalArgumentException("films cannot be reviewed without a screen");
    }
    ReviewSession session = session(options);
    try (Films films = new Films()) {
      step(session, films);
    } finally {
      say(
          session.labelled()
              + " labelled, "
              + (session.size() - session.labelled())
              + " left, in "
              + options.labels().map(Path::toString).orElse(""));
    }
  }

  /** What is to be reviewed. */
  static ReviewSession session(Options options) throws IOException {
    if (options.labels().isEmpty()) {
      throw new IllegalArgumentException("choose the CSV file that the labels go to");
    }
    LabelsFile labels = LabelsFile.open(options.labels().get(), InstantSource.system());
    List<ReviewItem> items =
        options.results().isPresent()
            ? ReviewItems.read(options.results().get())
            : ReviewItems.of(openTable());
    if (items.isEmpty()) {
      throw new IllegalArgumentException("no result has a probability and a file that is there");
    }
    ReviewSession session = new ReviewSession(options.order().sorted(items), labels);
    if (session.size() == 0) {
      throw new IllegalArgumentException(labels.file() + ": every film has a label already");
    }
    return session;
  }

  private static ResultsTable openTable() {
    return Optional.ofNullable(ResultsTable.getResultsTable(ResultRows.TITLE))
        .orElseGet(ResultsTable::new);
  }

  private static void step(ReviewSession session, Films films)
      throws IOException, InterruptedException {
    while (true) {
      films.show(session);
      ReviewWindow.Action action = films.next();
      switch (action) {
        case STOP -> {
          return;
        }
        case BACK -> session.back();
        case HEAT_MAP -> films.toggleHeatMap();
        case PNEUMONIA, NORMAL, ACCEPT, SKIP -> {
          if (session.atEnd()) {
            if (action == ReviewWindow.Action.ACCEPT) {
              return;
            }
          } else if (action == ReviewWindow.Action.SKIP) {
            session.skip();
          } else if (films.readable()) {
            session.label(
                switch (action) {
                  case PNEUMONIA -> Finding.PNEUMONIA;
                  case NORMAL -> Finding.NORMAL;
                  default -> session.suggestion();
                });
          }
        }
      }
    }
  }

  private static void say(String counts) {
    String said = "Thorax4J: " + counts + '.';
    IJ.showStatus(said);
    IJ.log(said + '\n' + Disclaimer.TEXT);
  }

  /** The film that is looked at, in its window. */
  private static final class Films implements AutoCloseable {

    private static final int BLANK = 512;

    private final RadiographReader reader = RadiographReader.open();
    private Optional<ReviewWindow> window = Optional.empty();
    private Optional<Path> shown = Optional.empty();
    private Optional<Radiograph> film = Optional.empty();
    private String unreadable = "";
    private boolean heatMap;
    private Optional<ClassifierSession.Use> model = Optional.empty();

    /** Shows what a session looks at. */
    void show(ReviewSession session) {
      if (session.atEnd()) {
        window.ifPresent(
            w ->
                w.say(
                    "All " + session.size() + " films were looked at", "Enter ends, U goes back"));
        return;
      }
      ReviewItem item = session.current();
      if (!shown.equals(Optional.of(item.key()))) {
        IJ.showStatus("Thorax4J: reading...");
        ByteProcessor pixels = read(item.file());
        String title = String.valueOf(item.file().getFileName());
        if (window.isPresent()) {
          window.get().show(title, pixels);
        } else {
          window = Optional.of(ReviewWindow.open(title, pixels));
        }
        shown = Optional.of(item.key());
        showHeatMap();
        IJ.showStatus("");
      }
      window.ifPresent(
          w ->
              w.say(
                  String.format(
                      Locale.ROOT,
                      "%d of %d: %s, probability of pneumonia %.3f (operating point %.2f)",
                      session.position() + 1,
                      session.size(),
                      item.finding().label(),
                      item.probability(),
                      item.threshold()),
                  readable()
                      ? "Enter: " + session.suggestion().label()
                      : "S skips: " + unreadable));
    }

    /** Shows or hides what moves the chosen model, for this film and those that follow. */
    void toggleHeatMap() throws IOException {
      if (model.isEmpty()) {
        model = Optional.of(ClassifierSession.get().use());
      }
      heatMap = !heatMap;
      showHeatMap();
    }

    private void showHeatMap() {
      if (window.isPresent() && model.isPresent() && film.isPresent()) {
        ImagePlus image = window.get().getImagePlus();
        HeatMapRoi.remove(image, 1);
        if (heatMap) {
          Explanation map = model.get().classifier().explain(film.get());
          Rectangle area = new Rectangle(image.getWidth(), image.getHeight());
          HeatMapRoi.add(image, 1, area, map, HeatMapRoi.DEFAULT_OPACITY);
        }
        image.draw();
      }
    }

    ReviewWindow.Action next() throws InterruptedException {
      return window.orElseThrow().next();
    }

    /** Whether the film can be seen, and so be labelled. */
    boolean readable() {
      return film.isPresent();
    }

    private ByteProcessor read(Path file) {
      film = Optional.empty();
      try {
        Reading reading = reader.read(file);
        if (reading instanceof Reading.Film frontal) {
          film = Optional.of(frontal.radiograph());
          return new ByteProcessor(new HeatMapOverlay().plain(frontal.radiograph()));
        } else if (reading instanceof Reading.Refused refused) {
          unreadable = refused.detail();
        }
      } catch (IOException e) {
        unreadable = String.valueOf(e.getMessage());
      }
      return new ByteProcessor(BLANK, BLANK);
    }

    @Override
    public void close() {
      window.ifPresent(ReviewWindow::end);
      model.ifPresent(ClassifierSession.Use::close);
    }
  }
}
