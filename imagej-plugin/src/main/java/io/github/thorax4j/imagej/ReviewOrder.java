package io.github.thorax4j.imagej;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is looked at first. */
enum ReviewOrder {
  /** The highest probability of pneumonia. */
  PROBABILITY,

  /** The probability that is nearest to the operating point. */
  UNCERTAINTY;

  /** The name in a macro and the dialog. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String[] labels() {
    return Stream.of(values()).map(ReviewOrder::label).toArray(String[]::new);
  }

  static ReviewOrder of(String label) {
    return Stream.of(values())
        .filter(order -> order.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "order must be " + String.join(" or ", labels()) + ": '" + label + "'"));
  }

  /** The items in this order, equal ones as they were. */
  List<ReviewItem> sorted(List<ReviewItem> items) {
    Comparator<ReviewItem> first =
        switch (this) {
          case PROBABILITY -> Comparator.comparingDouble(ReviewItem::probability).reversed();
          case UNCERTAINTY ->
              Comparator.comparingDouble(item -> Math.abs(item.probability() - item.threshold()));
        };
    return items.stream().sorted(first).toList();
  }
}
