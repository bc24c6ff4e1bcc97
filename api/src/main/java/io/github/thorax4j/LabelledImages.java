package io.github.thorax4j;

import java.util.List;

/**
 * Images with labels, to train on or to measure with.
 *
 * @param images the images, in an order that does not change between runs
 */
public record LabelledImages(List<LabelledImage> images) {

  /** Copies the list. */
  public LabelledImages {
    images = List.copyOf(images);
  }

  /** How many images have the label. */
  public int count(Finding label) {
    return (int) images.stream().filter(i -> i.label() == label).count();
  }
}
