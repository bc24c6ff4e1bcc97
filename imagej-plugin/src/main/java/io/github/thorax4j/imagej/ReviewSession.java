package io.github.thorax4j.imagej;

import io.github.thorax4j.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A way through films, in which each gets a label or is skipped. What was decided is on disk when a
 * method returns. Not thread-safe.
 */
final class ReviewSession {

  private final List<ReviewItem> items;
  private final LabelsFile labels;
  private final Set<Path> labelled = new HashSet<>();
  private int position;

  /**
   * A session over films in the given order.
   *
   * @param items the films; those that have a label are left out
   * @param labels where labels go
   */
  ReviewSession(List<ReviewItem> items, LabelsFile labels) {
    Set<Path> before = new HashSet<>(labels.films());
    this.items = items.stream().filter(item -> !before.contains(item.key())).toList();
    this.labels = labels;
  }

  /** How many films there are. */
  int size() {
    return items.size();
  }

  /** Which film is looked at, from 0; {@link #size()} at the end. */
  int position() {
    return position;
  }

  /** Whether every film was looked at. */
  boolean atEnd() {
    return position == items.size();
  }

  /** How many films have got a label. */
  int labelled() {
    return labelled.size();
  }

  /**
   * The film that is looked at.
   *
   * @throws IllegalStateException at the end
   */
  ReviewItem current() {
    if (atEnd()) {
      throw new IllegalStateException("every film was looked at");
    }
    return items.get(position);
  }

  /** The label that was given before, or else the model's answer. */
  Finding suggestion() {
    return labels.label(current()).orElse(current().finding());
  }

  /**
   * Gives the film a label and goes on.
   *
   * @throws IOException if the label cannot be written; the film remains the current one
   */
  void label(Finding label) throws IOException {
    labels.put(current(), label);
    labelled.add(current().key());
    position++;
  }

  /**
   * Leaves the film without a label, also one that it was given before, and goes on.
   *
   * @throws IOException if that cannot be written; the film remains the current one
   */
  void skip() throws IOException {
    labels.remove(current());
    labelled.remove(current().key());
    position++;
  }

  /** Goes to the film before, if there is one. */
  void back() {
    position = Math.max(0, position - 1);
  }
}
