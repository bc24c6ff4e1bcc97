package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScoreDriftTest {

  private static double[] scores(int low, int high) {
    return DoubleStream.concat(
            DoubleStream.generate(() -> 0.05).limit(low),
            DoubleStream.generate(() -> 0.95).limit(high))
        .toArray();
  }

  @Test
  void theDistanceIsThePopulationStabilityIndex() {
    ScoreHistogram reference = ScoreHistogram.of(scores(50_000, 50_000));
    ScoreHistogram today = ScoreHistogram.of(scores(20_000, 80_000));

    // (0.2 - 0.5) ln(0.2 / 0.5) + (0.8 - 0.5) ln(0.8 / 0.5) = 0.4159 by hand
    assertThat(today.distance(reference)).isCloseTo(0.4159, within(1e-3));
    assertThat(reference.distance(reference)).isZero();
  }

  @Test
  void theEdgesBelongToBins() {
    ScoreHistogram all = ScoreHistogram.of(new double[] {0, 0.1, 0.999, 1});

    assertThat(all.share(0)).isEqualTo(0.25);
    assertThat(all.share(1)).isEqualTo(0.25);
    assertThat(all.share(9)).isEqualTo(0.5);
    assertThat(all.scores()).isEqualTo(4);
  }

  @Test
  void aModelMayBringItsReference() {
    Map<String, Double> metrics = new TreeMap<>();
    for (int bin = 0; bin < 10; bin++) {
      assertThat(ScoreHistogram.of(metrics, 100)).isEmpty();
      metrics.put("holdout.score.bin" + bin, bin == 3 ? 1.0 : 0.0);
    }

    ScoreHistogram ofModel = ScoreHistogram.of(metrics, 100).orElseThrow();

    double[] same = new double[100];
    Arrays.fill(same, 0.35);
    assertThat(ScoreHistogram.of(same).distance(ofModel)).isCloseTo(0, within(1e-12));
  }
}
