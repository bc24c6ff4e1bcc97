package io.github.thorax4j.testdata;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The smallest classifier that keeps the contract: it looks at the mean tone alone. */
final class ToneClassifier implements PneumoniaClassifier {

  private static final ModelCard CARD =
      new ModelCard(
          new ModelIdentity("tone", "1", "0".repeat(64)),
          "tone",
          2,
          new ModelCard.Input(16, 16, 1, 0, 1),
          0.5,
          ModelCard.Calibration.NONE,
          new ModelCard.Provenance("none", 0, 0, "none", 0, 0, "tests", Map.of()),
          Map.of());

  private volatile boolean closed;

  @Override
  public ModelCard model() {
    return CARD;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the classifier is closed");
    }
  }

  @Override
  public Outcome classify(Radiograph image) {
    Objects.requireNonNull(image, "image");
    checkOpen();
    int shorter = Math.min(image.width(), image.height());
    int longer = Math.max(image.width(), image.height());
    if (shorter < 16 || longer > 4 * shorter) {
      return new Outcome.Declined(
          Reason.UNSUITABLE_SIZE,
          image.width() + "x" + image.height() + " pixels",
          CARD.identity(),
          image.preprocessing());
    }
    Radiograph small = image.resize(16, 16);
    double mean = 0;
    double least = 1;
    double most = 0;
    for (float pixel : small.pixels()) {
      mean += pixel / 256.0;
      least = Math.min(least, pixel);
      most = Math.max(most, pixel);
    }
    if (most - least < 0.01) {
      return new Outcome.Declined(
          Reason.NO_CONTENT, "all pixels are alike", CARD.identity(), image.preprocessing());
    }
    return Outcome.Assessed.of(
        CARD.calibration().probability(20 * (mean - 0.45)),
        CARD.threshold(),
        CARD.identity(),
        small.preprocessing());
  }

  @Override
  public List<Outcome> classifyAll(List<Radiograph> images, Monitor monitor) {
    Objects.requireNonNull(monitor, "monitor");
    List<Radiograph> copy = List.copyOf(images);
    checkOpen();
    List<Outcome> outcomes = new ArrayList<>();
    for (Radiograph image : copy) {
      if (monitor.cancelled()) {
        break;
      }
      outcomes.add(classify(image));
      monitor.progress("classifying", outcomes.size(), copy.size());
    }
    return outcomes;
  }

  @Override
  public Explanation explain(Radiograph image) {
    Outcome outcome = classify(image);
    boolean assessed = outcome instanceof Outcome.Assessed;
    float[] cells = assessed ? image.resize(4, 4).pixels() : new float[16];
    return new Explanation(outcome, image.width(), image.height(), 4, 4, cells);
  }

  @Override
  public void close() {
    closed = true;
  }
}
