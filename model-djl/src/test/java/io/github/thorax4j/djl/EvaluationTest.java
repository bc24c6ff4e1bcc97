package io.github.thorax4j.djl;

import static io.github.thorax4j.Finding.NORMAL;
import static io.github.thorax4j.Finding.PNEUMONIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Finding;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final Offset<Double> EXACT = within(1e-12);

  /** 500 images, 310 with pneumonia, probabilities of two decimals: 101 values, many ties. */
  private static Evaluation large() {
    boolean[] positive = new boolean[500];
    double[] probabilities = new double[500];
    for (int i = 0; i < 500; i++) {
      positive[i] = i * 37 % 100 < 62;
      probabilities[i] = ((positive[i] ? 30 : 0) + i * 7919 % 71) / 100.0;
    }
    return Evaluation.of(positive, probabilities, 0.45);
  }

  // Expected values by scikit-learn 1.2.1 and NumPy 1.24.2:
  //   i = np.arange(500)
  //   y = ((i * 37 % 100) < 62).astype(int)
  //   p = (np.where(y == 1, 30, 0) + i * 7919 % 71) / 100.0
  //   h = (p >= 0.45).astype(int)
  //   accuracy_score(y, h), precision_score(y, h), recall_score(y, h), f1_score(y, h)
  //   confusion_matrix(y, h), classification_report(y, h, digits=4)
  //   roc_auc_score(y, p), average_precision_score(y, p), brier_score_loss(y, p), log_loss(y, p)
  // the interval by comparing all pairs (DeLong's definition, not the sorted walk of RocCurve):
  //   x, z = p[y == 1], p[y == 0]
  //   k = (x[:, None] > z[None, :]) + 0.5 * (x[:, None] == z[None, :])
  //   s = np.sqrt(k.mean(1).var(ddof=1) / len(x) + k.mean(0).var(ddof=1) / len(z))
  //   k.mean() - 1.959963984540054 * s, k.mean() + 1.959963984540054 * s
  // and the calibration error:
  //   b = np.minimum(14, np.floor(p * 15).astype(int))
  //   sum(abs(p[b == k].mean() - y[b == k].mean()) * (b == k).mean() for k in set(b))
  @Test
  void agreesWithScikitLearn() {
    Evaluation e = large();

    assertThat(e.n()).isEqualTo(500);
    assertThat(e.confusion()).isEqualTo(new Evaluation.Confusion(243, 70, 120, 67));
    assertThat(e.accuracy()).isCloseTo(0.726, EXACT);
    assertThat(e.precision()).isCloseTo(0.7763578274760383, EXACT);
    assertThat(e.sensitivity()).isCloseTo(0.7838709677419354, EXACT);
    assertThat(e.specificity()).isCloseTo(120 / 190.0, EXACT);
    assertThat(e.f1()).isCloseTo(0.7800963081861958, EXACT);
    assertThat(e.auroc()).isCloseTo(0.8281239388794568, EXACT);
    assertThat(e.aurocInterval().low()).isCloseTo(0.7929362231325451, EXACT);
    assertThat(e.aurocInterval().high()).isCloseTo(0.8633116546263683, EXACT);
    assertThat(e.auprc()).isCloseTo(0.8908514548026808, EXACT);
    assertThat(e.brier()).isCloseTo(0.1667468, EXACT);
    assertThat(e.logLoss()).isCloseTo(0.4909948433076868, EXACT);
    assertThat(e.ece()).isCloseTo(0.12556, EXACT);
  }

  @Test
  void printsTheReportInTheUsualLayout() {
    assertThat(large().report().text())
        .isEqualTo(
            """
                          precision    recall  f1-score   support

                  NORMAL     0.6417    0.6316    0.6366       190
               PNEUMONIA     0.7764    0.7839    0.7801       310

                accuracy                         0.7260       500
               macro avg     0.7090    0.7077    0.7084       500
            weighted avg     0.7252    0.7260    0.7256       500
            """);
  }

  @Test
  void reportsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(large().report().text()).contains("0.7260       500").contains("PNEUMONIA");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void countsAProbabilityAtTheThresholdAsPneumonia() {
    Evaluation e =
        Evaluation.of(
            List.of(PNEUMONIA, PNEUMONIA, NORMAL, NORMAL),
            new double[] {0.5, 0.4999, 0.5, 0.2},
            0.5);

    assertThat(e.confusion()).isEqualTo(new Evaluation.Confusion(1, 1, 1, 1));
    assertThat(e.threshold()).isEqualTo(0.5);
  }

  @Test
  void aPerfectModelIsPerfect() {
    Evaluation e =
        Evaluation.of(
            List.of(PNEUMONIA, NORMAL, PNEUMONIA, NORMAL), new double[] {1, 0, 1, 0}, 0.5);

    assertThat(List.of(e.accuracy(), e.sensitivity(), e.specificity(), e.precision(), e.f1()))
        .containsOnly(1.0);
    assertThat(e.auroc()).isEqualTo(1);
    assertThat(e.aurocInterval()).isEqualTo(new Interval(1, 1));
    assertThat(e.auprc()).isEqualTo(1);
    assertThat(e.brier()).isZero();
    assertThat(e.ece()).isZero();
    assertThat(e.logLoss()).isZero();
  }

  @Test
  void aCertainAnswerThatIsWrongCostsMuchButNotInfinity() {
    Evaluation e = Evaluation.of(List.of(PNEUMONIA), new double[] {0}, 0.5);

    // -ln(2^-52)
    assertThat(e.logLoss()).isCloseTo(36.04365338911715, EXACT);
    assertThat(e.brier()).isEqualTo(1);
  }

  @Test
  void withoutNormalsWhatNeedsThemIsUndefined() {
    Evaluation e = Evaluation.of(List.of(PNEUMONIA, PNEUMONIA), new double[] {0.9, 0.3}, 0.5);

    assertThat(e.sensitivity()).isEqualTo(0.5);
    assertThat(e.specificity()).isNaN();
    assertThat(e.precision()).isEqualTo(1);
    assertThat(e.auroc()).isNaN();
    assertThat(e.aurocInterval()).isEqualTo(Interval.UNDEFINED);
    assertThat(e.auprc()).isEqualTo(1);
    assertThat(e.report().macroAverage().recall()).isEqualTo(0.5);
    assertThat(e.report().text()).contains("NORMAL     0.0000         -    0.0000         0");
  }

  @Test
  void withoutPneumoniasWhatNeedsThemIsUndefined() {
    Evaluation e = Evaluation.of(List.of(NORMAL, NORMAL), new double[] {0.1, 0.3}, 0.5);

    assertThat(e.specificity()).isEqualTo(1);
    assertThat(e.sensitivity()).isNaN();
    assertThat(e.precision()).isNaN();
    assertThat(e.f1()).isNaN();
    assertThat(e.auroc()).isNaN();
    assertThat(e.auprc()).isNaN();
    assertThat(e.brier()).isCloseTo(0.05, EXACT);
    assertThat(e.report().weightedAverage().f1()).isEqualTo(1);
  }

  @Test
  void withoutImagesEverythingIsUndefined() {
    Evaluation e = Evaluation.of(List.<Finding>of(), new double[0], 0.5);

    assertThat(e.n()).isZero();
    assertThat(List.of(e.accuracy(), e.auroc(), e.auprc(), e.brier(), e.ece(), e.logLoss()))
        .containsOnly(Double.NaN);
    assertThat(e.report().text()).contains("accuracy                              -         0");
    assertThat(e.reliability().bins()).hasSize(15);
  }

  @Test
  void oneImageOfAClassGivesAnAreaWithoutAnInterval() {
    Evaluation e = Evaluation.of(List.of(PNEUMONIA, NORMAL), new double[] {0.9, 0.3}, 0.5);

    assertThat(e.auroc()).isEqualTo(1);
    assertThat(e.aurocInterval()).isEqualTo(Interval.UNDEFINED);
  }

  @Test
  void refusesWhatIsNoProbability() {
    for (double bad : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Evaluation.of(List.of(NORMAL), new double[] {bad}, 0.5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("probability must be in [0, 1]");
      assertThatThrownBy(() -> Evaluation.of(List.of(NORMAL), new double[] {0.5}, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("threshold must be in [0, 1]");
    }
    assertThatThrownBy(() -> Evaluation.of(List.of(NORMAL), new double[2], 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 labels but 2 scores");
  }

  @Test
  void binsByProbabilityAndPutsOneIntoTheLast() {
    Evaluation e =
        Evaluation.of(
            List.of(NORMAL, PNEUMONIA, PNEUMONIA, NORMAL), new double[] {0, 1, 0.95, 0.94}, 0.5);

    List<ReliabilityDiagram.Bin> bins = e.reliability().bins();
    assertThat(bins.get(0).count()).isEqualTo(1);
    assertThat(bins.get(0).observed()).isZero();
    assertThat(bins.get(14).count()).isEqualTo(3);
    assertThat(bins.get(14).meanProbability()).isCloseTo(2.89 / 3, EXACT);
    assertThat(bins.get(14).observed()).isCloseTo(2 / 3.0, EXACT);
    assertThat(bins.get(7).observed()).isNaN();
    // 3 of 4 images in a bin that is off by 0.89 / 3, 1 of 4 in one that is right
    assertThat(e.ece()).isCloseTo(0.89 / 4, EXACT);
  }
}
