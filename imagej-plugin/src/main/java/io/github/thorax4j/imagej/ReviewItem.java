package io.github.thorax4j.imagej;

import io.github.thorax4j.Finding;
import java.nio.file.Path;

/**
 * A film that a model has assessed and somebody is to look at.
 *
 * @param file the film
 * @param probability the model's probability of pneumonia, in [0, 1]
 * @param threshold the operating point, in [0, 1]
 */
record ReviewItem(Path file, double probability, double threshold) {

  /** Refuses what is no probability. */
  ReviewItem {
    if (!(probability >= 0 && probability <= 1 && threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "no probability and threshold: " + probability + ", " + threshold);
    }
  }

  /** What the model says at the operating point. */
  Finding finding() {
    return probability >= threshold ? Finding.PNEUMONIA : Finding.NORMAL;
  }

  /** The file under the one name that all ways to write it share. */
  Path key() {
    return file.toAbsolutePath().normalize();
  }
}
