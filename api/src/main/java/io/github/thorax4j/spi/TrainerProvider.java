package io.github.thorax4j.spi;

import io.github.thorax4j.ClassifierTrainer;

/** Makes trainers; implementations are stateless and thread-safe. */
public interface TrainerProvider {

  /** A trainer. */
  ClassifierTrainer trainer();
}
