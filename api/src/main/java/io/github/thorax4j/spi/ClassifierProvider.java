package io.github.thorax4j.spi;

import io.github.thorax4j.PneumoniaClassifier;
import java.io.IOException;
import java.nio.file.Path;

/** Opens classifiers; implementations are stateless and thread-safe. */
public interface ClassifierProvider {

  /**
   * Opens the model that ships with this implementation.
   *
   * @throws io.github.thorax4j.ThoraxException if the engine cannot be started
   */
  PneumoniaClassifier open();

  /**
   * Opens a model file.
   *
   * @throws IOException if the file cannot be read or is no intact model of a known version; the
   *     message names the file and the cause
   * @throws io.github.thorax4j.ThoraxException if the engine cannot be started
   */
  PneumoniaClassifier open(Path model) throws IOException;
}
