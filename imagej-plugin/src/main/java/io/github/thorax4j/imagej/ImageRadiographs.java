package io.github.thorax4j.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.djl.RasterImages;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The slices of an image as radiographs. The image is not changed; pixels are copied. What a slice
 * shows is what counts: an inverting look-up table inverts, so that bone is white, and an area
 * selection restricts to its bounding box. An image with a DICOM header has to pass its gate.
 *
 * <p>ImageJ's DICOM reader is not ours. Unlike {@code thorax4j classify}, it leaves films as they
 * are stored when PatientOrientation turns them; takes the second of several windows; takes no
 * notice of VOI and modality look-up tables, of Presentation LUT Shape and of pixel padding.
 */
final class ImageRadiographs {

  private static final int BYTES = 1 << 8;
  private static final int SHORTS = 1 << 16;

  /** The part of the range of 16 bits that, if no more is used, was hardly meant: 14 bits. */
  private static final double LITTLE = 0.25;

  private static final String INVERT_STEP = "invert (inverting LUT)";

  private final ImagePlus image;
  private final GreyRange range;
  private final Rectangle region;

  /**
   * The radiographs of an image.
   *
   * @throws IllegalArgumentException if the selection is outside of the image
   */
  ImageRadiographs(ImagePlus image, GreyRange range) {
    this.image = image;
    this.range = range;
    this.region = region(image);
    if (region.isEmpty()) {
      throw new IllegalArgumentException("the selection is outside of the image");
    }
  }

  private static Rectangle region(ImagePlus image) {
    Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
    return Optional.ofNullable(image.getRoi())
        .filter(Roi::isArea)
        .map(roi -> roi.getBounds().intersection(whole))
        .orElse(whole);
  }

  /** Whether a selection restricts it to a part. */
  boolean isRestricted() {
    return region.width < image.getWidth() || region.height < image.getHeight();
  }

  /** Which part of the image is taken, in pixels. */
  Rectangle region() {
    return new Rectangle(region);
  }

  /**
   * Reads a slice.
   *
   * @param slice from 1
   */
  Reading read(int slice) {
    // Made anew for each call, so that its selection is not the image's.
    ImageProcessor whole = image.getStack().getProcessor(slice);
    Attributes header = ImageHeader.of(image, slice);
    Optional<Reading.Refused> refused = HeaderGate.films().check(header);
    if (refused.isPresent()) {
      return refused.get();
    }
    whole.setRoi(region);
    ImageProcessor part = whole.crop();
    List<String> steps = new ArrayList<>();
    steps.add(String.format(Locale.ROOT, "ImageJ %d-bit image", image.getBitDepth()));
    if (isRestricted()) {
      steps.add(
          String.format(
              Locale.ROOT,
              "crop to the selection, %dx%d from %d,%d",
              region.width,
              region.height,
              region.x,
              region.y));
    }
    if (part instanceof ColorProcessor) {
      return ofColour(part.getBufferedImage(), steps);
    }
    LUT lut = lut(slice);
    if (part instanceof ByteProcessor && !isRamp(lut)) {
      return ofColour(coloured(part, lut).getBufferedImage(), steps);
    }
    Optional<Spread> spread = spread(whole, lut, header);
    spread.map(Spread::step).ifPresent(steps::add);
    boolean inverted = brightness(lut, 0) > brightness(lut, lut.getMapSize() - 1);
    if (part.getPixels() instanceof float[] floats) {
      return ofFloats(floats, spread.orElseThrow(), inverted, steps);
    }
    float[] table = table(part instanceof ByteProcessor ? BYTES : SHORTS, spread, inverted, steps);
    return new Reading.Film(
        Radiograph.ofCodes(region.width, region.height, table, new Stored(part), steps));
  }

  /**
   * What the full range of a 16-bit slice without a DICOM header is no measure for: values that use
   * little of it, as those of a 12-bit detector. Empty for other images.
   *
   * @param slice from 1
   */
  Optional<String> hint(int slice) {
    if (image.getBitDepth() != 16) {
      return Optional.empty();
    }
    ImageProcessor whole = image.getStack().getProcessor(slice);
    if (spread(whole, lut(slice), ImageHeader.of(image, slice)).isPresent()) {
      return Optional.empty();
    }
    Spread used = pixelRange(whole, image.getCalibration());
    double width = used.white() - used.black();
    return Optional.of(
            used(used) + " of " + typeRange(SHORTS) + ": range=display takes what is seen")
        .filter(text -> width > 0 && width < SHORTS * LITTLE);
  }

