package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.testdata.ClassifierTrainerContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DjlTrainerTest extends ClassifierTrainerContract {

  @Override
  protected ClassifierTrainer trainer() {
    return ClassifierTrainer.open();
  }

  @Override
  protected PneumoniaClassifier open(Path model) throws IOException {
    return PneumoniaClassifier.open(model);
  }

  @Test
  void defaultsComeFirst() {
    assertThat(trainer()).isInstanceOf(DjlTrainer.class);
    assertThat(trainer().architectures()).containsExactly("thoraxnet", "seed-cnn");
    assertThat(trainer().recipes()).containsExactly("robust", "origin");
  }
}
