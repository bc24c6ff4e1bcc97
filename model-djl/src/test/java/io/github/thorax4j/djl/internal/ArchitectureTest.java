package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.thorax4j.djl.Architectures;
import io.github.thorax4j.djl.NetworkSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void seedCnnIsTheOriginsNetwork() {
    NetworkSummary summary = Architectures.describe("seed-cnn");

    assertThat(summary.layers())
        .extracting(NetworkSummary.Row::layer, NetworkSummary.Row::outputShape)
        .map(row -> row.toList().get(0) + " -> " + row.toList().get(1))
        .containsExactly(
            "input -> 3x128x128",
            "conv 3x3, 128 -> 128x128x128",
            "relu -> 128x128x128",
            "dropout 0.2 -> 128x128x128",
            "max pool 2x2 -> 128x64x64",
            "conv 3x3, 64 -> 64x62x62",
            "relu -> 64x62x62",
            "dropout 0.2 -> 64x62x62",
            "max pool 2x2 -> 64x31x31",
            "conv 3x3, 32 -> 32x29x29",
            "relu -> 32x29x29",
            "dropout 0.2 -> 32x29x29",
            "max pool 2x2 -> 32x14x14",
            "flatten -> 6272",
            "dense 32 -> 32",
            "relu -> 32",
            "dense 1 -> 1");
    // (3*9+1)*128, (128*9+1)*64, (64*9+1)*32, (6272+1)*32, 32+1
    assertThat(summary.layers().stream().map(NetworkSummary.Row::parameters).filter(p -> p > 0))
        .containsExactly(3584L, 73_792L, 18_464L, 200_736L, 33L);
    assertThat(summary.parameters()).isEqualTo(296_609);
  }

  @Test
  void multiplyAddsOfTheSeedCnnByHand() {
    List<Long> multiplyAdds =
        Architectures.describe("seed-cnn").layers().stream()
            .map(NetworkSummary.Row::multiplyAdds)
            .filter(m -> m > 0)
            .toList();

    // Each output value sums over in * 9 products: 27 * 128 * 128^2 and so on.
    assertThat(multiplyAdds).containsExactly(56_623_104L, 283_410_432L, 15_501_312L, 200_704L, 32L);
  }

  @Test
  void thoraxnetIsSmallerThanAMillionAndFiveTimesCheaper() {
    NetworkSummary thoraxnet = Architectures.describe("thoraxnet");
    NetworkSummary seedCnn = Architectures.describe("seed-cnn");

    assertThat(thoraxnet.parameters()).isLessThan(1_000_000);
    assertThat(thoraxnet.multiplyAdds() * 5).isLessThan(seedCnn.multiplyAdds());
    // The stem: 25 products for each of 24 channels on 64 x 64, without bias.
    assertThat(thoraxnet.layers().get(1))
        .isEqualTo(
            new NetworkSummary.Row("conv 5x5, 24, stride 2", "24x64x64", 25 * 24, 2_457_600));
    // Stages of 24, 48, 96 and 192 channels, each half the size of the one before.
    assertThat(thoraxnet.layers())
        .filteredOn(row -> row.layer().equals("add, relu"))
        .extracting(NetworkSummary.Row::outputShape)
        .containsExactly("24x32x32", "48x16x16", "48x16x16", "96x8x8", "96x8x8", "192x4x4");
  }

  @Test
  void parametersOfThoraxnetByHand() {
    long stem = 25 * 24 + 2 * 24;
    long first = block(24, 24, true);
    long second = block(24, 48, true) + block(48, 48, false);
    long third = block(48, 96, true) + block(96, 96, false);
    long fourth = block(96, 192, true);
    long head = 192 + 1;

    assertThat(Architectures.describe("thoraxnet").parameters())
        .isEqualTo(stem + first + second + third + fourth + head);
  }

  private static long block(long in, long out, boolean projected) {
    long main = in * out * 9 + 2 * out + out * out * 9 + 2 * out;
    return main + (projected ? in * out + 2 * out : 0);
  }

  @Test
  void theEnginesShapesAreThoseOfTheTable() {
    for (String name : Architectures.names()) {
      Architecture architecture = Architecture.named(name);
      List<String> table =
          new Shapes(architecture)
              .rows().stream()
                  .filter(row -> !row.layer().startsWith(" "))
                  .map(NetworkSummary.Row::outputShape)
                  .toList();
      List<String> measured = new ArrayList<>();
      try (NDManager manager = TorchEngine.newManager()) {
        Network network =
            new Network(
                manager, architecture, Weights.initial(architecture, 1), new RandomBytes(0), false);
        float[] pixels = new float[architecture.input().width() * architecture.input().height()];
        NDList x = new NDList(Network.input(manager, architecture, pixels, 1));
        measured.add(text(x.singletonOrThrow().getShape()));
        List<Block> blocks =
            Stream.of(network.features(), network.head())
                .flatMap(
                    part ->
                        IntStream.range(0, part.getChildren().size())
                            .mapToObj(i -> part.getChildren().valueAt(i)))
                .toList();
        for (Block block : blocks) {
          x = block.forward(new ParameterStore(manager, false), x, false);
          measured.add(text(x.singletonOrThrow().getShape()));
        }
      }
      assertThat(measured).as(name).isEqualTo(table);
    }
  }

  private static String text(Shape shape) {
    long[] sizes = LongStream.of(shape.slice(1).getShape()).toArray();
    boolean vector = LongStream.of(sizes).skip(1).allMatch(s -> s == 1);
    return vector
        ? String.valueOf(sizes[0])
        : String.join("x", LongStream.of(sizes).mapToObj(String::valueOf).toList());
  }

  @Test
  void initialWeightsHaveTheSpreadOfTheirRule() {
    // Glorot: uniform within sqrt(6 / (fanIn + fanOut)); variance limit^2 / 3.
    float[] uniform = Weights.initial(Architecture.named("seed-cnn"), 1).get("features.4.weight");
    double limit = Math.sqrt(6.0 / (128 * 9 + 64 * 9));
    assertThat(uniform).hasSize(128 * 64 * 9);
    for (float value : uniform) {
      assertThat(Math.abs(value)).isLessThan((float) limit);
    }
    assertThat(variance(uniform)).isBetween(0.97 * limit * limit / 3, 1.03 * limit * limit / 3);

    // He: normal with variance 2 / fanIn.
    float[] normal =
        Weights.initial(Architecture.named("thoraxnet"), 1).get("features.8.main.3.weight");
    assertThat(normal).hasSize(192 * 192 * 9);
    assertThat(variance(normal)).isBetween(0.98 * 2 / (192 * 9), 1.02 * 2 / (192 * 9));
  }

  private static double variance(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return squares / values.length - mean * mean;
  }

  @Test
  void unknownNamesAreRefusedAndTheKnownOnesNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Architectures.describe("resnet"))
        .withMessageContainingAll("resnet", "seed-cnn", "thoraxnet");
  }
}
