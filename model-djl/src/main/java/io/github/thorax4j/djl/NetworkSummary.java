package io.github.thorax4j.djl;

import java.util.List;

/**
 * A network's layer table for one image.
 *
 * @param name the architecture's name
 * @param layers its layers in order; those of a residual block are listed one by one
 */
public record NetworkSummary(String name, List<Row> layers) {

  /** Copies the list. */
  public NetworkSummary {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param layer what it is, such as {@code conv 3x3, 64}
   * @param outputShape channels x rows x columns, or the length of a vector
   * @param parameters the values it holds that the optimiser trains
   * @param multiplyAdds multiplications with addition for one image; those of normalisation,
   *     activation and pooling are not counted
   */
  public record Row(String layer, String outputShape, long parameters, long multiplyAdds) {}

  /** The values that the optimiser trains, in the whole network. */
  public long parameters() {
    return layers.stream().mapToLong(Row::parameters).sum();
  }

  /** Multiplications with addition for one image, in the whole network. */
  public long multiplyAdds() {
    return layers.stream().mapToLong(Row::multiplyAdds).sum();
  }
}