  /** What came of a slice, and if it was declined for want of content, with what may help. */
  Outcome withHint(int slice, Outcome outcome) {
    if (outcome instanceof Outcome.Declined declined && declined.reason() == Reason.NO_CONTENT) {
      Optional<String> hint = hint(slice);
      if (hint.isPresent()) {
        return new Outcome.Declined(
            declined.reason(),
            declined.detail() + "; " + hint.get(),
            declined.model(),
            declined.preprocessing());
      }
    }
    return outcome;
  }

  /**
   * Which values of a slice become black and white, in words.
   *
   * @param slice from 1
   */
  String rangeInWords(int slice) {
    ImageProcessor whole = image.getStack().getProcessor(slice);
    LUT lut = lut(slice);
    if (whole instanceof ColorProcessor || (whole instanceof ByteProcessor && !isRamp(lut))) {
      return "0 to 255";
    }
    int codes = whole instanceof ByteProcessor ? BYTES : SHORTS;
    return spread(whole, lut, ImageHeader.of(image, slice))
        .map(Spread::step)
        .orElseGet(
            () ->
                typeRange(codes) + ", of which " + used(pixelRange(whole, image.getCalibration())));
  }

  private String used(Spread used) {
    return "the pixels use " + inWords(image.getCalibration(), used.black(), used.white());
  }

  private String typeRange(int codes) {
    return inWords(image.getCalibration(), 0, codes - 1);
  }

  private static String inWords(Calibration calibration, double from, double to) {
    return text(shown(calibration, from)) + " to " + text(shown(calibration, to));
  }

  /** By the rule of the reader of PNG files: a radiograph saved with three channels is grey. */
  private static Reading ofColour(BufferedImage colours, List<String> steps) {
    if (!RasterImages.isGrey(colours)) {
      return new Reading.Refused(Reason.COLOUR, "the image is coloured, a radiograph is grey");
    }
    Radiograph radiograph = RasterImages.radiograph(colours, steps.get(0));
    for (String step : steps.subList(1, steps.size())) {
      radiograph = radiograph.withStep(step);
    }
    return new Reading.Film(radiograph);
  }

  private Reading ofFloats(float[] pixels, Spread spread, boolean inverted, List<String> steps) {
    int notNumbers = 0;
    for (float pixel : pixels) {
      notNumbers += Float.isNaN(pixel) ? 1 : 0;
    }
    if (inverted) {
      steps.add(INVERT_STEP);
    }
    if (notNumbers > 0) {
      steps.add(String.format(Locale.ROOT, "set %d pixels that are NaN to black", notNumbers));
    }
    return new Reading.Film(
        Radiograph.ofRows(
            region.width,
            region.height,
            (y, row) -> {
              for (int x = 0; x < region.width; x++) {
                float pixel = pixels[y * region.width + x];
                double grey = spread.apply(pixel);
                row[x] = Float.isNaN(pixel) ? 0 : (float) (inverted ? 1 - grey : grey);
              }
            },
            steps));
  }

  /** The grey of each code; the steps say how it came about. */
  private static float[] table(
      int codes, Optional<Spread> spread, boolean inverted, List<String> steps) {
    // To the last bit as files of this type are read without ImageJ.
    float most = codes - 1f;
    if (spread.isEmpty()) {
      steps.add(
          String.format(
              Locale.ROOT, "scale %d-bit grey to 0..1", Integer.numberOfTrailingZeros(codes)));
    }
    if (inverted) {
      steps.add(INVERT_STEP);
    }
    float[] table = new float[codes];
    for (int code = 0; code < codes; code++) {
      double grey = spread.isPresent() ? spread.get().apply(code) : code / most;
      table[code] = (float) (inverted ? 1 - grey : grey);
    }
    return table;
  }

  /** How pixel values become grey; empty for the range of the data type. */
  private Optional<Spread> spread(ImageProcessor whole, LUT lut, Attributes header) {
    boolean real = image.getBitDepth() == 32;
    // ImageJ has no calibration of the values of 32-bit images.
    Calibration calibration = real ? new Calibration() : image.getCalibration();
    if (range == GreyRange.DISPLAY) {
      return Optional.of(
          new Spread(lut.min, lut.max, "display range " + inWords(calibration, lut.min, lut.max)));
    }
    OptionalInt stored = header.integer(Tag.BITS_ALLOCATED);
    // A film that was made 8-bit since is none that its header describes.
    boolean described = stored.isPresent() && (real || stored.getAsInt() == image.getBitDepth());
    if (described) {
      Optional<Spread> window = window(header, calibration);
      if (window.isPresent()) {
        return window;
      }
    }
    return described || real ? Optional.of(pixelRange(whole, calibration)) : Optional.empty();
  }

