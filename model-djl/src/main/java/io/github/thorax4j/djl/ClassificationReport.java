package io.github.thorax4j.djl;

import io.github.thorax4j.Finding;
import java.util.Locale;

/**
 * Precision, recall and F1 of each class, and their averages. A figure that the data do not
 * determine (a class without images, or one that was never predicted) is NaN, and averages leave it
 * out.
 *
 * @param normal the class without pneumonia
 * @param pneumonia the class with pneumonia
 * @param accuracy the share of right answers, in [0, 1]
 */
public record ClassificationReport(Row normal, Row pneumonia, double accuracy) {

  /**
   * One class, or an average.
   *
   * @param precision the share of right answers among those that name the class, in [0, 1]
   * @param recall the share of the class that was found, in [0, 1]
   * @param f1 the harmonic mean of the two, in [0, 1]
   * @param support how many images the class has
   */
  public record Row(double precision, double recall, double f1, int support) {}

  /** The mean over both classes, each counted alike. */
  public Row macroAverage() {
    return average(1, 1);
  }

  /** The mean over both classes, each counted by its images. */
  public Row weightedAverage() {
    return average(normal.support(), pneumonia.support());
  }

  private Row average(int ofNormal, int ofPneumonia) {
    return new Row(
        average(normal.precision(), ofNormal, pneumonia.precision(), ofPneumonia),
        average(normal.recall(), ofNormal, pneumonia.recall(), ofPneumonia),
        average(normal.f1(), ofNormal, pneumonia.f1(), ofPneumonia),
        normal.support() + pneumonia.support());
  }

  private static double average(double a, int weightOfA, double b, int weightOfB) {
    if (Double.isNaN(a) || weightOfA == 0) {
      return weightOfB == 0 ? Double.NaN : b;
    }
    if (Double.isNaN(b) || weightOfB == 0) {
      return a;
    }
    return (a * weightOfA + b * weightOfB) / (weightOfA + weightOfB);
  }

  /** The report as a table of plain text, four decimals, each line ended by a line feed. */
  public String text() {
    Row macro = macroAverage();
    return line("", "precision", "recall", "f1-score", "support")
        + "\n"
        + line(Finding.NORMAL.name(), normal)
        + line(Finding.PNEUMONIA.name(), pneumonia)
        + "\n"
        + line("accuracy", "", "", figure(accuracy), Integer.toString(macro.support()))
        + line("macro avg", macro)
        + line("weighted avg", weightedAverage());
  }

  private static String line(String name, Row row) {
    return line(
        name,
        figure(row.precision()),
        figure(row.recall()),
        figure(row.f1()),
        Integer.toString(row.support()));
  }

  private static String line(String name, String a, String b, String c, String d) {
    return String.format(Locale.ROOT, "%12s  %9s %9s %9s %9s\n", name, a, b, c, d);
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
