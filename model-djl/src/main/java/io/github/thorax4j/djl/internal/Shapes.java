package io.github.thorax4j.djl.internal;

import io.github.thorax4j.djl.NetworkSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/**
 * Walks a network's layers once and derives what follows from them: the names and shapes of its
 * weights, and the layer table.
 */
final class Shapes {

  /**
   * One weight array.
   *
   * @param dimensions its shape; convolutions are (out, in, rows, columns)
   * @param fanIn how many inputs each output sums over, 0 if it is no kernel
   * @param fanOut how many outputs each input goes to, 0 if it is no kernel
   * @param start the value it starts with if it is no kernel
   * @param trained whether the optimiser changes it; running statistics are not trained
   */
  record Spec(List<Long> dimensions, int fanIn, int fanOut, float start, boolean trained) {
    int size() {
      return Math.toIntExact(dimensions.stream().reduce(1L, Math::multiplyExact));
    }
  }

  private final Map<String, Spec> weights = new LinkedHashMap<>();
  private final List<NetworkSummary.Row> rows = new ArrayList<>();
  private int channels;
  private int height;
  private int width;

  Shapes(Architecture architecture) {
    channels = architecture.input().channels();
    height = architecture.input().height();
    width = architecture.input().width();
    row("input", 0, 0);
    walk("features.", architecture.features(), "");
    walk("head.", architecture.head(), "");
  }

  /** The weights by name, in the network's order. */
  Map<String, Spec> weights() {
    return weights;
  }

  /** The layer table. */
  List<NetworkSummary.Row> rows() {
    return rows;
  }

  /** How many values the given weights hold. */
  long count(ToIntFunction<Spec> size) {
    return weights.values().stream().mapToInt(size).sum();
  }

  private void walk(String prefix, List<Layer> layers, String indent) {
    for (int i = 0; i < layers.size(); i++) {
      layer(prefix + i, layers.get(i), indent);
    }
  }

  private void layer(String name, Layer layer, String indent) {
    if (layer instanceof Layer.Conv c) {
      int in = channels;
      int fanIn = in * c.kernel() * c.kernel();
      channels = c.filters();
      height = (height + 2 * c.padding() - c.kernel()) / c.stride() + 1;
      width = (width + 2 * c.padding() - c.kernel()) / c.stride() + 1;
      weights.put(
          name + ".weight",
          new Spec(
              dimensions(c.filters(), in, c.kernel(), c.kernel()),
              fanIn,
              c.filters() * c.kernel() * c.kernel(),
              0,
              true));
      if (c.bias()) {
        weights.put(name + ".bias", new Spec(dimensions(c.filters()), 0, 0, 0, true));
      }
      String stride = c.stride() == 1 ? "" : ", stride " + c.stride();
      row(
          indent
              + String.format(
                  Locale.ROOT, "conv %dx%d, %d%s", c.kernel(), c.kernel(), c.filters(), stride),
          (long) fanIn * c.filters() + (c.bias() ? c.filters() : 0),
          (long) fanIn * c.filters() * height * width);
    } else if (layer instanceof Layer.BatchNorm) {
      weights.put(name + ".gamma", new Spec(dimensions(channels), 0, 0, 1, true));
      weights.put(name + ".beta", new Spec(dimensions(channels), 0, 0, 0, true));
      weights.put(name + ".runningMean", new Spec(dimensions(channels), 0, 0, 0, false));
      weights.put(name + ".runningVar", new Spec(dimensions(channels), 0, 0, 1, false));
      row(indent + "batch norm", 2L * channels, 0);
    } else if (layer instanceof Layer.Dense d) {
      int in = channels * height * width;
      channels = d.units();
      height = 1;
      width = 1;
      weights.put(name + ".weight", new Spec(dimensions(d.units(), in), in, d.units(), 0, true));
      weights.put(name + ".bias", new Spec(dimensions(d.units()), 0, 0, 0, true));
      row(indent + "dense " + d.units(), (long) (in + 1) * d.units(), (long) in * d.units());
    } else if (layer instanceof Layer.MaxPool p) {
      height /= p.size();
      width /= p.size();
      row(indent + String.format(Locale.ROOT, "max pool %dx%d", p.size(), p.size()), 0, 0);
    } else if (layer instanceof Layer.GlobalAveragePool) {
      height = 1;
      width = 1;
      row(indent + "global average pool", 0, 0);
    } else if (layer instanceof Layer.Flatten) {
      channels = channels * height * width;
      height = 1;
      width = 1;
      row(indent + "flatten", 0, 0);
    } else if (layer instanceof Layer.Relu) {
      row(indent + "relu", 0, 0);
    } else if (layer instanceof Layer.Dropout d) {
      row(indent + "dropout " + d.rate(), 0, 0);
    } else if (layer instanceof Layer.Residual r) {
      int inChannels = channels;
      int inHeight = height;
      int inWidth = width;
      walk(name + ".main.", r.main(), indent + "  ");
      int outChannels = channels;
      int outHeight = height;
      int outWidth = width;
      channels = inChannels;
      height = inHeight;
      width = inWidth;
      walk(name + ".shortcut.", r.shortcut(), indent + "  shortcut ");
      if (channels != outChannels || height != outHeight || width != outWidth) {
        throw new IllegalArgumentException("the two ways of " + name + " differ in shape");
      }
      row(indent + "add, relu", 0, 0);
    }
  }

  private static List<Long> dimensions(long... sizes) {
    return LongStream.of(sizes).boxed().toList();
  }

  private void row(String layer, long parameters, long multiplyAdds) {
    String shape =
        height == 1 && width == 1
            ? String.valueOf(channels)
            : channels + "x" + height + "x" + width;
    rows.add(new NetworkSummary.Row(layer, shape, parameters, multiplyAdds));
  }
}
