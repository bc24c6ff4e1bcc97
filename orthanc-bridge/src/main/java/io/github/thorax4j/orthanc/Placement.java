package io.github.thorax4j.orthanc;

import java.util.Objects;

/**
 * Where an instance is in Orthanc's tree, by Orthanc's identifiers.
 *
 * @param instance the instance
 * @param series its series
 * @param study its study
 * @param bytes the size of its file
 */
record Placement(String instance, String series, String study, long bytes) {

  /** Refuses null. */
  Placement {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(study, "study");
  }
}
