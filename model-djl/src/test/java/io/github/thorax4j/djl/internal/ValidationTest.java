package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.testdata.LabelledSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationTest {

  private static final Architecture THORAXNET = Architecture.named("thoraxnet");

  @TempDir private static Path folder;

  private static Validation validation;

  @BeforeAll
  static void read() throws IOException {
    LabelledImages data = LabelledSet.write(folder, 12, 1, 128, 2).images();
    validation = new Validation(THORAXNET, TrainingImages.read(data, 147, 2, Monitor.NONE), 1);
  }

  /** Initial weights with another last layer: logit = scale * feature mean + bias. */
  private static Weights weights(float scale, float bias) {
    Map<String, float[]> arrays = new LinkedHashMap<>(Weights.initial(THORAXNET, 5).arrays());
    float[] last = arrays.get("head.2.weight").clone();
    for (int i = 0; i < last.length; i++) {
      last[i] *= scale;
    }
    arrays.put("head.2.weight", last);
    arrays.put("head.2.bias", new float[] {bias});
    return new Weights(arrays);
  }

  @Test
  void aConstantAnswerIsWorthNothing() {
    Validation.Result result = validation.clean(weights(0, 2));

    // Half of the films are normal: (0.126928 + 2.126928) / 2.
    assertThat(result.loss()).isCloseTo(1.126928, within(1e-5));
    assertThat(result.auroc()).isEqualTo(0.5);
    assertThat(result.accuracy()).isEqualTo(0.5);
    assertThat(result.logits()).hasSize(12).containsOnly(2.0);
  }

  @Test
  void calibrationMakesAnUncertainModelNoSurer() {
    // A logit of zero for every film: every temperature is as good, a lower one is forbidden.
    assertThat(validation.calibration(weights(0, 0)).temperature()).isEqualTo(1);
    for (float scale : new float[] {0.01f, 0.1f, 1, 10, 1000}) {
      assertThat(validation.calibration(weights(scale, 0)).temperature()).isBetween(1.0, 10.0);
    }
  }

  @Test
  void calibrationTempersAModelThatIsSureAndWrong() {
    // The constant answer's loss falls with the temperature without end.
    assertThat(validation.calibration(weights(0, 30)).temperature()).isGreaterThan(9.5);
  }

  @Test
  void withoutHeldOutImagesNothingIsMeasured() throws IOException {
    Validation none =
        new Validation(
            THORAXNET, TrainingImages.read(new LabelledImages(List.of()), 147, 1, Monitor.NONE), 1);

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.calibration(weights(1, 0))).isEqualTo(ModelCard.Calibration.NONE);
    assertThat(none.metrics(weights(1, 0), ModelCard.Calibration.NONE)).isEmpty();
  }

  @Test
  void metricsAreNamedAndInRange() {
    Map<String, Double> metrics = validation.metrics(weights(1, 0), new ModelCard.Calibration(2));

    assertThat(metrics)
        .containsKeys(
            "holdout.auroc",
            "holdout.accuracy",
            "holdout.sensitivity",
            "holdout.specificity",
            "holdout.brier");
    for (Degradation way : Degradation.values()) {
      assertThat(metrics)
          .containsKey("holdout." + way.name().toLowerCase(java.util.Locale.ROOT) + ".auroc");
    }
    assertThat(metrics.values()).allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
    double shares = 0;
    for (int bin = 0; bin < 10; bin++) {
      shares += metrics.get("holdout.score.bin" + bin);
    }
    assertThat(shares).isCloseTo(1, within(1e-9));
  }
}
