package io.github.thorax4j;

import java.util.Locale;

/** What a radiograph is classified as; also the label of a training image. */
public enum Finding {
  /** No pneumonia at the model's operating point. */
  NORMAL,
  /** Pneumonia at the model's operating point. */
  PNEUMONIA;

  /** The name in outputs: {@code normal} or {@code pneumonia}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** 1 for pneumonia, 0 for normal: the target a network is trained on. */
  public int target() {
    return this == PNEUMONIA ? 1 : 0;
  }

  /**
   * The finding of a label in any case; {@code 1} and {@code 0} are understood too.
   *
   * @throws IllegalArgumentException if the text is no known label
   */
  public static Finding parse(String label) {
    return switch (label.strip().toLowerCase(Locale.ROOT)) {
      case "pneumonia", "1" -> PNEUMONIA;
      case "normal", "0" -> NORMAL;
      default ->
          throw new IllegalArgumentException(
              "unknown label '" + label + "': expected NORMAL or PNEUMONIA");
    };
  }
}
