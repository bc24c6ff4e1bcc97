package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.testdata.PneumoniaClassifierContract;
import org.junit.jupiter.api.Test;

class ShippedClassifierTest extends PneumoniaClassifierContract {

  @Override
  protected PneumoniaClassifier open() {
    return PneumoniaClassifier.open();
  }

  @Test
  void serviceLoaderFindsThisImplementation() {
    try (PneumoniaClassifier classifier = open()) {
      assertThat(classifier).isInstanceOf(DjlClassifier.class);
      assertThat(classifier.model().architecture()).isEqualTo("thoraxnet");
    }
  }
}
