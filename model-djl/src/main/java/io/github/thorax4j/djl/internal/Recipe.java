package io.github.thorax4j.djl.internal;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a network is trained.
 *
 * @param name what plans and model files call it
 * @param epochs the most passes over the images
 * @param batchSize images a step
 * @param learningRate the highest learning rate
 * @param warmUp the part of all steps over which a one-cycle schedule rises (Smith, 2018); 0 keeps
 *     the rate as it is
 * @param weightDecay decoupled weight decay (Loshchilov and Hutter, ICLR 2019); 0 is plain Adam
 * @param labelSmoothing how far targets are drawn towards one half
 * @param averaging the decay of the moving average of the weights that predicts; 0 is none
 * @param patience after how many epochs without a better validation loss it stops, returning the
 *     best; 0 goes on to the end and returns the last
 * @param augmentation how images are changed
 */
record Recipe(
    String name,
    int epochs,
    int batchSize,
    double learningRate,
    double warmUp,
    double weightDecay,
    double labelSmoothing,
    double averaging,
    int patience,
    Augmentation augmentation) {

  static final String DEFAULT = "robust";

  /** The recipes by name. */
  static Map<String, Recipe> all() {
    Map<String, Recipe> all = new TreeMap<>();
    all.put(
        "robust",
        new Recipe(
            "robust",
            50,
            64,
            2e-3,
            0.15,
            0.05,
            0.05,
            0.998,
            0,
            new Augmentation(18, 0.11, 0.2, 0.1, true)));
    all.put(
        "origin",
        new Recipe(
            "origin", 25, 32, 1e-3, 0, 0, 0, 0, 4, new Augmentation(15, 0.1, 0.1, 0, false)));
    return all;
  }

  /**
   * The recipe of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Recipe named(String name) {
    Recipe found = all().get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "unknown recipe '" + name + "': expected one of " + String.join(", ", all().keySet()));
    }
    return found;
  }

  /** The learning rate of a step, from 0, of so many in all. */
  double learningRate(long step, long steps) {
    if (warmUp == 0) {
      return learningRate;
    }
    double at = Math.min(1, (double) step / Math.max(1, steps));
    if (at < warmUp) {
      double rise = (1 - Math.cos(Math.PI * at / warmUp)) / 2;
      return learningRate * (0.04 + 0.96 * rise);
    }
    double fall = (1 + Math.cos(Math.PI * (at - warmUp) / (1 - warmUp))) / 2;
    return learningRate * (1e-4 + (1 - 1e-4) * fall);
  }
}
