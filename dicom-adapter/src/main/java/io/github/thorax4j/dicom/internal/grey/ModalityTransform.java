package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.io.IOException;
import java.util.Optional;

/** From stored values to what the modality measured (PS3.3 section C.11.1). */
sealed interface ModalityTransform {

  double apply(int storedValue);

  /** Whether an output can be negative. */
  boolean signed();

  /** What it does; empty if nothing. */
  Optional<String> step();

  /** The transform of a header: a table if there is one, else slope and intercept. */
  static ModalityTransform of(Attributes attributes, StoredBits bits) throws IOException {
    Optional<Attributes> table = attributes.item(Tag.MODALITY_LUT_SEQUENCE);
    if (table.isPresent()) {
      return new Table(LookupTable.of(table.get(), bits.signed(), "ModalityLUTSequence"));
    }
    double slope = attributes.decimal(Tag.RESCALE_SLOPE).orElse(1);
    double intercept = attributes.decimal(Tag.RESCALE_INTERCEPT).orElse(0);
    // A slope of zero would leave no image; it is what some writers put for 'none'.
    Rescale rescale = new Rescale(slope == 0 ? 1 : slope, intercept, false);
    boolean negative =
        bits.signed() || Math.min(rescale.apply(0), rescale.apply(bits.codes() - 1)) < 0;
    return new Rescale(rescale.slope, rescale.intercept, negative);
  }

  /** Slope and intercept (section C.11.1.1.2). */
  record Rescale(double slope, double intercept, boolean signed) implements ModalityTransform {

    @Override
    public double apply(int storedValue) {
      return slope * storedValue + intercept;
    }

    @Override
    public Optional<String> step() {
      return slope == 1 && intercept == 0
          ? Optional.empty()
          : Optional.of("rescale " + Numbers.text(slope) + " x + " + Numbers.text(intercept));
    }
  }

  /** A table (section C.11.1.1.1). */
  record Table(LookupTable table) implements ModalityTransform {

    @Override
    public double apply(int storedValue) {
      return table.entry(storedValue);
    }

    @Override
    public boolean signed() {
      return false;
    }

    @Override
    public Optional<String> step() {
      return Optional.of("modality LUT, " + table);
    }
  }
}