  /** The header's window (PS3.3 section C.11.2.1.2). */
  private static Optional<Spread> window(Attributes header, Calibration calibration) {
    OptionalDouble centre = header.decimal(Tag.WINDOW_CENTER);
    OptionalDouble width = header.decimal(Tag.WINDOW_WIDTH);
    if (centre.isEmpty() || width.isEmpty() || width.getAsDouble() <= 0) {
      return Optional.empty();
    }
    String function = header.string(Tag.VOI_LUT_FUNCTION).orElse("").toUpperCase(Locale.ROOT);
    // The tangent of the sigmoid is the exact line; the default is not defined for a width of 1.
    boolean exact =
        function.equals("LINEAR_EXACT") || function.equals("SIGMOID") || width.getAsDouble() <= 1;
    double middle = exact ? centre.getAsDouble() : centre.getAsDouble() - 0.5;
    double half = (exact ? width.getAsDouble() : width.getAsDouble() - 1) / 2;
    return Optional.of(
        new Spread(
            calibration.getRawValue(middle - half),
            calibration.getRawValue(middle + half),
            String.format(
                Locale.ROOT,
                "window %s centre %s width %s",
                exact ? "LINEAR_EXACT" : "LINEAR",
                text(centre.getAsDouble()),
                text(width.getAsDouble()))));
  }

  /** Of the whole slice, so that it does not change with the selection. */
  private static Spread pixelRange(ImageProcessor whole, Calibration calibration) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < whole.getPixelCount(); i++) {
      float value = whole.getf(i);
      if (Float.isFinite(value)) {
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
    if (highest < lowest) {
      return new Spread(0, 0, "no pixel is a number");
    }
    return new Spread(
        lowest, highest, "range of the pixels " + inWords(calibration, lowest, highest));
  }

  /** From pixel values to 0..1; an empty range is black. */
  private record Spread(double black, double white, String step) {

    double apply(double value) {
      return white > black ? Math.max(0, Math.min(1, (value - black) / (white - black))) : 0;
    }
  }

  /** The look-up table and display range that a slice is shown with. */
  private LUT lut(int slice) {
    LUT[] luts = image.getLuts();
    LUT lut = luts[luts.length == 1 ? 0 : image.convertIndexToPosition(slice)[0] - 1];
    if (image instanceof CompositeImage composite && composite.getMode() == IJ.GRAYSCALE) {
      // The channels have their colours still, which are not shown.
      LUT grey = LUT.createLutFromColor(Color.WHITE);
      grey.min = lut.min;
      grey.max = lut.max;
      return grey;
    }
    return lut;
  }

  private ImageProcessor coloured(ImageProcessor part, LUT lut) {
    part.setColorModel(lut.getColorModel());
    if (range == GreyRange.DISPLAY) {
      part.setMinAndMax(lut.min, lut.max);
    }
    return part.convertToRGB();
  }

  /** Whether the entries are all greys in order, in either direction: then pixels are greys. */
  private static boolean isRamp(LUT lut) {
    boolean up = lut.getMapSize() == BYTES;
    boolean down = up;
    for (int i = 0; i < lut.getMapSize(); i++) {
      int grey = lut.getRed(i);
      boolean isGrey = grey == lut.getGreen(i) && grey == lut.getBlue(i);
      up &= isGrey && grey == i;
      down &= isGrey && grey == BYTES - 1 - i;
    }
    return up || down;
  }

  private static int brightness(LUT lut, int entry) {
    return lut.getRed(entry) + lut.getGreen(entry) + lut.getBlue(entry);
  }

  /** A pixel value in the unit that the user sees. */
  private static double shown(Calibration calibration, double value) {
    return calibration.calibrated() ? calibration.getCValue(value) : value;
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE
        ? Integer.toString((int) value)
        : Double.toString(value);
  }

  /**
   * The values of an 8-bit or 16-bit image.
   *
   * @param pixels nobody else's
   */
  private record Stored(ImageProcessor pixels) implements Radiograph.Codes {

    @Override
    public int cell(int x, int y) {
      return pixels.get(x, y);
    }

    @Override
    public void copyRow(int y, short[] row) {
      for (int x = 0; x < pixels.getWidth(); x++) {
        row[x] = (short) pixels.get(x, y);
      }
    }
  }
}
