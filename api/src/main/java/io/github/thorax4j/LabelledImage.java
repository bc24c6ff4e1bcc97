package io.github.thorax4j;

import java.nio.file.Path;
import java.util.Objects;

/**
 * An image file with its label.
 *
 * @param file the image
 * @param label what it shows
 * @param patient who it shows: images of one patient never stand on both sides of a hold-out
 */
public record LabelledImage(Path file, Finding label, String patient) {

  /** Refuses null. */
  public LabelledImage {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(patient, "patient");
  }
}
