package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ImageProcessor;
import io.github.thorax4j.Explanation;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Reason;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with one image, as a macro or script does it, with the shipped model. */
class ImageCommandsTest {

  private static final int WIDTH = 320;
  private static final int HEIGHT = 256;

  @TempDir private Path folder;
  private Path film;

  @BeforeEach
  void aFilmAndAnEmptyTable() throws IOException {
    HeadlessCommands.install();
    Analyzer.getResultsTable().reset();
    film = folder.resolve("film.png");
    PngFiles.write(Phantom.pneumonia(WIDTH, HEIGHT, 5).radiograph(), film);
  }

  @AfterEach
  void noImage() {
    WindowManager.setTempCurrentImage(null);
  }

  private static ImagePlus open(Path file) {
    return IJ.openImage(file.toString());
  }

  /** What {@code thorax4j classify} says. */
  private static double expected(Path file) throws IOException {
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      return ((Outcome.Assessed) classifier.classify(file)).probability();
    }
  }

  private static void run(String command, String options, ImagePlus image) {
    IJ.run(image, command, options);
  }

  private ImagePlus stack() throws IOException {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int seed = 1; seed <= 3; seed++) {
      Path file = folder.resolve(seed + ".png");
      PngFiles.write(Phantom.normal(WIDTH, HEIGHT, seed).radiograph(), file);
      stack.addSlice(seed == 2 ? "second" : null, open(file).getProcessor());
    }
    return new ImagePlus("films", stack);
  }

  // ---- Classify Radiograph ----

  @Test
  void aRowHoldsWhatThoraxClassifySaysOfTheFile() throws IOException {
    run("Classify Radiograph", "", open(film));

    ResultsTable table = Analyzer.getResultsTable();
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.getStringValue("File", 0)).isEqualTo(film.toString());
    assertThat(table.getValue("Probability", 0)).isCloseTo(expected(film), within(1e-6));
    assertThat(table.getStringValue("Finding", 0)).isIn("normal", "pneumonia");
  }

  @Test
  void anImageThatIsNoLongerAsItsFileHasItsTitle() {
    ImagePlus image = open(film);
    image.changes = true;
    run("Classify Radiograph", "", image);

    assertThat(Analyzer.getResultsTable().getStringValue("File", 0)).isEqualTo("film.png");
  }

  @Test
  void aRowSaysWhatWasClassified() {
    ImagePlus image = open(film);
    image.setRoi(20, 10, 200, 150);
    image.setDisplayRange(10, 240);
    image.getProcessor().invertLut();
    run("Classify Radiograph", "range=display", image);

    assertThat(Analyzer.getResultsTable().getStringValue("Input", 0))
        .isEqualTo(
            "ImageJ 8-bit image; crop to the selection, 200x150 from 20,10;"
                + " display range 10 to 240; invert (inverting LUT)");
  }

  /** The film in 16 bits of which it uses fewer. */
  private Path shallow(int bits) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    int[] pixels = Phantom.pneumonia(WIDTH, HEIGHT, 5).stored(bits, false);
    pixels[0] = 0;
    pixels[1] = (1 << bits) - 1;
    image.getRaster().setPixels(0, 0, WIDTH, HEIGHT, pixels);
    Path file = folder.resolve(bits + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void ofSixteenBitsOfWhichFewAreUsedTheNoteSaysSo() throws IOException {
    Path file = shallow(12);
    run("Classify Radiograph", "", open(file));
    run("Classify Radiograph", "range=display", open(file));
    run("Classify Radiograph", "", open(shallow(15)));

    ResultsTable table = Analyzer.getResultsTable();
    assertThat(table.getValue("Probability", 0)).isCloseTo(expected(file), within(1e-6));
    assertThat(table.getStringValue("Note", 0))
        .startsWith(
            "the pixels use 0 to 4095 of 0 to 65535: range=display takes what is seen. Research");
    assertThat(table.getStringValue("Note", 1)).isEqualTo("Research software, not for diagnosis.");
    assertThat(table.getStringValue("Note", 2)).isEqualTo("Research software, not for diagnosis.");
  }

  @Test
  void ofFilmsWithADicomHeaderTheNoteSaysNothing() throws IOException {
    Path file =
        DicomObject.computedRadiography(
                WIDTH, HEIGHT, Phantom.normal(WIDTH, HEIGHT, 1).stored(12, false), 12)
            .writeTo(folder.resolve("film.dcm"));
    run("Classify Radiograph", "", open(file));

    assertThat(Analyzer.getResultsTable().getStringValue("Note", 0))
        .isEqualTo("Research software, not for diagnosis.");
  }

  @Test
  void whatIsDeclinedWithoutContentSaysWhenTheRangeMayBeWhy() throws IOException {
    ImagePlus image = open(shallow(8));
    run("Classify Radiograph", "", image);

    String why =
        "all pixels have nearly the same value; the pixels use 0 to 255 of 0 to 65535:"
            + " range=display takes what is seen";
    assertThat(Analyzer.getResultsTable().getStringValue("Declined", 0)).isEqualTo(why);
    assertThat(((Outcome.Declined) Thorax4J.classify(image)).detail()).isEqualTo(why);
    assertThat(Thorax4J.classify(image, GreyRange.DISPLAY)).isInstanceOf(Outcome.Assessed.class);
  }

  @Test
  void theDialogSaysWhatTheRangesAreAndWhatTheSelectionDoes() throws IOException {
    ImagePlus image = open(shallow(12));
    image.setDisplayRange(100, 3000);
    assertThat(ClassifyRadiograph.inWords(image).lines())
        .containsExactly(
            "Range full: 0 to 65535, of which the pixels use 0 to 4095",
            "Range display: 100 to 3000");

    image.setRoi(20, 10, 200, 150);
    assertThat(ClassifyRadiograph.inWords(image))
        .startsWith("Only the selection's bounding box: 200x150 from 20,10");
  }

  @Test
  void twiceTheSameImageIsTwiceTheSameNumberAndItsPixelsStay() {
    ImagePlus image = open(film);
    byte[] before = ((byte[]) image.getProcessor().getPixels()).clone();
    run("Classify Radiograph", "heatmap", image);
    run("Classify Radiograph", "", image);

    ResultsTable table = Analyzer.getResultsTable();
    assertThat(table.getValue("Probability", 0)).isEqualTo(table.getValue("Probability", 1));
    assertThat((byte[]) image.getProcessor().getPixels()).isEqualTo(before);
    assertThat(image.lockSilently()).isTrue();
  }

  @Test
  void aRefusedFilmSaysWhy() throws IOException {
    Path hand =
        DicomObject.computedRadiography(
                WIDTH, HEIGHT, Phantom.hand(WIDTH, HEIGHT, 1).stored(12, false), 12)
            .set(Tag.BODY_PART_EXAMINED, Vr.CS, "HAND")
            .writeTo(folder.resolve("hand.dcm"));
    ImagePlus image = open(hand);
    run("Classify Radiograph", "heatmap", image);

    ResultsTable table = Analyzer.getResultsTable();
    assertThat(table.getValue("Probability", 0)).isNaN();
    assertThat(table.getStringValue("Declined", 0)).isEqualTo("BodyPartExamined is 'HAND'");
    assertThat(image.getOverlay()).isNull();
  }

  @Test
  void everySliceOfAStackHasARowAndAHeatMapOfItsOwn() throws IOException {
    ImagePlus image = stack();
    run("Classify Radiograph", "heatmap opacity=40", image);

    ResultsTable table = Analyzer.getResultsTable();
    assertThat(List.of(0, 1, 2))
        .extracting(row -> table.getStringValue("File", row))
        .containsExactly("films:1", "films:second", "films:3");
    for (int slice = 1; slice <= 3; slice++) {
      assertThat(table.getValue("Probability", slice - 1))
          .isCloseTo(expected(folder.resolve(slice + ".png")), within(1e-6));
    }
    assertThat(HeatMapRoi.of(image)).extracting(ImageRoi::getPosition).containsExactly(1, 2, 3);
    assertThat(HeatMapRoi.of(image)).extracting(ImageRoi::getOpacity).containsOnly(0.4);
  }

  @Test
  void oneSliceAlone() throws IOException {
    ImagePlus image = stack();
    image.setSlice(2);
    run("Classify Radiograph", "slice", image);

    assertThat(Analyzer.getResultsTable().size()).isEqualTo(1);
    assertThat(Analyzer.getResultsTable().getStringValue("File", 0)).isEqualTo("films:second");
  }

  @Test
  void escapeKeepsWhatIsDone() throws IOException {
    ImagePlus image = stack();
    AtomicInteger read = new AtomicInteger();
    ImageStack pressing =
        new ImageStack(WIDTH, HEIGHT) {
          @Override
          public ImageProcessor getProcessor(int slice) {
            if (read.incrementAndGet() == 2) {
              IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            }
            return super.getProcessor(slice);
          }
        };
    for (int slice = 1; slice <= 3; slice++) {
      pressing.addSlice(image.getStack().getProcessor(slice));
    }
    ImagePlus interrupted = new ImagePlus("films", pressing);
    read.set(0);
    IJ.resetEscape();
    new ClassifyRadiograph()
        .run(new ClassifyRadiograph.Options(interrupted, GreyRange.FULL, false, 60, false));
    IJ.resetEscape();

    assertThat(Analyzer.getResultsTable().size()).isEqualTo(2);
  }

  @Test
  void anImageThatAnotherCommandWorksOnIsLeftAlone() throws Exception {
    ImagePlus image = open(film);
    Thread other = new Thread(image::lockSilently);
    other.start();
    other.join();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ClassifyRadiograph()
                    .run(new ClassifyRadiograph.Options(image, GreyRange.FULL, false, 60, false)))
        .withMessage("film.png: another command is working on it");
    assertThat(Analyzer.getResultsTable().size()).isZero();
  }

  @Test
  void anImageThatAnotherCommandWorksOnHasNoDialog() throws Exception {
    ImagePlus image = open(film);
    Thread other = new Thread(image::lockSilently);
    other.start();
    other.join();
    WindowManager.setTempCurrentImage(image);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassifyRadiograph().dialog())
        .withMessage("film.png: another command is working on it");
  }

  @Test
  void noHeatMapIsLeftBesideANewNumber() throws IOException {
    ImagePlus image = stack();
    run("Classify Radiograph", "heatmap", image);
    image.setSlice(2);
    run("Classify Radiograph", "slice", image);
    assertThat(HeatMapRoi.of(image)).extracting(ImageRoi::getPosition).containsExactly(1, 3);

    image.setSlice(1);
    image.setRoi(5, 5, 10, 10);
    run("Classify Radiograph", "slice", image);
    assertThat(Analyzer.getResultsTable().getStringValue("Finding", 4)).isEqualTo("declined");
    assertThat(HeatMapRoi.of(image)).extracting(ImageRoi::getPosition).containsExactly(3);
  }

  @Test
  void aHeatMapSaysWhatItIsOf() {
    ImagePlus image = open(film);
    Rectangle area = new Rectangle(20, 10, 200, 150);
    addHeatMap(image, area);
    assertThat(HeatMapRoi.of(image).get(0).getName())
        .isEqualTo("Thorax4J heat map: evidence for pneumonia");

    ModelIdentity model = new ModelIdentity("any", "1", "0".repeat(64));
    Outcome outcome = Outcome.Assessed.of(0.1, 0.5, model, List.of());
    HeatMapRoi.add(image, 1, area, new Explanation(outcome, 200, 150, 1, 1, new float[1]), 60);
    assertThat(HeatMapRoi.of(image.duplicate()).get(0).getName())
        .isEqualTo("Thorax4J heat map: no area moved the answer towards pneumonia");
  }

  @Test
  void anotherHeatMapReplacesTheFirstAndLeavesTheUsersOwnElementsAlone() {
    ImagePlus image = open(film);
    Roi own = new Roi(3, 3, 10, 10);
    image.setOverlay(new Overlay(own));
    image.setRoi(20, 10, 200, 150);
    run("Classify Radiograph", "heatmap", image);
    run("Classify Radiograph", "heatmap opacity=20", image);

    assertThat(image.getOverlay().toArray()).hasSize(2).contains(own);
    assertThat(HeatMapRoi.of(image)).hasSize(1);
    assertThat(HeatMapRoi.of(image).get(0).getBounds()).isEqualTo(new Rectangle(20, 10, 200, 150));
    assertThat(HeatMapRoi.of(image).get(0).getOpacity()).isEqualTo(0.2);
  }

  @Test
  void optionsThatMeanNothingAreNamed() {
    WindowManager.setTempCurrentImage(open(film));
    ClassifyRadiograph command = new ClassifyRadiograph();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> command.options(MacroOptions.of("heat opacity=40")))
        .withMessageContaining("'heat'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command.options(MacroOptions.of("range=most")))
        .withMessage("range must be full or display: 'most'");
  }

  @Test
  void withoutAnImageThereIsOneSentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassifyRadiograph().options(MacroOptions.of("")))
        .withMessage("There are no images open.");
  }

  // ---- Heat Map... ----

  @Test
  void heatMapsAreFadedHiddenAndShownAgain() throws IOException {
    ImagePlus image = stack();
    run("Classify Radiograph", "heatmap", image);
    run("Heat Map...", "opacity=30", image);
    assertThat(HeatMapRoi.of(image)).extracting(ImageRoi::getOpacity).containsOnly(0.3);
    run("Heat Map...", "hide", image);
    assertThat(HeatMapRoi.of(image)).extracting(ImageRoi::getOpacity).containsOnly(0.0);
    run("Heat Map...", "", image);
    assertThat(HeatMapRoi.of(image)).extracting(ImageRoi::getOpacity).containsOnly(0.6);
  }

  @Test
  void anImageWithoutHeatMapIsToldHowToGetOne() {
    WindowManager.setTempCurrentImage(open(film));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShowHeatMap().options(MacroOptions.of("hide")))
        .withMessageContaining("has no heat map");
  }

  /** Strong in one corner. */
  private static void addHeatMap(ImagePlus image, Rectangle area) {
    float[] cells = new float[16];
    cells[15] = 1;
    ModelIdentity model = new ModelIdentity("any", "1", "0".repeat(64));
    Outcome outcome = Outcome.Assessed.of(0.9, 0.5, model, List.of());
    HeatMapRoi.add(
        image, 1, area, new Explanation(outcome, area.width, area.height, 4, 4, cells), 60);
  }

  private static boolean sees(ImagePlus image, int x, int y) {
    BufferedImage canvas = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    HeatMapRoi.of(image).forEach(map -> map.draw(canvas.getGraphics()));
    return (canvas.getRGB(x, y) & 0xFFFFFF) != 0;
  }

  /** ImageJ's own copies of an image in an overlay are opaque. */
  @Test
  void copiesOfTheImageShowTheSameHeatMap() {
    ImagePlus image = open(film);
    addHeatMap(image, new Rectangle(20, 10, 200, 150));
    for (ImagePlus each : List.of(image, image.duplicate())) {
      assertThat(HeatMapRoi.of(each)).hasSize(1);
      assertThat(sees(each, 219, 159)).isTrue();
      assertThat(sees(each, 220, 160)).isFalse();
      assertThat(sees(each, 21, 11)).isFalse();
    }
  }

  @Test
  void aLargeImagesHeatMapCoversIt() {
    ImagePlus image = IJ.createImage("", "16-bit black", 2000, 1600, 1);
    addHeatMap(image, new Rectangle(0, 0, 2000, 1600));

    assertThat(HeatMapRoi.of(image).get(0).getBounds()).isEqualTo(new Rectangle(2000, 1600));
    BufferedImage flat = image.flatten().getBufferedImage();
    assertThat(flat.getRGB(1999, 1599) & 0xFFFFFF).isNotZero();
    assertThat(flat.getRGB(0, 0) & 0xFFFFFF).isZero();
  }

  @Test
  void aSavedImageStillHasItsHeatMap() {
    ImagePlus image = open(film);
    addHeatMap(image, new Rectangle(20, 10, 200, 150));
    Path saved = folder.resolve("saved.tif");
    new FileSaver(image).saveAsTiff(saved.toString());
    ImagePlus again = open(saved);

    assertThat(HeatMapRoi.of(again)).hasSize(1);
    assertThat(HeatMapRoi.of(again).get(0).getBounds()).isEqualTo(new Rectangle(20, 10, 200, 150));
    assertThat(sees(again, 219, 159)).isTrue();
    assertThat(sees(again, 21, 11)).isFalse();
    run("Heat Map...", "opacity=10", again);
    assertThat(HeatMapRoi.of(again).get(0).getOpacity()).isEqualTo(0.1);
  }

  /** What lies over white, as it is seen. */
  private static BufferedImage overWhite(ImagePlus image) {
    BufferedImage canvas = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics g = canvas.getGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    HeatMapRoi.of(image).forEach(map -> map.draw(g));
    g.dispose();
    return canvas;
  }

  @Test
  void aSavedHeatMapDarkensNothingWhereThereIsLittleEvidence() {
    ImagePlus image = open(film);
    addHeatMap(image, new Rectangle(0, 0, WIDTH, HEIGHT));
    Path saved = folder.resolve("saved.tif");
    new FileSaver(image).saveAsTiff(saved.toString());
    BufferedImage before = overWhite(image);
    BufferedImage after = overWhite(open(saved));

    // The evidence grows from none at five eighths of the width: a tenth of the strongest is here.
    for (int x = 0; x <= 0.65 * WIDTH; x++) {
      assertThat(after.getRGB(x, HEIGHT - 1)).as("column %d", x).isEqualTo(0xFFFFFFFF);
    }
    Color strong = new Color(before.getRGB(WIDTH - 1, HEIGHT - 1));
    Color kept = new Color(after.getRGB(WIDTH - 1, HEIGHT - 1));
    assertThat(kept.getRed()).isCloseTo(strong.getRed(), within(2));
    assertThat(kept.getGreen()).isCloseTo(strong.getGreen(), within(2));
    assertThat(kept.getBlue()).isCloseTo(strong.getBlue(), within(2));
  }

  // ---- scripts ----

  @Test
  void scriptsAskAboutImagesAndFiles() throws IOException {
    Outcome.Assessed ofImage = (Outcome.Assessed) Thorax4J.classify(open(film));
    Outcome.Assessed ofFile = (Outcome.Assessed) Thorax4J.classify(film.toString());

    assertThat(ofImage.probability()).isEqualTo(expected(film), within(1e-6));
    assertThat(ofFile.probability()).isEqualTo(expected(film), within(1e-6));
    assertThat(ofImage.preprocessing()).startsWith("ImageJ 8-bit image");
  }

  @Test
  void aMissingImageOrPathIsNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> Thorax4J.classify((ImagePlus) null))
        .withMessage("image");
    assertThatNullPointerException()
        .isThrownBy(() -> Thorax4J.explain((ImagePlus) null))
        .withMessage("image");
    assertThatNullPointerException()
        .isThrownBy(() -> Thorax4J.classify((String) null))
        .withMessage("path");
  }

  @Test
  void explanationsAreInPixelsOfTheSelection() throws IOException {
    ImagePlus image = open(film);
    image.setRoi(20, 10, 200, 150);
    Explanation explanation = Thorax4J.explain(image);

    assertThat(explanation.width()).isEqualTo(200);
    assertThat(explanation.height()).isEqualTo(150);
    assertThat(explanation.outcome()).isEqualTo(Thorax4J.classify(image));
  }

  @Test
  void nothingExplainsAnImageThatIsDeclined() throws IOException {
    ImageProcessor ip = open(film).getProcessor().convertToRGB();
    ip.setColor(0xFF0000);
    ip.fill();
    Explanation explanation = Thorax4J.explain(new ImagePlus("red", ip), GreyRange.DISPLAY);

    assertThat(((Outcome.Declined) explanation.outcome()).reason()).isEqualTo(Reason.COLOUR);
    assertThat(explanation.cells()).containsOnly(0);
    assertThat(explanation.width()).isEqualTo(WIDTH);
  }

  // ---- the macro language ----

  private static String macro(String code) {
    return IJ.runMacro("run(\"Thorax4J Macro Functions\");\n" + code);
  }

  private static String path(Path file) {
    return "\"" + file.toString().replace("\\", "\\\\") + "\"";
  }

  @Test
  void macrosGetTheProbabilityOfAFile() throws IOException {
    String result = macro("p = 0; Ext.thoraxClassify(" + path(film) + ", p); return d2s(p, 9);");

    assertThat(Double.parseDouble(result)).isCloseTo(expected(film), within(1e-6));
  }

  @Test
  void macrosGetTheProbabilityOfTheActiveImage() throws IOException {
    String result =
        macro(
            "setBatchMode(true); open("
                + path(film)
                + "); p = 0; Ext.thoraxClassifyImage(p); close(); return d2s(p, 9);");

    assertThat(Double.parseDouble(result)).isCloseTo(expected(film), within(1e-6));
  }

  @Test
  void macrosGetNoNumberForWhatIsDeclinedAndCanAskWhy() throws IOException {
    Path lateral =
        DicomObject.computedRadiography(
                WIDTH, HEIGHT, Phantom.lateral(WIDTH, HEIGHT, 1).stored(12, false), 12)
            .set(Tag.VIEW_POSITION, Vr.CS, "LL")
            .writeTo(folder.resolve("lateral.dcm"));
    String result =
        macro(
            "p = 0; Ext.thoraxClassify(%s, p); f = \"\"; Ext.thoraxFinding(%s, f); return \"\" + p + \" \" + f;"
                .replace("%s", path(lateral)));

    assertThat(result).isEqualTo("NaN declined: ViewPosition is 'LL'");
  }

  @Test
  void aFileThatCannotBeReadEndsTheMacro() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no image");
    IJ.redirectErrorMessages();
    String result = macro("p = 0; Ext.thoraxClassify(" + path(broken) + ", p); return \"on\";");

    assertThat(result).isEqualTo("[aborted]");
    assertThat(IJ.getErrorMessage()).contains(broken.toString()).doesNotContain("\n");
  }
}
