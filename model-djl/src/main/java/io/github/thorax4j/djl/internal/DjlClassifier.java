package io.github.thorax4j.djl.internal;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.thorax4j.Explanation;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reason;
import io.github.thorax4j.ThoraxException;
import io.github.thorax4j.djl.ThoraxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Classifies with a network of DJL. */
final class DjlClassifier implements PneumoniaClassifier {

  private static final int BATCH = 16;
  private static final int LEAST_SIDE = 32;
  private static final int MOST_UNEQUAL = 3;
  private static final float LEAST_CONTRAST = 0.02f;
  private static final int MOST_INPUT = 1024;

  private final ModelCard card;
  private final Architecture architecture;
  private final NDManager manager;
  private final Network network;
  private final ParameterStore store;

  /** Held for reading while the network is used, for writing to close it. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * @throws IllegalArgumentException if the weights are not those of the card's architecture, or
   *     its input is out of range
   */
  DjlClassifier(ThoraxModel model) {
    card = model.card();
    Architecture named = Architecture.named(card.architecture());
    int width = card.input().width();
    int height = card.input().height();
    if (Math.min(width, height) < LEAST_SIDE || Math.max(width, height) > MOST_INPUT) {
      throw new IllegalArgumentException(
          "an input of " + width + " x " + height + " pixels is none that the network takes");
    }
    architecture =
        new Architecture(
            named.name(), card.input(), named.features(), named.head(), named.heInitialised());
    Weights weights = new Weights(model.weights());
    new Shapes(architecture)
        .weights()
        .forEach(
            (name, spec) -> {
              if (weights.get(name).length != spec.size()) {
                throw new IllegalArgumentException("the weights " + name + " have another size");
              }
            });
    manager = TorchEngine.newManager();
    try {
      Inference folded = Inference.of(architecture, weights);
      network =
          new Network(manager, folded.architecture(), folded.weights(), new RandomBytes(0), false);
      store = new ParameterStore(manager, false);
      // The first pass fills the store, which is not made for several threads, and warms up.
      forward(new float[card.input().width() * card.input().height()], 1);
    } catch (EngineException e) {
      manager.close();
      throw new ThoraxException("the engine failed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public ModelCard model() {
    return card;
  }

  @Override
  public Outcome classify(Radiograph image) {
    Objects.requireNonNull(image, "image");
    return open(() -> outcomes(List.of(image)).get(0));
  }

  @Override
  public List<Outcome> classifyAll(List<Radiograph> images, Monitor monitor) {
    List<Radiograph> given = List.copyOf(images);
    Objects.requireNonNull(monitor, "monitor");
    List<Outcome> outcomes = new ArrayList<>();
    open(() -> outcomes);
    for (int from = 0; from < given.size() && !monitor.cancelled(); from += BATCH) {
      List<Radiograph> some = given.subList(from, Math.min(given.size(), from + BATCH));
      outcomes.addAll(open(() -> outcomes(some)));
      monitor.progress("classifying", outcomes.size(), given.size());
    }
    return List.copyOf(outcomes);
  }

  @Override
  public Explanation explain(Radiograph image) {
    Objects.requireNonNull(image, "image");
    return open(
        () -> {
          Optional<Outcome> declined = gate(image);
          if (declined.isPresent()) {
            return new Explanation(
                declined.get(), image.width(), image.height(), 1, 1, new float[1]);
          }
          Radiograph small = image.resize(card.input().width(), card.input().height());
          Outcome outcome = assessed(forward(input(List.of(small)), 1)[0], small);
          return gradCam(image, small, outcome);
        });
  }

  /**
   * Grad-CAM (Selvaraju et al., ICCV 2017): the last stage's channels, each weighted with the mean
   * gradient of the logit with respect to it, summed, negative sums set to zero, divided by the
   * largest.
   */
  private Explanation gradCam(Radiograph image, Radiograph small, Outcome outcome) {
    try (NDManager own = manager.newSubManager()) {
      NDArray input = Network.input(own, architecture, input(List.of(small)), 1);
      NDArray stage =
          network
              .features()
              .forward(store, new NDList(input), false)
              .singletonOrThrow()
              .duplicate();
      stage.setRequiresGradient(true);
      TorchEngine.collectingGradients(
          collector ->
              collector.backward(
                  network.head().forward(store, new NDList(stage), false).singletonOrThrow()));
      Shape shape = stage.getShape();
      int channels = (int) shape.get(1);
      int rows = (int) shape.get(2);
      int columns = (int) shape.get(3);
      float[] activations = stage.toFloatArray();
      float[] gradients = stage.getGradient().toFloatArray();
      int area = rows * columns;
      float[] cells = new float[area];
      for (int c = 0; c < channels; c++) {
        double weight = 0;
        for (int i = 0; i < area; i++) {
          weight += gradients[c * area + i];
        }
        for (int i = 0; i < area; i++) {
          cells[i] += (float) (weight / area * activations[c * area + i]);
        }
      }
      float largest = 0;
      for (int i = 0; i < area; i++) {
        cells[i] = Math.max(0, cells[i]);
        largest = Math.max(largest, cells[i]);
      }
      for (int i = 0; i < area && largest > 0; i++) {
        cells[i] = Math.min(1, cells[i] / largest);
      }
      return new Explanation(outcome, image.width(), image.height(), columns, rows, cells);
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        manager.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private <T> T open(Supplier<T> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the classifier is closed");
      }
      return work.get();
    } catch (EngineException e) {
      throw new ThoraxException("the engine failed: " + e.getMessage(), e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private List<Outcome> outcomes(List<Radiograph> images) {
    Outcome[] outcomes = new Outcome[images.size()];
    List<Radiograph> asked = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      Optional<Outcome> declined = gate(images.get(i));
      if (declined.isPresent()) {
        outcomes[i] = declined.get();
      } else {
        asked.add(images.get(i).resize(card.input().width(), card.input().height()));
        places.add(i);
      }
    }
    if (!asked.isEmpty()) {
      float[] logits = forward(input(asked), asked.size());
      for (int i = 0; i < logits.length; i++) {
        outcomes[places.get(i)] = assessed(logits[i], asked.get(i));
      }
    }
    return List.of(outcomes);
  }

  private Outcome assessed(float logit, Radiograph small) {
    if (!Float.isFinite(logit)) {
      throw new ThoraxException("the model answers with no number: its weights are unusable");
    }
    return Outcome.Assessed.of(
        card.calibration().probability(logit),
        card.threshold(),
        card.identity(),
        small
            .withStep(
                String.format(
                    Locale.ROOT,
                    "standardise (x - %s) / %s",
                    card.input().mean(),
                    card.input().deviation()))
            .preprocessing());
  }

  private Optional<Outcome> gate(Radiograph image) {
    int width = image.width();
    int height = image.height();
    if (Math.min(width, height) < LEAST_SIDE
        || Math.max(width, height) > MOST_UNEQUAL * Math.min(width, height)) {
      return declined(
          image,
          Reason.UNSUITABLE_SIZE,
          String.format(Locale.ROOT, "%d x %d pixels cannot be a chest radiograph", width, height));
    }
    // Sampled on a grid: a film of many megapixels need not be looked at whole.
    int stepX = Math.max(1, width / 256);
    int stepY = Math.max(1, height / 256);
    float least = 1;
    float most = 0;
    for (int y = 0; y < height; y += stepY) {
      for (int x = 0; x < width; x += stepX) {
        float value = image.pixel(x, y);
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    if (most - least < LEAST_CONTRAST) {
      return declined(image, Reason.NO_CONTENT, "all pixels have nearly the same value");
    }
    return Optional.empty();
  }

  private Optional<Outcome> declined(Radiograph image, Reason reason, String detail) {
    return Optional.of(
        new Outcome.Declined(reason, detail, card.identity(), image.preprocessing()));
  }

  private float[] input(List<Radiograph> small) {
    int area = card.input().width() * card.input().height();
    float[] values = new float[small.size() * area];
    for (int i = 0; i < small.size(); i++) {
      BatchPipeline.standardise(small.get(i).pixels(), card.input(), values, i * area);
    }
    return values;
  }

  private float[] forward(float[] pixels, int n) {
    try (NDManager own = manager.newSubManager()) {
      NDArray input = Network.input(own, architecture, pixels, n);
      return network
          .whole()
          .forward(store, new NDList(input), false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }

  @Override
  public String toString() {
    return "PneumoniaClassifier[" + card.identity() + "]";
  }
}
