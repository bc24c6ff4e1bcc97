package io.github.thorax4j.batch;

import io.github.thorax4j.EpochReport;
import io.github.thorax4j.djl.Evaluation;
import io.github.thorax4j.djl.ReliabilityDiagram;
import io.github.thorax4j.djl.RocCurve;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws figures. */
public final class Charts {

  private static final int SIDE = 640;
  private static final Color BLUE = new Color(0x1f5fa8);
  private static final Color ORANGE = new Color(0xd9730d);
  private static final Color GREEN = new Color(0x2e7d4f);
  private static final Color GREY = new Color(0x999999);

  private Charts() {}

  /** The ROC curve, with the operating point. */
  public static BufferedImage roc(Evaluation evaluation) {
    XYChart chart =
        unitSquare(
            String.format(Locale.ROOT, "ROC curve, AUROC %.4f", evaluation.auroc()),
            "1 - specificity",
            "sensitivity");
    chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
    List<RocCurve.Point> points = evaluation.roc().points();
    diagonal(chart, "chance");
    line(
        chart,
        "model",
        points.stream().map(RocCurve.Point::falsePositiveRate).toList(),
        points.stream().map(RocCurve.Point::truePositiveRate).toList(),
        BLUE);
    XYSeries point =
        chart.addSeries(
            String.format(Locale.ROOT, "threshold %.3f", evaluation.threshold()),
            new double[] {1 - evaluation.specificity()},
            new double[] {evaluation.sensitivity()});
    point.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(ORANGE);
    point.setLineStyle(SeriesLines.NONE);
    return draw(List.of(chart));
  }

  /** Mean probability against observed share of pneumonia. */
  public static BufferedImage reliability(Evaluation evaluation) {
    XYChart chart =
        unitSquare(
            String.format(
                Locale.ROOT, "Reliability, expected calibration error %.4f", evaluation.ece()),
            "mean probability of pneumonia in the bin",
            "observed share of pneumonia");
    List<ReliabilityDiagram.Bin> bins =
        evaluation.reliability().bins().stream().filter(bin -> bin.count() > 0).toList();
    diagonal(chart, "perfect calibration");
    XYSeries series =
        line(
            chart,
            "model",
            bins.stream().map(ReliabilityDiagram.Bin::meanProbability).toList(),
            bins.stream().map(ReliabilityDiagram.Bin::observed).toList(),
            BLUE);
    series.setMarker(SeriesMarkers.CIRCLE);
    return draw(List.of(chart));
  }

  /** Losses, and what was measured on the hold-out, over the epochs. */
  public static BufferedImage training(List<EpochReport> history) {
    XYChart losses = overEpochs("loss");
    curve(losses, "training", history, EpochReport::trainingLoss, BLUE);
    curve(losses, "hold-out", history, EpochReport::validationLoss, ORANGE);
    XYChart figures = overEpochs("hold-out");
    curve(figures, "AUROC", history, EpochReport::auroc, BLUE);
    curve(figures, "AUROC, degraded images", history, EpochReport::hardAuroc, ORANGE);
    curve(figures, "accuracy", history, EpochReport::accuracy, GREEN);
    figures.getStyler().setYAxisMax(1.0).setLegendPosition(LegendPosition.InsideSE);
    List<XYChart> charts = new ArrayList<>(List.of(losses));
    if (history.stream().anyMatch(e -> Double.isFinite(e.accuracy()))) {
      charts.add(figures);
    }
    return draw(charts);
  }

  private static void curve(
      XYChart chart,
      String name,
      List<EpochReport> history,
      ToDoubleFunction<EpochReport> figure,
      Color colour) {
    List<EpochReport> known =
        history.stream().filter(e -> Double.isFinite(figure.applyAsDouble(e))).toList();
    if (!known.isEmpty()) {
      line(
          chart,
          name,
          known.stream().map(e -> (double) e.epoch()).toList(),
          known.stream().map(figure::applyAsDouble).toList(),
          colour);
    }
  }

  private static XYChart overEpochs(String title) {
    XYChart chart = chart(title, "epoch", "");
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0.000");
    return chart;
  }

  private static XYChart unitSquare(String title, String x, String y) {
    XYChart chart = chart(title, x, y);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0.0");
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    return chart;
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(SIDE)
            .height(SIDE)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setChartBackgroundColor(Color.WHITE).setLegendBorderColor(GREY);
    return chart;
  }

  private static void diagonal(XYChart chart, String name) {
    line(chart, name, List.of(0.0, 1.0), List.of(0.0, 1.0), GREY);
  }

  private static XYSeries line(
      XYChart chart, String name, List<Double> x, List<Double> y, Color colour) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setMarkerColor(colour);
    series.setLineColor(colour).setLineWidth(2);
    return series;
  }

  /** Side by side. */
  private static BufferedImage draw(List<XYChart> charts) {
    BufferedImage image = new BufferedImage(charts.size() * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      for (XYChart chart : charts) {
        chart.paint(graphics, SIDE, SIDE);
        graphics.translate(SIDE, 0);
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
