package io.github.thorax4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture as blocks of the engine, with weights. The manager that it was made with owns its
 * arrays. Forward passes of a network that is not trained are thread-safe.
 */
final class Network {

  private final Architecture architecture;
  private final SequentialBlock features = new SequentialBlock();
  private final SequentialBlock head = new SequentialBlock();
  private final SequentialBlock whole = new SequentialBlock();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final RandomBytes random;

  /**
   * @param random the source of dropout masks, used in training only
   * @param trained whether the weights will be trained; if not, no gradients are recorded
   */
  Network(
      NDManager manager,
      Architecture architecture,
      Weights weights,
      RandomBytes random,
      boolean trained) {
    this.architecture = architecture;
    this.random = random;
    addAll(features, "features.", architecture.features());
    addAll(head, "head.", architecture.head());
    whole.add(features).add(head);
    new Shapes(architecture)
        .weights()
        .forEach(
            (name, spec) -> {
              Parameter parameter = parameter(name);
              Shape shape = new Shape(spec.dimensions());
              parameter.setArray(manager.create(weights.get(name), shape));
              if (!trained) {
                parameter.freeze(true);
              }
            });
    whole.initialize(
        manager,
        DataType.FLOAT32,
        new Shape(
            1,
            architecture.input().channels(),
            architecture.input().height(),
            architecture.input().width()));
  }

  Architecture architecture() {
    return architecture;
  }

  /** Images to logits, (n, 1). */
  Block whole() {
    return whole;
  }

  /** Images to the activations of the last convolutional stage. */
  Block features() {
    return features;
  }

  /** Those activations to logits, (n, 1). */
  Block head() {
    return head;
  }

  /** The weight arrays by name. */
  Map<String, Parameter> parameters() {
    return parameters;
  }

  /** Copies the weights to the Java side. */
  Weights weights() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> arrays.put(name, parameter.getArray().toFloatArray()));
    return new Weights(arrays);
  }

  /**
   * Images as the network takes them, channels-last in memory: the engine's convolutions are
   * several times faster on that layout.
   *
   * @param pixels n x rows x columns, standardised, grey
   * @return an array of shape (n, channels, rows, columns)
   */
  static NDArray input(NDManager manager, Architecture architecture, float[] pixels, int n) {
    int channels = architecture.input().channels();
    int height = architecture.input().height();
    int width = architecture.input().width();
    float[] values = pixels;
    if (channels > 1) {
      values = new float[pixels.length * channels];
      for (int i = 0, at = 0; i < pixels.length; i++) {
        for (int c = 0; c < channels; c++) {
          values[at++] = pixels[i];
        }
      }
    }
    return manager.create(values, new Shape(n, height, width, channels)).transpose(0, 3, 1, 2);
  }

  private void addAll(SequentialBlock to, String prefix, List<Layer> layers) {
    for (int i = 0; i < layers.size(); i++) {
      to.add(block(prefix + i, layers.get(i)));
    }
  }

  private Block block(String name, Layer layer) {
    if (layer instanceof Layer.Conv c) {
      return named(
          name,
          Conv2d.builder()
              .setKernelShape(new Shape(c.kernel(), c.kernel()))
              .setFilters(c.filters())
              .optStride(new Shape(c.stride(), c.stride()))
              .optPadding(new Shape(c.padding(), c.padding()))
              .optBias(c.bias())
              .build());
    } else if (layer instanceof Layer.BatchNorm) {
      return named(name, BatchNorm.builder().build());
    } else if (layer instanceof Layer.Dense d) {
      return named(name, Linear.builder().setUnits(d.units()).build());
    } else if (layer instanceof Layer.Relu) {
      return Activation.reluBlock();
    } else if (layer instanceof Layer.MaxPool p) {
      return Pool.maxPool2dBlock(new Shape(p.size(), p.size()), new Shape(p.size(), p.size()));
    } else if (layer instanceof Layer.GlobalAveragePool) {
      return Pool.globalAvgPool2dBlock();
    } else if (layer instanceof Layer.Flatten) {
      return Blocks.batchFlattenBlock();
    } else if (layer instanceof Layer.Dropout d) {
      return new MaskDropout(d.rate(), random);
    } else if (layer instanceof Layer.Residual r) {
      SequentialBlock main = new SequentialBlock();
      addAll(main, name + ".main.", r.main());
      SequentialBlock shortcut = new SequentialBlock();
      if (r.shortcut().isEmpty()) {
        shortcut.add(Blocks.identityBlock());
      } else {
        addAll(shortcut, name + ".shortcut.", r.shortcut());
      }
      return new ParallelBlock(Network::addAndRectify, List.of(main, shortcut));
    }
    throw new IllegalArgumentException("no block for " + layer);
  }

  private static NDList addAndRectify(List<NDList> ways) {
    NDArray sum = ways.get(0).singletonOrThrow().add(ways.get(1).singletonOrThrow());
    return new NDList(Activation.relu(sum));
  }

  private Parameter parameter(String name) {
    Parameter found = parameters.get(name);
    if (found == null) {
      throw new IllegalStateException("the blocks have no weights named " + name);
    }
    return found;
  }

  private Block named(String name, Block block) {
    block.getDirectParameters().forEach(p -> parameters.put(name + "." + p.getKey(), p.getValue()));
    return block;
  }
}
