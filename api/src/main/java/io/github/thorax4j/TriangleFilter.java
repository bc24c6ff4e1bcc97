package io.github.thorax4j;

/**
 * The weights of an antialiased bilinear resize along one side. Target pixel {@code i} is centred
 * at {@code (i + 0.5) * source / target} and takes the source pixels whose centres are nearer than
 * the larger of 1 and {@code source / target}, weighted by a triangle and normalised.
 */
final class TriangleFilter {

  private final int[] first;
  private final float[][] weights;
  private final int widest;

  TriangleFilter(int source, int target) {
    first = new int[target];
    weights = new float[target][];
    double scale = (double) source / target;
    double reach = Math.max(1, scale);
    int most = 1;
    for (int i = 0; i < target; i++) {
      double centre = (i + 0.5) * scale;
      int from = Math.max(0, (int) (centre - reach + 0.5));
      int to = Math.min(source, (int) (centre + reach + 0.5));
      double[] w = new double[Math.max(1, to - from)];
      double sum = 0;
      for (int k = 0; k < w.length; k++) {
        w[k] = Math.max(0, 1 - Math.abs((from + k + 0.5 - centre) / reach));
        sum += w[k];
      }
      float[] normalised = new float[w.length];
      for (int k = 0; k < w.length; k++) {
        normalised[k] = (float) (w[k] / sum);
      }
      first[i] = from;
      weights[i] = normalised;
      most = Math.max(most, normalised.length);
    }
    widest = most;
  }

  int first(int target) {
    return first[target];
  }

  int count(int target) {
    return weights[target].length;
  }

  float weight(int target, int k) {
    return weights[target][k];
  }

  /** The most source pixels that one target pixel takes. */
  int widest() {
    return widest;
  }

  /** Filters a row. */
  void apply(float[] source, float[] target) {
    for (int i = 0; i < target.length; i++) {
      float[] w = weights[i];
      int from = first[i];
      float sum = 0;
      for (int k = 0; k < w.length; k++) {
        sum += w[k] * source[from + k];
      }
      target[i] = sum;
    }
  }
}
