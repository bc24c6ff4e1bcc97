package io.github.thorax4j.djl.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network made quicker without changing what it computes: each batch normalisation is
 * folded into the convolution before it, whose kernel is scaled and gets a bias.
 *
 * @param architecture the layers without batch normalisation
 * @param weights theirs
 */
record Inference(Architecture architecture, Weights weights) {

  /** What the engine adds to a variance before it takes the root. */
  private static final double EPSILON = 1e-5;

  /** The folded form of a trained network. */
  static Inference of(Architecture trained, Weights weights) {
    Folding folding = new Folding(weights);
    List<Layer> features = folding.fold("features.", trained.features(), "features.");
    List<Layer> head = folding.fold("head.", trained.head(), "head.");
    return new Inference(
        new Architecture(trained.name(), trained.input(), features, head, trained.heInitialised()),
        new Weights(folding.folded));
  }

  private static final class Folding {

    private final Weights trained;
    private final Map<String, float[]> folded = new LinkedHashMap<>();

    Folding(Weights trained) {
      this.trained = trained;
    }

    /** Folds a list of layers, whose weights move from one prefix of names to another. */
    List<Layer> fold(String from, List<Layer> layers, String to) {
      List<Layer> result = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        String source = from + i;
        String target = to + result.size();
        Layer layer = layers.get(i);
        if (layer instanceof Layer.Conv conv
            && i + 1 < layers.size()
            && layers.get(i + 1) instanceof Layer.BatchNorm) {
          foldPair(conv, source, from + (i + 1), target);
          result.add(
              new Layer.Conv(conv.filters(), conv.kernel(), conv.stride(), conv.padding(), true));
          i++;
        } else if (layer instanceof Layer.Residual residual) {
          result.add(
              new Layer.Residual(
                  fold(source + ".main.", residual.main(), target + ".main."),
                  fold(source + ".shortcut.", residual.shortcut(), target + ".shortcut.")));
        } else {
          trained
              .arrays()
              .forEach(
                  (name, values) -> {
                    if (name.startsWith(source + ".")) {
                      folded.put(target + name.substring(source.length()), values);
                    }
                  });
          result.add(layer);
        }
      }
      return List.copyOf(result);
    }

    private void foldPair(Layer.Conv conv, String source, String norm, String target) {
      float[] kernel = trained.get(source + ".weight").clone();
      float[] gamma = trained.get(norm + ".gamma");
      float[] beta = trained.get(norm + ".beta");
      float[] mean = trained.get(norm + ".runningMean");
      float[] variance = trained.get(norm + ".runningVar");
      float[] before = conv.bias() ? trained.get(source + ".bias") : new float[conv.filters()];
      float[] bias = new float[conv.filters()];
      int size = kernel.length / conv.filters();
      for (int f = 0; f < conv.filters(); f++) {
        double scale = gamma[f] / Math.sqrt(variance[f] + EPSILON);
        bias[f] = (float) (beta[f] + (before[f] - mean[f]) * scale);
        for (int k = f * size; k < (f + 1) * size; k++) {
          kernel[k] = (float) (kernel[k] * scale);
        }
      }
      folded.put(target + ".weight", kernel);
      folded.put(target + ".bias", bias);
    }
  }
}
