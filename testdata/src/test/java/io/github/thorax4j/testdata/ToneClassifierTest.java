package io.github.thorax4j.testdata;

import io.github.thorax4j.PneumoniaClassifier;

/** Shows that the contract can be kept. */
class ToneClassifierTest extends PneumoniaClassifierContract {

  @Override
  protected PneumoniaClassifier open() {
    return new ToneClassifier();
  }
}
