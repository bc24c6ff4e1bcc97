package io.github.thorax4j.djl.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network's weights on the Java side, by name in the network's order. Immutable by convention
 * within this package: arrays are handed over, not copied, and never written to again.
 */
final class Weights {

  private final Map<String, float[]> arrays;

  Weights(Map<String, float[]> arrays) {
    this.arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  /** The weights a training starts from; the same for the same seed, on any machine. */
  static Weights initial(Architecture architecture, long seed) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    new Shapes(architecture)
        .weights()
        .forEach(
            (name, spec) -> {
              float[] values = new float[spec.size()];
              for (int i = 0; i < values.length; i++) {
                if (spec.fanIn() == 0) {
                  values[i] = spec.start();
                } else if (architecture.heInitialised()) {
                  values[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / spec.fanIn()));
                } else {
                  double limit = Math.sqrt(6.0 / (spec.fanIn() + spec.fanOut()));
                  values[i] = (float) random.nextDouble(-limit, limit);
                }
              }
              arrays.put(name, values);
            });
    return new Weights(arrays);
  }

  Map<String, float[]> arrays() {
    return arrays;
  }

  float[] get(String name) {
    float[] found = arrays.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no weights named " + name);
    }
    return found;
  }
}
