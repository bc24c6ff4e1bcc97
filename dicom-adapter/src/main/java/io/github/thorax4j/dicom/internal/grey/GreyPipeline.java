package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.StoredPixels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole road from stored values to 0..1, bone white, in the order of the standard (PS3.4
 * section N.2): bits, padding, modality transform, values of interest, polarity, orientation. The
 * grey is worked out once for each possible stored value, so that a film costs one look-up a pixel.
 * Immutable and thread-safe.
 */
public final class GreyPipeline {

  private static final String RANGE_STEP = "range of the pixels";

  private final StoredBits bits;
  private final Optional<PixelPadding> padding;
  private final ModalityTransform modality;
  private final Optional<VoiTransform> voi;
  private final Polarity polarity;
  private final Optional<Orientation> orientation;
  private final List<String> notices;

  private GreyPipeline(
      StoredBits bits,
      Optional<PixelPadding> padding,
      ModalityTransform modality,
      Optional<VoiTransform> voi,
      Polarity polarity,
      Optional<Orientation> orientation,
      List<String> notices) {
    this.bits = bits;
    this.padding = padding;
    this.modality = modality;
    this.voi = voi;
    this.polarity = polarity;
    this.orientation = orientation;
    this.notices = notices;
  }

  /**
   * What a header asks for.
   *
   * @throws IOException if a lookup table is broken; the message names the cause
   */
  public static GreyPipeline of(Attributes attributes) throws IOException {
    StoredBits bits = StoredBits.of(attributes);
    ModalityTransform modality = ModalityTransform.of(attributes, bits);
    return new GreyPipeline(
        bits,
        PixelPadding.of(attributes, bits),
        modality,
        VoiTransform.of(attributes, modality.signed()),
        Polarity.of(attributes),
        Orientation.of(attributes),
        Notices.of(attributes));
  }

  /** What will be done, in order and in words. */
  public List<String> steps() {
    return steps(voi.map(VoiTransform::step).orElse(RANGE_STEP));
  }

  private List<String> steps(String voiStep) {
    List<String> steps = new ArrayList<>(notices);
    bits.step().ifPresent(steps::add);
    padding.map(PixelPadding::step).ifPresent(steps::add);
    modality.step().ifPresent(steps::add);
    steps.add(voiStep);
    polarity.step().ifPresent(steps::add);
    orientation.flatMap(Orientation::step).ifPresent(steps::add);
    return List.copyOf(steps);
  }

  /** Does it. */
  public Radiograph apply(StoredPixels pixels) {
    VoiTransform spread = voi.orElseGet(() -> rangeOf(pixels));
    Orientation stored = orientation.orElse(Orientation.UPRIGHT);
    return Radiograph.ofCodes(
        stored.width(pixels),
        stored.height(pixels),
        table(spread),
        stored.turned(pixels),
        steps(spread.step()));
  }

  /** The grey of every cell, so that the cells themselves are left as they are. */
  private float[] table(VoiTransform spread) {
    float[] grey = new float[bits.codes()];
    for (int code = 0; code < grey.length; code++) {
      int value = bits.value(code);
      if (!isPadding(value)) {
        grey[code] = (float) polarity.apply(spread.apply(modality.apply(value)));
      }
    }
    float[] table = new float[bits.cells()];
    for (int cell = 0; cell < table.length; cell++) {
      table[cell] = grey[bits.code(cell)];
    }
    return table;
  }

  private boolean isPadding(int value) {
    return padding.filter(range -> range.contains(value)).isPresent();
  }

  private VoiTransform rangeOf(StoredPixels pixels) {
    boolean[] present = new boolean[bits.cells()];
    short[] row = new short[pixels.columns()];
    for (int y = 0; y < pixels.rows(); y++) {
      pixels.copyRow(y, row);
      for (short cell : row) {
        present[cell & 0xFFFF] = true;
      }
    }
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int cell = 0; cell < present.length; cell++) {
      int value = bits.value(bits.code(cell));
      if (present[cell] && !isPadding(value)) {
        double measured = modality.apply(value);
        lowest = Math.min(lowest, measured);
        highest = Math.max(highest, measured);
      }
    }
    return highest < lowest
        ? new VoiTransform.PixelRange(0, 0)
        : new VoiTransform.PixelRange(lowest, highest);
  }
}
