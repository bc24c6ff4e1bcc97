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
 * section N.2): bits, padding, modality transform, values of interest, polarity. All of it is
 * worked out once for each possible stored value, so that a film costs one look-up a pixel.
 * Immutable and thread-safe.
 */
public final class GreyPipeline {

  private static final String RANGE_STEP = "range of the pixels";

  private final StoredBits bits;
  private final Optional<PixelPadding> padding;
  private final ModalityTransform modality;
  private final Optional<VoiTransform> voi;
  private final Polarity polarity;
  private final List<String> notices;

  private GreyPipeline(
      StoredBits bits,
      Optional<PixelPadding> padding,
      ModalityTransform modality,
      Optional<VoiTransform> voi,
      Polarity polarity,
      List<String> notices) {
    this.bits = bits;
    this.padding = padding;
    this.modality = modality;
    this.voi = voi;
    this.polarity = polarity;
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
    return List.copyOf(steps);
  }

  /** Does it. */
  public Radiograph apply(StoredPixels pixels) {
    VoiTransform spread = voi.orElseGet(() -> rangeOf(pixels));
    float[] grey = table(spread);
    int shift = bits.shift();
    int mask = bits.codes() - 1;
    return Radiograph.ofCodes(
        pixels.columns(),
        pixels.rows(),
        grey,
        (y, row) -> {
          pixels.copyRow(y, row);
          for (int x = 0; x < row.length; x++) {
            row[x] = (short) ((row[x] & 0xFFFF) >> shift & mask);
          }
        },
        steps(spread.step()));
  }

  private float[] table(VoiTransform spread) {
    float[] grey = new float[bits.codes()];
    for (int code = 0; code < grey.length; code++) {
      int value = bits.value(code);
      if (!isPadding(value)) {
        grey[code] = (float) polarity.apply(spread.apply(modality.apply(value)));
      }
    }
    return grey;
  }

  private boolean isPadding(int value) {
    return padding.filter(range -> range.contains(value)).isPresent();
  }

  private VoiTransform rangeOf(StoredPixels pixels) {
    boolean[] present = new boolean[bits.codes()];
    short[] cells = new short[pixels.columns()];
    int shift = bits.shift();
    int mask = bits.codes() - 1;
    for (int y = 0; y < pixels.rows(); y++) {
      pixels.copyRow(y, cells);
      for (short cell : cells) {
        present[(cell & 0xFFFF) >> shift & mask] = true;
      }
    }
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int code = 0; code < present.length; code++) {
      int value = bits.value(code);
      if (present[code] && !isPadding(value)) {
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
