package io.github.thorax4j.djl.internal;

import io.github.thorax4j.ModelCard;
import io.github.thorax4j.djl.internal.Layer.BatchNorm;
import io.github.thorax4j.djl.internal.Layer.Conv;
import io.github.thorax4j.djl.internal.Layer.Dense;
import io.github.thorax4j.djl.internal.Layer.Dropout;
import io.github.thorax4j.djl.internal.Layer.Flatten;
import io.github.thorax4j.djl.internal.Layer.GlobalAveragePool;
import io.github.thorax4j.djl.internal.Layer.MaxPool;
import io.github.thorax4j.djl.internal.Layer.Relu;
import io.github.thorax4j.djl.internal.Layer.Residual;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network by name: its input and its layers, which give one logit.
 *
 * @param name what plans and model files call it
 * @param input what it takes
 * @param features the layers up to the last convolutional stage's activations
 * @param head the layers from there to the logit
 * @param heInitialised whether weights start as He's normal (for rectifiers with batch norm) or
 *     Glorot's uniform distribution
 */
record Architecture(
    String name,
    ModelCard.Input input,
    List<Layer> features,
    List<Layer> head,
    boolean heInitialised) {

  static final String DEFAULT = "thoraxnet";

  /** All networks by name. */
  static Map<String, Architecture> all() {
    Map<String, Architecture> all = new TreeMap<>();
    for (Architecture a : List.of(thoraxnet(), seedCnn())) {
      all.put(a.name(), a);
    }
    return all;
  }

  /**
   * The network of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Architecture named(String name) {
    Architecture found = all().get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "unknown architecture '"
              + name
              + "': expected one of "
              + String.join(", ", all().keySet()));
    }
    return found;
  }

  /**
   * A small residual network (He et al., CVPR 2016): a 5x5 stem, then four stages of 24, 48, 96 and
   * 192 channels with 1, 2, 2 and 1 basic blocks, each stage halving the resolution.
   */
  private static Architecture thoraxnet() {
    List<Layer> features = new ArrayList<>();
    features.add(new Conv(24, 5, 2, 2, false));
    features.add(new BatchNorm());
    features.add(new Relu());
    int[] channels = {24, 48, 96, 192};
    int[] blocks = {1, 2, 2, 1};
    for (int stage = 0; stage < channels.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        features.add(basicBlock(channels[stage], block == 0 ? 2 : 1));
      }
    }
    return new Architecture(
        DEFAULT,
        new ModelCard.Input(128, 128, 1, 0.48, 0.24),
        List.copyOf(features),
        List.of(new GlobalAveragePool(), new Dropout(0.3), new Dense(1)),
        true);
  }

  private static Layer basicBlock(int channels, int stride) {
    List<Layer> main =
        List.of(
            new Conv(channels, 3, stride, 1, false),
            new BatchNorm(),
            new Relu(),
            new Conv(channels, 3, 1, 1, false),
            new BatchNorm());
    List<Layer> shortcut =
        stride == 1 ? List.of() : List.of(new Conv(channels, 1, stride, 0, false), new BatchNorm());
    return new Residual(main, shortcut);
  }

  /** The network that the project began with: three convolutions, 296,609 parameters. */
  private static Architecture seedCnn() {
    double rate = 0.2;
    return new Architecture(
        "seed-cnn",
        new ModelCard.Input(128, 128, 3, 0, 1),
        List.of(
            new Conv(128, 3, 1, 1, true),
            new Relu(),
            new Dropout(rate),
            new MaxPool(2),
            new Conv(64, 3, 1, 0, true),
            new Relu(),
            new Dropout(rate),
            new MaxPool(2),
            new Conv(32, 3, 1, 0, true),
            new Relu()),
        List.of(
            new Dropout(rate),
            new MaxPool(2),
            new Flatten(),
            new Dense(32),
            new Relu(),
            new Dense(1)),
        false);
  }
}
