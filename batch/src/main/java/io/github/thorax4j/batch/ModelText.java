package io.github.thorax4j.batch;

import io.github.thorax4j.ModelCard;
import io.github.thorax4j.djl.NetworkSummary;
import java.util.Locale;
import java.util.Map;

/** Models and networks in words. */
public final class ModelText {

  private ModelText() {}

  /** A model's card, one line for each fact, and an empty line. */
  public static String card(ModelCard card) {
    StringBuilder text = new StringBuilder();
    line(text, "model", card.identity().name());
    line(text, "version", card.identity().version());
    line(text, "SHA-256 of weights", card.identity().sha256());
    line(text, "architecture", card.architecture());
    ModelCard.Input input = card.input();
    line(
        text,
        "input",
        input.width()
            + " x "
            + input.height()
            + ", "
            + (input.channels() == 1 ? "grey" : input.channels() + " channels")
            + ", (pixel - "
            + input.mean()
            + ") / "
            + input.deviation());
    line(text, "threshold", Double.toString(card.threshold()));
    line(text, "temperature", Double.toString(card.calibration().temperature()));
    ModelCard.Provenance provenance = card.provenance();
    line(text, "trained on", provenance.images() + " images");
    line(text, "held out", provenance.heldOut() + " images");
    line(text, "data digest", provenance.dataDigest());
    line(text, "recipe", provenance.recipe());
    line(text, "seed", Long.toString(provenance.seed()));
    line(text, "epochs", Integer.toString(provenance.epochs()));
    line(text, "software", provenance.software());
    for (Map.Entry<String, String> setting : provenance.settings().entrySet()) {
      line(text, setting.getKey(), setting.getValue());
    }
    for (Map.Entry<String, Double> metric : card.metrics().entrySet()) {
      line(text, metric.getKey(), String.format(Locale.ROOT, "%.4f", metric.getValue()));
    }
    return text.append(Disclaimer.TEXT).append("\n\n").toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(PlainText.printable(String.format(Locale.ROOT, "%-34s %s", name, value)));
    text.append('\n');
  }

  /** A network's layers as a table with totals. */
  public static String layers(NetworkSummary network) {
    StringBuilder text = new StringBuilder();
    row(text, "layer", "output shape", "parameters", "multiply-adds");
    for (NetworkSummary.Row row : network.layers()) {
      row(
          text,
          row.layer(),
          row.outputShape(),
          number(row.parameters()),
          number(row.multiplyAdds()));
    }
    row(
        text,
        "total (" + network.name() + ")",
        "",
        number(network.parameters()),
        number(network.multiplyAdds()));
    return text.toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static void row(StringBuilder text, String layer, String shape, String a, String b) {
    text.append(String.format(Locale.ROOT, "%-36s %-18s %12s %15s", layer, shape, a, b));
    text.append('\n');
  }
}
