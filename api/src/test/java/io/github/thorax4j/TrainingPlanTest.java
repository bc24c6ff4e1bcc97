package io.github.thorax4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingPlanTest {

  @Test
  void defaults() {
    TrainingPlan plan = TrainingPlan.builder().build();

    assertThat(plan.architecture()).isEqualTo("thoraxnet");
    assertThat(plan.recipe()).isEqualTo("robust");
    assertThat(plan.seed()).isEqualTo(1);
    assertThat(plan.holdOut()).isEqualTo(0.1);
    assertThat(plan.name()).isEqualTo("thoraxnet");
    assertThat(plan.epochs()).isEmpty();
    assertThat(plan.batchSize()).isEmpty();
    assertThat(plan.threads()).isEmpty();
    assertThat(plan.checkpoints()).isEmpty();
  }

  @Test
  void aModelIsNamedAfterItsArchitectureUnlessNamed() {
    assertThat(TrainingPlan.builder().architecture("seed-cnn").build().name())
        .isEqualTo("seed-cnn");
    assertThat(TrainingPlan.builder().name("mine").architecture("seed-cnn").build().name())
        .isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesCountsBelowOne(int value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingPlan.builder().epochs(value).build())
        .withMessage("epochs must be at least 1: " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingPlan.builder().batchSize(value).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingPlan.builder().threads(value).build());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0.91, 1, Double.NaN})
  void refusesHoldOutsOutOfRange(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingPlan.builder().holdOut(value).build())
        .withMessage("holdOut must be in [0, 0.9]: " + value);
  }

  @Test
  void labelledImagesAreCopiedAndCounted() {
    List<LabelledImage> images = new ArrayList<>();
    images.add(new LabelledImage(Path.of("a.png"), Finding.NORMAL, "p1"));
    images.add(new LabelledImage(Path.of("b.png"), Finding.PNEUMONIA, "p2"));
    images.add(new LabelledImage(Path.of("c.png"), Finding.PNEUMONIA, "p2"));
    LabelledImages set = new LabelledImages(images);
    images.clear();

    assertThat(set.count(Finding.NORMAL)).isEqualTo(1);
    assertThat(set.count(Finding.PNEUMONIA)).isEqualTo(2);
    assertThatNullPointerException()
        .isThrownBy(() -> new LabelledImage(Path.of("a"), Finding.NORMAL, null));
  }
}
