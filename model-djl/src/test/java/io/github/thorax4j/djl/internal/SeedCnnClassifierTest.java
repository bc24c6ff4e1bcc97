package io.github.thorax4j.djl.internal;

import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.testdata.PneumoniaClassifierContract;

class SeedCnnClassifierTest extends PneumoniaClassifierContract {

  private static final ThoraxModel MODEL = GeneratedModel.initial("seed-cnn", 3);

  @Override
  protected PneumoniaClassifier open() {
    return new DjlClassifier(MODEL);
  }
}
