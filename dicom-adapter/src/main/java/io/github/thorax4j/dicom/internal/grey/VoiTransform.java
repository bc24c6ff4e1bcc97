package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** From the modality's values to 0..1, the values of interest spread out (PS3.3 C.11.2). */
sealed interface VoiTransform {

  /** In [0, 1]. */
  double apply(double value);

  String step();

  /**
   * The transform of a header: a table if there is one, else the first window; empty if there is
   * neither, and the range of the pixels has to do.
   */
  static Optional<VoiTransform> of(Attributes attributes, boolean signedInput) throws IOException {
    Optional<Attributes> table = attributes.item(Tag.VOI_LUT_SEQUENCE);
    if (table.isPresent()) {
      return Optional.of(new Table(LookupTable.of(table.get(), signedInput, "VOILUTSequence")));
    }
    OptionalDouble centre = attributes.decimal(Tag.WINDOW_CENTER);
    OptionalDouble width = attributes.decimal(Tag.WINDOW_WIDTH);
    if (centre.isEmpty() || width.isEmpty() || width.getAsDouble() <= 0) {
      return Optional.empty();
    }
    Shape shape =
        switch (attributes.string(Tag.VOI_LUT_FUNCTION).orElse("").toUpperCase(Locale.ROOT)) {
          case "LINEAR_EXACT" -> Shape.LINEAR_EXACT;
          case "SIGMOID" -> Shape.SIGMOID;
          // The linear function is not defined for widths below 1.
          default -> width.getAsDouble() < 1 ? Shape.LINEAR_EXACT : Shape.LINEAR;
        };
    return Optional.of(new Window(shape, centre.getAsDouble(), width.getAsDouble()));
  }

  /** The functions of section C.11.2.1.2 and C.11.2.1.3. */
  enum Shape {
    /** The default: a width of w takes w - 1 steps. */
    LINEAR,
    /** A straight line. */
    LINEAR_EXACT,
    /** A logistic curve. */
    SIGMOID
  }

  /** A window; the width is positive, and at least 1 if linear. */
  record Window(Shape shape, double centre, double width) implements VoiTransform {

    @Override
    public double apply(double x) {
      return switch (shape) {
        case LINEAR -> linear(x);
        case LINEAR_EXACT -> clamp((x - centre) / width + 0.5);
        case SIGMOID -> 1 / (1 + Math.exp(-4 * (x - centre) / width));
      };
    }

    private double linear(double x) {
      double half = (width - 1) / 2;
      if (x <= centre - 0.5 - half) {
        return 0;
      }
      if (x > centre - 0.5 + half) {
        return 1;
      }
      return clamp((x - (centre - 0.5)) / (width - 1) + 0.5);
    }

    @Override
    public String step() {
      return "window "
          + shape
          + " centre "
          + Numbers.text(centre)
          + " width "
          + Numbers.text(width);
    }
  }

  /** A table (section C.11.2.1.1). */
  record Table(LookupTable table) implements VoiTransform {

    @Override
    public double apply(double value) {
      return (double) table.entry(value) / table.top();
    }

    @Override
    public String step() {
      return "VOI LUT, " + table;
    }
  }

  /** The range of the pixels, where the header says nothing; an image of one value is black. */
  record PixelRange(double lowest, double highest) implements VoiTransform {

    @Override
    public double apply(double value) {
      return highest > lowest ? clamp((value - lowest) / (highest - lowest)) : 0;
    }

    @Override
    public String step() {
      return "range of the pixels " + Numbers.text(lowest) + " to " + Numbers.text(highest);
    }
  }

  /** Into [0, 1]; what overflowed to no number becomes 0. */
  private static double clamp(double value) {
    return value > 0 ? Math.min(1, value) : 0;
  }
}
