package io.github.thorax4j.djl.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An exponential moving average of a network's weights (Polyak and Juditsky, 1992), which
 * generalises better than the last step's. Early on the decay is {@code (1 + n) / (10 + n)} after n
 * updates, so that the random start is soon forgotten.
 */
final class WeightAverage {

  private final double decay;
  private final Map<String, float[]> average = new LinkedHashMap<>();
  private long updates;

  /**
   * @param decay in [0, 1); 0 keeps the last weights
   */
  WeightAverage(double decay, Weights start) {
    this.decay = decay;
    start.arrays().forEach((name, values) -> average.put(name, values.clone()));
  }

  void update(Weights latest) {
    updates++;
    float keep = (float) Math.min(decay, (1.0 + updates) / (10.0 + updates));
    float take = 1 - keep;
    latest
        .arrays()
        .forEach(
            (name, values) ->
                average.computeIfPresent(
                    name,
                    (key, mean) -> {
                      for (int i = 0; i < mean.length; i++) {
                        mean[i] = keep * mean[i] + take * values[i];
                      }
                      return mean;
                    }));
  }

  Weights weights() {
    Map<String, float[]> copy = new LinkedHashMap<>();
    average.forEach((name, values) -> copy.put(name, values.clone()));
    return new Weights(copy);
  }
}
