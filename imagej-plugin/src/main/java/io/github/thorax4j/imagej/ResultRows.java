package io.github.thorax4j.imagej;

import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.text.TextPanel;
import ij.text.TextWindow;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.batch.Disclaimer;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table named 'Thorax4J' that all commands add to. Without a screen ImageJ knows no table but
 * its own, 'Results', which macros read with {@code nResults} and {@code getResult}; rows go there.
 */
final class ResultRows {

  static final String TITLE = "Thorax4J";
  static final String FILE = "File";
  static final String PROBABILITY = "Probability";
  static final String FINDING = "Finding";
  static final String OPERATING_POINT = "Operating point";
  static final String DECLINED = "Declined";
  static final String MODEL = "Model";
  static final String MILLISECONDS = "Milliseconds";
  static final String INPUT = "Input";
  static final String NOTE = "Note";

  private static final int DECIMALS = 4;

  private final ResultsTable table;
  private int shown;

  private ResultRows(ResultsTable table) {
    this.table = table;
  }

  /** The table that is open, or a new one that {@link #show()} will open. */
  static ResultRows open() {
    ResultsTable table =
        GraphicsEnvironment.isHeadless()
            ? Analyzer.getResultsTable()
            : Optional.ofNullable(ResultsTable.getResultsTable(TITLE)).orElseGet(ResultsTable::new);
    table.setPrecision(DECIMALS);
    return new ResultRows(table);
  }

  /** Adds what came of an image. */
  void add(String file, Outcome outcome, long millis) {
    add(file, outcome, millis, List.of());
  }

  /**
   * Adds what came of an image.
   *
   * @param notes sentences without a full stop that a user should read with it
   */
  void add(String file, Outcome outcome, long millis, List<String> notes) {
    if (outcome instanceof Outcome.Assessed assessed) {
      row(
          file,
          assessed.probability(),
          assessed.finding().label(),
          assessed.threshold(),
          "",
          assessed.model().toString(),
          millis,
          input(assessed),
          notes);
    } else if (outcome instanceof Outcome.Declined declined) {
      row(
          file,
          Double.NaN,
          "declined",
          Double.NaN,
          declined.detail(),
          declined.model().toString(),
          millis,
          input(declined),
          notes);
    }
  }

  /** Adds an image that could not be read. */
  void addFailure(String file, String cause, long millis) {
    row(file, Double.NaN, "failed", Double.NaN, cause, "", millis, "", List.of());
  }

  /** What became of the stored pixels before the model's own steps, the same for all images. */
  private static String input(Outcome outcome) {
    return outcome.preprocessing().stream()
        .filter(step -> !step.startsWith("resize ") && !step.startsWith("standardise "))
        .collect(Collectors.joining("; "));
  }

  private void row(
      String file,
      double probability,
      String finding,
      double threshold,
      String declined,
      String model,
      long millis,
      String input,
      List<String> notes) {
    table.addRow();
    table.addValue(FILE, file);
    table.addValue(PROBABILITY, probability);
    table.addValue(FINDING, finding);
    table.addValue(OPERATING_POINT, threshold);
    table.addValue(DECLINED, declined);
    table.addValue(MODEL, model);
    table.addValue(MILLISECONDS, (double) millis);
    table.addValue(INPUT, input);
    table.addValue(
        NOTE,
        notes.stream().map(note -> note + ". ").collect(Collectors.joining()) + Disclaimer.TEXT);
  }

  /** Shows the rows that were added. */
  void show() {
    if (!GraphicsEnvironment.isHeadless()) {
      table.show(TITLE);
      shown = table.size();
    }
  }

  /**
   * Shows the rows that were added since, in the time that they take, however long the table is,
   * and without raising its window. {@link #show()} has to be the last, as it makes the window know
   * the table that it shows.
   */
  void showMore() {
    if (shown == 0) {
      show();
    } else if (WindowManager.getFrame(TITLE) instanceof TextWindow window) {
      TextPanel panel = window.getTextPanel();
      while (shown < table.size()) {
        panel.appendWithoutUpdate(table.getRowAsString(shown));
        shown++;
      }
      panel.updateDisplay();
    }
  }
}
