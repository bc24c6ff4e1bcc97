package io.github.thorax4j.imagej;

import ij.IJ;
import ij.gui.GUI;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import ij.macro.Interpreter;
import io.github.thorax4j.EpochReport;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Shows a training's epochs while it runs: two plots, of the losses and of what was measured on the
 * hold-out, each redrawn in its window, which stays closed if the user closes it. Without ImageJ on
 * a screen, or in a macro's batch mode, each epoch is a line in ImageJ's log. Used by the
 * training's thread.
 */
final class TrainingPlot extends StatusMonitor {

  private static final Color BLUE = new Color(0x1f5fa8);
  private static final Color ORANGE = new Color(0xd9730d);
  private static final Color GREEN = new Color(0x2e7d4f);
  private static final int WIDTH = 500;
  private static final int HEIGHT = 220;
  private static final double HEADROOM = 1.05;

  private final String model;
  private final List<EpochReport> history = new ArrayList<>();
  private Optional<PlotWindow> losses = Optional.empty();
  private Optional<PlotWindow> figures = Optional.empty();

  /**
   * Shows a training.
   *
   * @param model the name of the model that is trained
   */
  TrainingPlot(String model) {
    this.model = model;
  }

  @Override
  public void epoch(EpochReport report) {
    history.add(report);
    if (!Command.hasWindows() || Interpreter.isBatchMode()) {
      IJ.log(line(report));
      return;
    }
    losses = show(losses, losses());
    if (!Double.isNaN(report.validationLoss())) {
      boolean first = figures.isEmpty();
      figures = show(figures, figures());
      if (first && figures.isPresent() && losses.isPresent()) {
        putBelow(losses.get(), figures.get());
      }
    }
  }

  /** As far down as the screen reaches: ImageJ would put one over the other. */
  private static void putBelow(PlotWindow upper, PlotWindow lower) {
    Rectangle screen = GUI.getMaxWindowBounds(upper);
    int lowest = screen.y + screen.height - lower.getHeight();
    lower.setLocation(upper.getX(), Math.min(upper.getY() + upper.getHeight(), lowest));
  }

  private Optional<PlotWindow> show(Optional<PlotWindow> window, Plot plot) {
    if (window.isEmpty()) {
      return history.size() == 1 ? Optional.ofNullable(plot.show()) : window;
    }
    if (!window.get().isClosed()) {
      window.get().drawPlot(plot);
    }
    return window;
  }

  private Plot losses() {
    Plot plot = new Plot("Training of " + model + ": loss", "epoch", "loss");
    curve(plot, "training", EpochReport::trainingLoss, BLUE);
    curve(plot, "hold-out", EpochReport::validationLoss, ORANGE);
    double highest = 0;
    for (EpochReport epoch : history) {
      highest = Math.max(highest, epoch.trainingLoss());
      if (!Double.isNaN(epoch.validationLoss())) {
        highest = Math.max(highest, epoch.validationLoss());
      }
    }
    return finish(plot, HEADROOM * highest, "top-right");
  }

  private Plot figures() {
    Plot plot = new Plot("Training of " + model + ": hold-out", "epoch", "on the hold-out");
    // The last is drawn over the others.
    curve(plot, "accuracy", EpochReport::accuracy, GREEN);
    curve(plot, "AUROC, degraded images", EpochReport::hardAuroc, ORANGE);
    curve(plot, "AUROC", EpochReport::auroc, BLUE);
    return finish(plot, 1, "bottom-right");
  }

  /** Adds a curve of the epochs that have the figure; all of them or none. */
  private void curve(Plot plot, String label, ToDoubleFunction<EpochReport> figure, Color colour) {
    double[] epochs = history.stream().mapToDouble(EpochReport::epoch).toArray();
    double[] values = history.stream().mapToDouble(figure).toArray();
    if (!Double.isNaN(values[0])) {
      plot.setColor(colour, colour);
      plot.setLineWidth(2);
      plot.addPoints(epochs, values, Plot.CONNECTED_CIRCLES);
      plot.setLabel(-1, label);
    }
  }

  private Plot finish(Plot plot, double top, String legend) {
    EpochReport last = history.get(history.size() - 1);
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.setFrameSize(WIDTH, HEIGHT);
    plot.setLimits(1, Math.max(2, last.epochs()), 0, top);
    plot.addLegend("", legend);
    return plot;
  }

  private static String line(EpochReport report) {
    return String.format(
            Locale.ROOT,
            "epoch %d of %d: loss %.4f, hold-out loss %.4f, AUROC %.4f, accuracy %.4f, %.1f"
                + " images/s%s",
            report.epoch(),
            report.epochs(),
            report.trainingLoss(),
            report.validationLoss(),
            report.auroc(),
            report.accuracy(),
            report.imagesPerSecond(),
            report.best() ? ", best" : "")
        .replace("NaN", "-");
  }
}
