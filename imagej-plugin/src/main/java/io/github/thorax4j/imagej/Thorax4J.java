package io.github.thorax4j.imagej;

import ij.ImagePlus;
import io.github.thorax4j.Explanation;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Thorax4J for scripts in Groovy, Jython, JavaScript or BeanShell:
 *
 * <pre>{@code
 * from ij import IJ
 * from io.github.thorax4j.imagej import Thorax4J
 * outcome = Thorax4J.classify(IJ.getImage())
 * }</pre>
 *
 * <p>The model and the operating point are those chosen with <i>Plugins &gt; Thorax4J &gt;
 * Model...</i>; the model is opened on first use and stays open. Images are not changed, and need
 * no window nor a screen. An area selection restricts an image to its bounding box, an inverting
 * look-up table inverts, and what has a DICOM header must be a frontal chest radiograph by it.
 * Thread-safe, as long as nobody changes the image.
 *
 * <p>Research software, not for diagnosis.
 */
public final class Thorax4J {

  private Thorax4J() {}

  /**
   * Classifies an image over the full range of its values: {@link GreyRange#FULL}.
   *
   * @param image of any type; of a stack, the current slice
   * @throws NullPointerException that names the argument, if one is null
   * @throws IOException if the chosen model cannot be read; the message names it and the cause
   * @throws IllegalArgumentException if the selection is outside of the image
   * @throws io.github.thorax4j.ThoraxException if the engine fails
   */
  public static Outcome classify(ImagePlus image) throws IOException {
    return classify(image, GreyRange.FULL);
  }

  /**
   * Classifies an image.
   *
   * @param image of any type; of a stack, the current slice
   * @param range what is black and white
   * @throws NullPointerException that names the argument, if one is null
   * @throws IOException if the chosen model cannot be read; the message names it and the cause
   * @throws IllegalArgumentException if the selection is outside of the image
   * @throws io.github.thorax4j.ThoraxException if the engine fails
   */
  public static Outcome classify(ImagePlus image, GreyRange range) throws IOException {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(range, "range");
    ImageRadiographs radiographs = new ImageRadiographs(image, range);
    int slice = image.getCurrentSlice();
    Reading reading = radiographs.read(slice);
    try (PluginClassLoading scope = PluginClassLoading.begin();
        ClassifierSession.Use use = ClassifierSession.get().use()) {
      return radiographs.withHint(slice, use.atChosenThreshold(use.classifier().classify(reading)));
    }
  }

  /**
   * Classifies a file with Thorax4J's own reader: DICOM of all transfer syntaxes, PNG, JPEG, TIFF.
   *
   * @throws NullPointerException that names the argument, if it is null
   * @throws IOException if the file or the chosen model cannot be read; the message names it and
   *     the cause
   * @throws io.github.thorax4j.ThoraxException if the engine fails
   */
  public static Outcome classify(String path) throws IOException {
    Objects.requireNonNull(path, "path");
    try (PluginClassLoading scope = PluginClassLoading.begin();
        ClassifierSession.Use use = ClassifierSession.get().use()) {
      return use.atChosenThreshold(use.classifier().classify(Path.of(path)));
    }
  }

  /**
   * Classifies an image and shows where the evidence was found, over the full range of its values:
   * {@link GreyRange#FULL}.
   *
   * @param image of any type; of a stack, the current slice
   * @return a map in pixels of the image, or of the selection if one restricts it; all zero for a
   *     declined image
   * @throws NullPointerException that names the argument, if one is null
   * @throws IOException if the chosen model cannot be read; the message names it and the cause
   * @throws IllegalArgumentException if the selection is outside of the image
   * @throws io.github.thorax4j.ThoraxException if the engine fails
   */
  public static Explanation explain(ImagePlus image) throws IOException {
    return explain(image, GreyRange.FULL);
  }

  /**
   * Classifies an image and shows where the evidence was found.
   *
   * @param image of any type; of a stack, the current slice
   * @param range what is black and white
   * @return a map in pixels of the image, or of the selection if one restricts it; all zero for a
   *     declined image
   * @throws NullPointerException that names the argument, if one is null
   * @throws IOException if the chosen model cannot be read; the message names it and the cause
   * @throws IllegalArgumentException if the selection is outside of the image
   * @throws io.github.thorax4j.ThoraxException if the engine fails
   */
  public static Explanation explain(ImagePlus image, GreyRange range) throws IOException {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(range, "range");
    ImageRadiographs radiographs = new ImageRadiographs(image, range);
    int slice = image.getCurrentSlice();
    Reading reading = radiographs.read(slice);
    try (PluginClassLoading scope = PluginClassLoading.begin();
        ClassifierSession.Use use = ClassifierSession.get().use()) {
      PneumoniaClassifier classifier = use.classifier();
      Outcome outcome =
          radiographs.withHint(slice, use.atChosenThreshold(classifier.classify(reading)));
      if (reading instanceof Reading.Film film) {
        Explanation map = classifier.explain(film.radiograph());
        return new Explanation(
            outcome, map.width(), map.height(), map.columns(), map.rows(), map.cells());
      }
      return new Explanation(
          outcome, radiographs.region().width, radiographs.region().height, 1, 1, new float[1]);
    }
  }
}
