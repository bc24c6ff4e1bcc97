package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.DICOM;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.PngFiles;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRadiographsTest {

  private static final int WIDTH = 96;
  private static final int HEIGHT = 80;
  private static final Phantom PHANTOM = Phantom.pneumonia(WIDTH, HEIGHT, 5);

  @TempDir private Path folder;

  private static Reading read(ImagePlus image, GreyRange range) {
    return new ImageRadiographs(image, range).read(image.getCurrentSlice());
  }

  private static Radiograph film(ImagePlus image, GreyRange range) {
    return ((Reading.Film) read(image, range)).radiograph();
  }

  private static float[] pixels(ImagePlus image, GreyRange range) {
    return film(image, range).pixels();
  }

  /** What thorax4j makes of a file without ImageJ. */
  private static float[] ownPixels(Path file) throws IOException {
    return ((Reading.Film) RadiographReader.open().read(file)).radiograph().pixels();
  }

  private static void assertClose(float[] actual, float[] expected, float most) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(most));
    }
  }

  private static ImagePlus open(Path file) {
    return IJ.openImage(file.toString());
  }

  private Path dicom(DicomObject object) throws IOException {
    return object.writeTo(folder.resolve("film.dcm"));
  }

  private static DicomObject film(int bits) {
    return DicomObject.digitalRadiography(WIDTH, HEIGHT, PHANTOM.stored(bits, false), bits);
  }

  // ---- the same file with and without ImageJ ----

  @Test
  void anEightBitPngHasTheSamePixelsToTheLastBit() throws IOException {
    Path file = folder.resolve("film.png");
    PngFiles.write(PHANTOM.radiograph(), file);

    assertThat(open(file).getBitDepth()).isEqualTo(8);
    assertThat(pixels(open(file), GreyRange.FULL)).isEqualTo(ownPixels(file));
  }

  @Test
  void aSixteenBitPngHasTheSamePixelsToTheLastBit() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, WIDTH, HEIGHT, PHANTOM.stored(15, false));
    Path file = folder.resolve("film.png");
    ImageIO.write(image, "png", file.toFile());

    assertThat(open(file).getBitDepth()).isEqualTo(16);
    assertThat(pixels(open(file), GreyRange.FULL)).isEqualTo(ownPixels(file));
  }

  @ParameterizedTest
  @CsvSource({"TYPE_BYTE_GRAY, jpg", "TYPE_INT_RGB, png", "TYPE_INT_RGB, jpg"})
  void greyFilmsInOtherFormatsHaveTheSamePixels(String type, String format) throws Exception {
    int number = BufferedImage.class.getField(type).getInt(null);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, number);
    int[] grey = PHANTOM.stored(8, false);
    for (int i = 0; i < grey.length; i++) {
      image.setRGB(i % WIDTH, i / WIDTH, 0x10101 * grey[i]);
    }
    Path file = folder.resolve("film." + format);
    ImageIO.write(image, format, file.toFile());

    assertThat(pixels(open(file), GreyRange.FULL)).isEqualTo(ownPixels(file));
  }

  @Test
  void anIndexedPngIsReadThroughItsPalette() throws IOException {
    byte[] backwards = new byte[256];
    for (int i = 0; i < 256; i++) {
      backwards[i] = (byte) (i < 128 ? 2 * i : 2 * i + 1); // a grey, but no ramp
    }
    BufferedImage image =
        new BufferedImage(
            WIDTH,
            HEIGHT,
            BufferedImage.TYPE_BYTE_INDEXED,
            new java.awt.image.IndexColorModel(8, 256, backwards, backwards, backwards));
    image.getRaster().setPixels(0, 0, WIDTH, HEIGHT, PHANTOM.stored(8, false));
    Path file = folder.resolve("film.png");
    ImageIO.write(image, "png", file.toFile());

    assertThat(pixels(open(file), GreyRange.FULL)).isEqualTo(ownPixels(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10, 12, 16})
  void aDicomFilmWithAWindowHasTheSamePixels(int bits) throws IOException {
    Path file = dicom(film(bits).window(0.4 * (1 << bits), 0.5 * (1 << bits)));

    assertClose(pixels(open(file), GreyRange.FULL), ownPixels(file), 1e-6f);
    assertThat(film(open(file), GreyRange.FULL).preprocessing())
        .anyMatch(step -> step.startsWith("window LINEAR centre"));
  }

  @Test
  void boneIsWhiteInMonochrome1() throws IOException {
    Path file =
        dicom(
            DicomObject.computedRadiography(WIDTH, HEIGHT, PHANTOM.stored(12, true), 12)
                .pixels(
                    WIDTH, HEIGHT, PixelFormat.grey(12).monochrome1(), PHANTOM.stored(12, true)));

    assertThat(open(file).isInvertedLut()).isTrue();
    float[] pixels = pixels(open(file), GreyRange.FULL);
    assertClose(pixels, ownPixels(file), 1e-6f);
    assertThat(film(open(file), GreyRange.FULL).preprocessing()).contains("invert (inverting LUT)");
  }

  @Test
  void aDicomFilmWithoutWindowIsSpreadOverItsPixelsRange() throws IOException {
    Path file = dicom(film(12).remove(Tag.WINDOW_CENTER).remove(Tag.WINDOW_WIDTH));

    assertClose(pixels(open(file), GreyRange.FULL), ownPixels(file), 1e-6f);
  }

  /** ImageJ adds 32,768 to signed values, and calibrates. */
  @Test
  void signedValuesWithAnInterceptHaveTheSamePixels() throws IOException {
    int[] stored = Arrays.stream(PHANTOM.stored(12, false)).map(v -> v - 2048).toArray();
    // ImageJ does not extend the sign of twelve bits, so they are stored in sixteen here.
    Path file =
        dicom(
            film(12)
                .pixels(WIDTH, HEIGHT, PixelFormat.grey(16).twosComplement(), stored)
                .set(Tag.RESCALE_INTERCEPT, Vr.DS, "1000")
                .window(900, 2000));

    assertClose(pixels(open(file), GreyRange.FULL), ownPixels(file), 1e-6f);
  }

  /** ImageJ makes 32-bit images of them by commands of its own, which need a screen. */
  @Test
  void aRescaleSlopeHasTheSamePixels() throws IOException {
    Path file =
        dicom(
            film(12)
                .set(Tag.RESCALE_SLOPE, Vr.DS, "0.5")
                .set(Tag.RESCALE_INTERCEPT, Vr.DS, "-100")
                .window(900, 1500));
    FloatProcessor values = new FloatProcessor(WIDTH, HEIGHT, PHANTOM.stored(12, false));
    values.multiply(0.5);
    values.add(-100);
    ImagePlus image = new ImagePlus("", values);
    image.setProperty("Info", new DICOM().getInfo(file.toString()));

    assertClose(pixels(image, GreyRange.FULL), ownPixels(file), 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chest_cr_mono1_10bit_explicit.dcm", "nih_dx_nofinding.dcm"})
  void realFilmsHaveTheSamePixels(String name) throws IOException {
    Path file = Path.of(System.getProperty("thorax4j.data", "")).resolve("dicom").resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is not there");

    assertClose(pixels(open(file), GreyRange.FULL), ownPixels(file), 1e-6f);
  }

  /** Its header's window is that of the twelve bits it had. */
  @Test
  void aFilmMadeEightBitIsNoLongerWindowedByItsHeader() throws IOException {
    ImagePlus image = open(dicom(film(12)));
    new ImageConverter(image).convertToGray8();

    float[] expected = ownPixels(dicom(film(12)));
    assertThat(image.getBitDepth()).isEqualTo(8);
    assertClose(pixels(image, GreyRange.FULL), expected, 0.01f);
  }

  // ---- what the user sees ----

  @Test
  void theDisplayRangeIsWhatTheWindowShows() {
    ImagePlus image =
        new ImagePlus("", new ShortProcessor(3, 1, new short[] {100, 300, 900}, null));
    image.setDisplayRange(100, 500);

    Radiograph radiograph = film(image, GreyRange.DISPLAY);
    assertThat(radiograph.pixels()).containsExactly(0, 0.5f, 1);
    assertThat(radiograph.preprocessing())
        .containsExactly("ImageJ 16-bit image", "display range 100 to 500");
  }

  @Test
  void theFullRangeIsThatOfTheDataTypeWhateverTheWindowShows() {
    ImagePlus image = new ImagePlus("", new ByteProcessor(3, 1, new byte[] {0, 51, -1}));
    image.setDisplayRange(100, 110);

    Radiograph radiograph = film(image, GreyRange.FULL);
    assertThat(radiograph.pixels()).containsExactly(new float[] {0, 0.2f, 1}, within(1e-7f));
    assertThat(radiograph.preprocessing())
        .containsExactly("ImageJ 8-bit image", "scale 8-bit grey to 0..1");
  }

  @Test
  void theDisplayRangeOfEightBitsIsNotAppliedTwice() {
    ImagePlus image = new ImagePlus("", new ByteProcessor(3, 1, new byte[] {50, 75, 100}));
    image.setDisplayRange(50, 100);

    assertThat(pixels(image, GreyRange.DISPLAY)).containsExactly(0, 0.5f, 1);
  }

  @Test
  void realNumbersAreSpreadOverTheirRangeAndNotANumberIsBlack() {
    float[] values = {-2, Float.NaN, 0, 2};
    ImagePlus image = new ImagePlus("", new FloatProcessor(4, 1, values));

    Radiograph radiograph = film(image, GreyRange.FULL);
    assertThat(radiograph.pixels()).containsExactly(0, 0, 0.5f, 1);
    assertThat(radiograph.preprocessing())
        .containsExactly(
            "ImageJ 32-bit image",
            "range of the pixels -2 to 2",
            "set 1 pixels that are NaN to black");
  }

  @Test
  void anImageOfNothingButNotANumberIsBlack() {
    ImagePlus image = new ImagePlus("", new FloatProcessor(1, 1, new float[] {Float.NaN}));

    assertThat(pixels(image, GreyRange.FULL)).containsExactly(0);
    assertThat(pixels(image, GreyRange.DISPLAY)).containsExactly(0);
  }

  @ParameterizedTest
  @EnumSource(GreyRange.class)
  void anInvertingLookUpTableInverts(GreyRange range) {
    ImageProcessor[] types = {
      new ByteProcessor(2, 1, new byte[] {0, -1}),
      new ShortProcessor(2, 1, new short[] {0, -1}, null),
      new FloatProcessor(2, 1, new float[] {0, 1})
    };
    for (ImageProcessor type : types) {
      ImagePlus image = new ImagePlus("", type);
      image.getProcessor().invertLut();
      assertThat(image.isInvertedLut()).isTrue();
      assertThat(pixels(image, range)).containsExactly(1, 0);
    }
  }

  @Test
  void theCalibrationIsSaidInTheSteps() {
    ImagePlus image =
        new ImagePlus("", new ShortProcessor(2, 1, new short[] {(short) 32768, -1}, null));
    image
        .getCalibration()
        .setFunction(Calibration.STRAIGHT_LINE, new double[] {-32768, 1}, "Gray Value");
    image.getProcessor().setMinAndMax(32768, 33768);

    assertThat(film(image, GreyRange.DISPLAY).preprocessing()).contains("display range 0 to 1000");
  }

  // ---- colour ----

  @Test
  void colourIsRefusedAndGreyInThreeChannelsIsNot() {
    ImagePlus grey = new ImagePlus("", new ColorProcessor(2, 1, new int[] {0x333333, 0xFFFFFF}));
    ImagePlus red = new ImagePlus("", new ColorProcessor(2, 1, new int[] {0xFF0000, 0xFF0000}));

    assertThat(pixels(grey, GreyRange.FULL)).containsExactly(0.2f, 1);
    assertThat(read(red, GreyRange.FULL))
        .isEqualTo(
            new Reading.Refused(Reason.COLOUR, "the image is coloured, a radiograph is grey"));
  }

  @Test
  void aColourTableIsAPaletteForEightBitsAndDecorationForSixteen() {
    LUT fire = new LUT(LutLoader.getLut("fire"), 0, 255);
    ImagePlus indexed = new ImagePlus("", new ByteProcessor(2, 1, new byte[] {0, 100}));
    indexed.setLut(fire);
    ImagePlus painted = new ImagePlus("", new ShortProcessor(2, 1, new short[] {0, -1}, null));
    painted.setLut(fire);

    assertThat(read(indexed, GreyRange.FULL)).isInstanceOf(Reading.Refused.class);
    assertThat(pixels(painted, GreyRange.FULL)).containsExactly(0, 1);
  }

  /** Its channels have red and green look-up tables still. */
  @Test
  void aCompositeShownInGreyIsGrey() {
    ImageStack channels = new ImageStack(2, 1);
    channels.addSlice(new ByteProcessor(2, 1, new byte[] {0, 51}));
    channels.addSlice(new ByteProcessor(2, 1, new byte[] {102, -1}));
    ImagePlus both = new ImagePlus("", channels);
    both.setDimensions(2, 1, 1);
    CompositeImage image = new CompositeImage(both, IJ.COLOR);
    ImageRadiographs radiographs = new ImageRadiographs(image, GreyRange.FULL);
    assertThat(radiographs.read(1)).isInstanceOf(Reading.Refused.class);

    image.setMode(IJ.GRAYSCALE);

    assertThat(((Reading.Film) radiographs.read(1)).radiograph().pixels()).containsExactly(0, 0.2f);
    assertThat(((Reading.Film) radiographs.read(2)).radiograph().pixels()).containsExactly(0.4f, 1);
    image.setDisplayRange(0, 102);
    assertThat(pixels(image, GreyRange.DISPLAY)).containsExactly(0, 0.5f);
  }

  // ---- selections ----

  @Test
  void anAreaSelectionRestrictsToItsBoundingBox() {
    ImagePlus image = new ImagePlus("", new ByteProcessor(4, 3));
    image.getProcessor().set(2, 1, 255);
    image.setRoi(new OvalRoi(1, 1, 9, 9));

    ImageRadiographs radiographs = new ImageRadiographs(image, GreyRange.FULL);
    assertThat(radiographs.region()).isEqualTo(new java.awt.Rectangle(1, 1, 3, 2));
    Radiograph radiograph = film(image, GreyRange.FULL);
    assertThat(radiograph.pixels()).containsExactly(0, 1, 0, 0, 0, 0);
    assertThat(radiograph.preprocessing()).contains("crop to the selection, 3x2 from 1,1");
  }

  @Test
  void otherSelectionsAreIgnoredAndOneOutsideIsNoImage() {
    ImagePlus image = new ImagePlus("", new ByteProcessor(4, 3));
    image.setRoi(new Line(0, 0, 2, 2));
    assertThat(film(image, GreyRange.FULL).width()).isEqualTo(4);

    image.setRoi(new Roi(10, 10, 5, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageRadiographs(image, GreyRange.FULL))
        .withMessageContaining("outside");
  }

  @Test
  void theImageStaysAsItIs() {
    ImagePlus image = new ImagePlus("", new ShortProcessor(WIDTH, HEIGHT));
    image.getProcessor().set(3, 3, 1000);
    image.setDisplayRange(10, 500);
    image.setRoi(1, 1, 20, 20);
    short[] before = ((short[]) image.getProcessor().getPixels()).clone();
    Radiograph radiograph = film(image, GreyRange.DISPLAY);
    image.getProcessor().set(3, 3, 0);

    assertThat(radiograph.pixel(2, 2)).isEqualTo(1);
    image.getProcessor().set(3, 3, 1000);
    assertThat((short[]) image.getProcessor().getPixels()).isEqualTo(before);
    assertThat(image.getDisplayRangeMax()).isEqualTo(500);
    assertThat(image.getRoi().getBounds()).isEqualTo(new java.awt.Rectangle(1, 1, 20, 20));
  }

  // ---- the header gate ----

  @Test
  void theHeaderIsJudgedAsWithoutImageJ() throws IOException {
    DicomObject[] refused = {
      film(12).set(Tag.BODY_PART_EXAMINED, Vr.CS, "HAND"),
      film(12).set(Tag.VIEW_POSITION, Vr.CS, "LL"),
      film(12).set(Tag.MODALITY, Vr.CS, "CT"),
      film(12).set(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.2"),
      film(12)
          .remove(Tag.BODY_PART_EXAMINED)
          .setSequence(Tag.ANATOMIC_REGION_SEQUENCE, DicomObject.code("85562004", "SCT", "Hand")),
      film(12)
          .remove(Tag.VIEW_POSITION)
          .setSequence(
              Tag.VIEW_CODE_SEQUENCE, DicomObject.code("399198007", "SCT", "Right lateral"))
    };
    for (DicomObject object : refused) {
      Path file = dicom(object);
      Reading expected = RadiographReader.open().read(file);
      assertThat(expected).isInstanceOf(Reading.Refused.class);
      assertThat(read(open(file), GreyRange.FULL)).isEqualTo(expected);
      file = object.undefinedLengths().writeTo(folder.resolve("undefined.dcm"));
      assertThat(read(open(file), GreyRange.FULL)).isEqualTo(expected);
    }
  }

  @Test
  void framesAreJudgedOneByOneAndEachSliceByItsOwnHeader() throws IOException {
    int[] frame = PHANTOM.stored(12, false);
    Path file = dicom(film(12).pixels(WIDTH, HEIGHT, PixelFormat.grey(12), frame, frame));
    assertThat(open(file).getStackSize()).isEqualTo(2);
    assertThat(read(open(file), GreyRange.FULL)).isInstanceOf(Reading.Film.class);

    ImagePlus chest = open(dicom(film(12)));
    ImagePlus hand = open(dicom(film(12).set(Tag.BODY_PART_EXAMINED, Vr.CS, "HAND")));
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    stack.addSlice("a\n" + chest.getInfoProperty(), chest.getProcessor());
    stack.addSlice("b\n" + hand.getInfoProperty(), hand.getProcessor());
    ImageRadiographs both = new ImageRadiographs(new ImagePlus("", stack), GreyRange.FULL);
    assertThat(both.read(1)).isInstanceOf(Reading.Film.class);
    assertThat(both.read(2)).isInstanceOf(Reading.Refused.class);
  }
}
