package io.github.thorax4j;

import java.util.Locale;

/** Why an image is not assessed. */
public enum Reason {
  /** The object is not a kind that radiographs are stored as (SOP class or modality). */
  NOT_A_RADIOGRAPH,
  /** The header says that another body part than the chest was exposed. */
  OTHER_BODY_PART,
  /** The header says that the view is not frontal. */
  NOT_FRONTAL,
  /** More than one frame. */
  MULTI_FRAME,
  /** A colour image. */
  COLOUR,
  /** Too few pixels, or sides too unequal, to be a chest radiograph. */
  UNSUITABLE_SIZE,
  /** All pixels are alike, or nearly so. */
  NO_CONTENT;

  /** The name in outputs: lower case, words joined with underscores. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
