package io.github.thorax4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RocCurveTest {

  /** The example of scikit-learn's roc_auc_score and average_precision_score. */
  private static final boolean[] LABELS = {false, false, true, true};

  private static final double[] SCORES = {0.1, 0.4, 0.35, 0.8};

  @Test
  void areaAndAveragePrecisionOfTheTextbookExample() {
    RocCurve roc = RocCurve.of(LABELS, SCORES);

    assertThat(roc.area()).isEqualTo(0.75);
    assertThat(roc.averagePrecision()).isCloseTo(5 / 6.0, within(1e-15));
  }

  @Test
  void intervalOfTheTextbookExample() {
    // Components of both classes are 1/2 and 1, variance 1/8 each; the standard error is
    // sqrt(1/8 / 2 + 1/8 / 2) = 0.353553; the upper end is clipped.
    Interval interval = RocCurve.of(LABELS, SCORES).interval();

    assertThat(interval.low())
        .isCloseTo(0.75 - 1.959963984540054 * Math.sqrt(0.125), within(1e-12));
    assertThat(interval.high()).isEqualTo(1);
  }

  @Test
  void pointsOfTheTextbookExample() {
    assertThat(RocCurve.of(LABELS, SCORES).points())
        .containsExactly(
            new RocCurve.Point(Double.POSITIVE_INFINITY, 0, 0),
            new RocCurve.Point(0.8, 0, 0.5),
            new RocCurve.Point(0.4, 0.5, 0.5),
            new RocCurve.Point(0.35, 0.5, 1),
            new RocCurve.Point(0.1, 1, 1));
  }

  @Test
  void equalScoresAreOnePointAndCountHalf() {
    boolean[] labels = {true, false, true, false};
    double[] scores = {0.5, 0.5, 0.5, 0.5};

    RocCurve roc = RocCurve.of(labels, scores);

    assertThat(roc.area()).isEqualTo(0.5);
    assertThat(roc.averagePrecision()).isEqualTo(0.5);
    assertThat(roc.interval()).isEqualTo(new Interval(0.5, 0.5));
    assertThat(roc.points())
        .containsExactly(
            new RocCurve.Point(Double.POSITIVE_INFINITY, 0, 0), new RocCurve.Point(0.5, 1, 1));
  }

  @Test
  void bothZerosAreEqual() {
    assertThat(Evaluation.auroc(new boolean[] {true, false}, new double[] {-0.0, 0.0}))
        .isEqualTo(0.5);
  }

  @Test
  void takesLogitsAndInfinities() {
    boolean[] labels = {true, true, false, false};
    double[] scores = {Double.POSITIVE_INFINITY, 3, -3, Double.NEGATIVE_INFINITY};

    assertThat(Evaluation.auroc(labels, scores)).isEqualTo(1);
    assertThat(RocCurve.of(labels, scores).points()).hasSize(5);
  }

  @Test
  void theAreaIsWhatComparingAllPairsGives() {
    Random random = new Random(7);
    boolean[] labels = new boolean[301];
    double[] scores = new double[301];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(3) > 0;
      scores[i] = random.nextInt(40) + (labels[i] ? 6 : 0);
    }
    double wins = 0;
    int pairs = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels.length; j++) {
        if (labels[i] && !labels[j]) {
          wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }

    assertThat(Evaluation.auroc(labels, scores)).isCloseTo(wins / pairs, within(1e-12));
  }

  @Test
  void inputIsLeftAsItIs() {
    double[] scores = SCORES.clone();
    RocCurve.of(LABELS, scores).points();

    assertThat(scores).containsExactly(SCORES);
  }

  @Test
  void refusesNaNAndUnequalLengths() {
    assertThatThrownBy(() -> RocCurve.of(new boolean[2], new double[] {0, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("score 1 is NaN");
    assertThatThrownBy(() -> RocCurve.of(new boolean[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 labels but 3 scores");
  }
}
