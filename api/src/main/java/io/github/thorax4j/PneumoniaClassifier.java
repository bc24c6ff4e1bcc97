package io.github.thorax4j;

import io.github.thorax4j.spi.ClassifierProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Classifies frontal chest radiographs as pneumonia or normal. Thread-safe: any number of threads
 * may use one classifier, and each gets the numbers it would get alone.
 *
 * <pre>{@code
 * try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
 *   Outcome outcome = classifier.classify(Path.of("film.dcm"));
 * }
 * }</pre>
 *
 * <p>Research software, not for diagnosis.
 */
public interface PneumoniaClassifier extends AutoCloseable {

  /**
   * Opens the shipped model.
   *
   * @throws ThoraxException if there is no implementation on the class path or the engine cannot be
   *     started
   */
  static PneumoniaClassifier open() {
    return provider().open();
  }

  /**
   * Opens a model file.
   *
   * @throws IOException if the file cannot be read or is no intact model of a known version; the
   *     message names the file and the cause
   * @throws ThoraxException if there is no implementation on the class path or the engine cannot be
   *     started
   */
  static PneumoniaClassifier open(Path model) throws IOException {
    return provider().open(model);
  }

  private static ClassifierProvider provider() {
    return ServiceLoader.load(ClassifierProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "no classifier on the class path: add thorax4j-model-djl or another"
                        + " implementation"));
  }

  /** What the model says of itself; also after {@link #close()}. */
  ModelCard model();

  /**
   * Classifies one image.
   *
   * @return an answer, or why none is given (too small, too long, without content)
   * @throws IllegalStateException after {@link #close()}
   * @throws ThoraxException if the engine fails
   */
  Outcome classify(Radiograph image);

  /**
   * Classifies what a reader found.
   *
   * @throws IllegalStateException after {@link #close()}
   * @throws ThoraxException if the engine fails
   */
  default Outcome classify(Reading reading) {
    if (reading instanceof Reading.Refused refused) {
      return new Outcome.Declined(
          refused.reason(), refused.detail(), model().identity(), List.of());
    }
    return classify(((Reading.Film) reading).radiograph());
  }

  /**
   * Reads and classifies one file, of any format on the class path.
   *
   * @throws IOException if the file cannot be read; the message names the file and the cause
   * @throws IllegalStateException after {@link #close()}
   * @throws ThoraxException if the engine fails
   */
  default Outcome classify(Path file) throws IOException {
    return classify(RadiographReader.open().read(file));
  }

  /**
   * Classifies many images, faster than one by one.
   *
   * @param monitor told of progress; once it says cancelled, no further image is begun
   * @return an outcome for each image, in order; a prefix of that if cancelled
   * @throws IllegalStateException after {@link #close()}
   * @throws ThoraxException if the engine fails
   */
  List<Outcome> classifyAll(List<Radiograph> images, Monitor monitor);

  /**
   * Classifies an image and shows where the evidence for pneumonia was found.
   *
   * @return a map in image coordinates; all zero for a declined image
   * @throws IllegalStateException after {@link #close()}
   * @throws ThoraxException if the engine fails
   */
  Explanation explain(Radiograph image);

  /** Frees the engine's memory; once is enough, more does no harm. */
  @Override
  void close();
}
