package io.github.thorax4j.benchmark;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.util.Random;

/**
 * One generated film and how it is stored. The number alone decides, so that a set of films is the
 * same on every machine and every run.
 *
 * @param number the film's number, from 0
 * @param anatomy the phantom that is shown, an index of {@link Anatomy}
 * @param form which attributes carry the grey scale
 * @param bits bits stored: 8, 12 or 16
 * @param inverted whether high values are dark
 * @param gamma the exponent of the exposure
 */
record Film(int number, int anatomy, Form form, int bits, boolean inverted, double gamma) {

  private static final int MOST = 0xFFFF;

  /** Which attributes carry the grey scale. */
  enum Form {
    /** Computed radiography without a window: the range of the pixels counts. */
    PLAIN,
    /** Computed radiography with a rescale and a window. */
    RESCALED,
    /** Digital radiography with a window and a presentation LUT shape. */
    PRESENTATION
  }

  static Film of(int number) {
    Random random = new Random(number);
    Form[] forms = Form.values();
    int[] depths = {8, 12, 16};
    return new Film(
        number,
        number % Anatomy.COUNT,
        forms[random.nextInt(forms.length)],
        depths[random.nextInt(depths.length)],
        random.nextBoolean(),
        0.7 + 0.6 * random.nextDouble());
  }

  /** The film as a DICOM object. */
  DicomObject dicom(Phantom phantom) {
    int columns = phantom.radiograph().width();
    int rows = phantom.radiograph().height();
    int most = (1 << bits) - 1;
    int[] stored = exposed(phantom, most, inverted);
    DicomObject object =
        switch (form) {
          case PLAIN -> DicomObject.computedRadiography(columns, rows, stored, bits);
          case RESCALED ->
              DicomObject.computedRadiography(columns, rows, stored, bits)
                  .set(Tag.RESCALE_SLOPE, Vr.DS, 2)
                  .set(Tag.RESCALE_INTERCEPT, Vr.DS, -100)
                  .window(most - 100, 1.6 * most);
          case PRESENTATION -> DicomObject.digitalRadiography(columns, rows, stored, bits);
        };
    if (inverted) {
      object.pixels(columns, rows, PixelFormat.grey(bits).monochrome1(), stored);
      if (form == Form.PRESENTATION) {
        object.set(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, "INVERSE");
      }
    }
    return object
        .set(Tag.INSTANCE_NUMBER, Vr.IS, number + 1)
        .set(Tag.SOP_INSTANCE_UID, Vr.UI, DicomObject.uid("benchmark film " + number));
  }

  /** The film's pixels, bone white. */
  Radiograph radiograph(Phantom phantom) {
    int[] values = exposed(phantom, MOST, false);
    float[] pixels = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (float) values[i] / MOST;
    }
    return Radiograph.of(phantom.radiograph().width(), phantom.radiograph().height(), pixels);
  }

  private int[] exposed(Phantom phantom, int most, boolean negative) {
    int[] table = new int[MOST + 1];
    for (int i = 0; i < table.length; i++) {
      int value = (int) Math.round(most * Math.pow((double) i / MOST, gamma));
      table[i] = negative ? most - value : value;
    }
    int[] values = phantom.stored(16, false);
    for (int i = 0; i < values.length; i++) {
      values[i] = table[values[i]];
    }
    return values;
  }
}
