package io.github.thorax4j.batch;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.ThoraxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads and classifies files; every failure becomes a result. Thread-safe. */
public final class FileClassifier {

  private final PneumoniaClassifier classifier;
  private final RadiographReader reader;
  private final OptionalDouble threshold;
  private final Consumer<Throwable> trace;

  /**
   * A file classifier.
   *
   * @param classifier the model; remains the caller's
   * @param reader reads the files
   * @param threshold the operating point if not the model's own, in [0, 1]
   * @param trace told where in the program a failure arose
   */
  public FileClassifier(
      PneumoniaClassifier classifier,
      RadiographReader reader,
      OptionalDouble threshold,
      Consumer<Throwable> trace) {
    this.classifier = classifier;
    this.reader = reader;
    this.threshold = threshold;
    this.trace = trace;
  }

  /** The model that is asked. */
  public ModelIdentity model() {
    return classifier.model().identity();
  }

  /** The operating point, in [0, 1]. */
  public double threshold() {
    return threshold.orElse(classifier.model().threshold());
  }

  /**
   * Classifies an input.
   *
   * @param heatMap where to write a heat map if the input is assessed
   */
  public FileResult classify(Input input, Optional<Path> heatMap) {
    long begin = System.nanoTime();
    try {
      if (input instanceof Input.Unusable unusable) {
        return new FileResult.Failed(unusable.name(), unusable.detail(), 0);
      }
      Input.File file = (Input.File) input;
      if (!file.named() && !reader.expects(file.path())) {
        return new FileResult.Skipped(file.name());
      }
      Outcome outcome = classify(file.path(), heatMap);
      return new FileResult.Answered(file.name(), outcome, millisSince(begin));
    } catch (IOException | ThoraxException e) {
      trace.accept(e);
      return failed(input, String.valueOf(e.getMessage()), begin);
    } catch (OutOfMemoryError e) {
      trace.accept(e);
      return failed(input, "too large for the memory there is", begin);
    } catch (RuntimeException | StackOverflowError e) {
      // A decoder that stumbles over a file it should have refused must not end the others' work.
      trace.accept(e);
      return failed(input, "cannot be processed (" + e + ")", begin);
    }
  }

  private Outcome classify(Path file, Optional<Path> heatMap) throws IOException {
    Reading reading = reader.read(file);
    Outcome outcome = classifier.classify(reading);
    if (outcome instanceof Outcome.Assessed assessed) {
      Outcome.Assessed answer =
          threshold.isPresent() ? assessed.at(threshold.getAsDouble()) : assessed;
      if (heatMap.isPresent() && reading instanceof Reading.Film film) {
        Radiograph image = film.radiograph();
        HeatMaps.write(image, explain(classifier, image, answer), heatMap.get());
      }
      return answer;
    }
    return outcome;
  }

  /** The map with the answer that the user is given, which may be at another operating point. */
  public static Explanation explain(
      PneumoniaClassifier classifier, Radiograph image, Outcome.Assessed answer) {
    Explanation map = classifier.explain(image);
    return new Explanation(
        answer, map.width(), map.height(), map.columns(), map.rows(), map.cells());
  }

  private static FileResult failed(Input input, String cause, long begin) {
    String name = input.name();
    String detail = cause.contains(name) ? cause : name + ": " + cause;
    return new FileResult.Failed(name, detail, millisSince(begin));
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }
}
