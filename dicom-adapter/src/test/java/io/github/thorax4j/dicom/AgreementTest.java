package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Reading;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same pixels as two toolkits that nobody here wrote: dcmtk and pydicom. */
class AgreementTest {

  private static final int COLUMNS = 40;
  private static final int ROWS = 30;

  /** dcmtk rounds to the bits of the stored values, or of a table, on the way. */
  private static final double DCMTK_TOLERANCE = 1.0 / 1023;

  @TempDir Path folder;

  /** Objects that both toolkits show as the standard says, by name. */
  private static Map<String, DicomObject> objects() {
    Phantom phantom = Phantom.normal(COLUMNS, ROWS, 11);
    int[] twelve = phantom.stored(12, false);
    int[] signed = Arrays.stream(twelve).map(value -> value - 2048).toArray();
    Map<String, DicomObject> objects = new LinkedHashMap<>();
    objects.put("window", film(twelve).window(2000, 3000));
    objects.put("range", film(twelve));
    objects.put("implicit", film(twelve).encodedAs(TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
    objects.put(
        "big", film(twelve).window(1500, 2500).encodedAs(TransferSyntax.EXPLICIT_BIG_ENDIAN));
    objects.put("deflated", film(twelve).encodedAs(TransferSyntax.DEFLATED));
    objects.put(
        "monochrome1",
        film(twelve).set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME1").window(2048, 4096));
    objects.put(
        "shape", film(twelve).set(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, "INVERSE").window(2048, 4096));
    objects.put(
        "rescale",
        film(twelve)
            .set(Tag.RESCALE_SLOPE, Vr.DS, "0.5")
            .set(Tag.RESCALE_INTERCEPT, Vr.DS, "-1024")
            .set(Tag.RESCALE_TYPE, Vr.LO, "US")
            .window(-100, 1200));
    objects.put(
        "signed",
        film(twelve)
            .pixels(COLUMNS, ROWS, PixelFormat.grey(12).twosComplement(), signed)
            .window(-300, 2000));
    objects.put(
        "sigmoid", film(twelve).window(2048, 2048).set(Tag.VOI_LUT_FUNCTION, Vr.CS, "SIGMOID"));
    int[] table = new int[4096];
    Arrays.setAll(table, i -> (int) Math.round(1023 * Math.sqrt(i / 4095.0)));
    objects.put(
        "voilut",
        film(twelve)
            .setSequence(
                Tag.VOI_LUT_SEQUENCE,
                DicomObject.empty()
                    .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, 10)
                    .set(Tag.LUT_DATA, Vr.US, table)));
    objects.put(
        "modalitylut",
        film(twelve)
            .setSequence(
                Tag.MODALITY_LUT_SEQUENCE,
                DicomObject.empty()
                    .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, 16)
                    .set(Tag.MODALITY_LUT_TYPE, Vr.LO, "US")
                    .set(Tag.LUT_DATA, Vr.US, Arrays.stream(table).map(i -> 60 * i).toArray()))
            .window(30000, 50000));
    objects.put(
        "highbit",
        film(twelve)
            .pixels(COLUMNS, ROWS, PixelFormat.grey(12).in(16, 14), twelve)
            .window(1500, 3000));
    objects.put(
        "windows",
        film(twelve)
            .set(Tag.WINDOW_CENTER, Vr.DS, "1000", "2000")
            .set(Tag.WINDOW_WIDTH, Vr.DS, "1500", "300"));
    objects.put(
        "exact", film(twelve).window(2000, 3000).set(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT"));
    objects.put("byte", DicomObject.secondaryCapture(COLUMNS, ROWS, phantom.stored(8, false)));
    return objects;
  }

  private static DicomObject film(int[] stored) {
    return DicomObject.computedRadiography(COLUMNS, ROWS, stored, 12);
  }

  private float[] ours(Path file) throws IOException {
    return ((Reading.Film) new DicomFormat().read(file)).radiograph().pixels();
  }

  private Map<String, Path> written() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, DicomObject> object : objects().entrySet()) {
      Path file = folder.resolve(object.getKey() + ".dcm");
      files.put(object.getKey(), object.getValue().writeTo(file));
    }
    return files;
  }

  private static void assertAgrees(String name, float[] ours, double[] theirs, double tolerance) {
    assertThat(theirs).as(name).hasSize(ours.length);
    for (int i = 0; i < ours.length; i++) {
      assertThat((double) ours[i])
          .as("%s, pixel %s", name, i)
          .isCloseTo(theirs[i], within(tolerance));
    }
  }

  @Test
  void showsWhatDcmtkShows() throws Exception {
    ExternalProgram dcm2pnm = ExternalProgram.require("dcm2pnm", "dcmtk");
    for (Map.Entry<String, Path> file : written().entrySet()) {
      String name = file.getKey();
      List<String> arguments = new ArrayList<>(List.of("-q", "+opw"));
      if (name.equals("voilut")) {
        arguments.addAll(List.of("+Wl", "1"));
      } else if (hasWindow(file.getValue())) {
        arguments.addAll(List.of("+Wi", "1"));
      } else {
        arguments.add("+Wm");
      }
      arguments.add(file.getValue().toString());
      // P2, width, height, maximum, pixels
      String[] words =
          dcm2pnm.run(arguments.toArray(String[]::new)).replaceAll("#.*", "").trim().split("\\s+");
      double top = Double.parseDouble(words[3]);
      double[] theirs =
          Arrays.stream(words)
              .skip(4)
              .mapToDouble(word -> Double.parseDouble(word) / top)
              .toArray();
      assertAgrees("dcmtk " + name, ours(file.getValue()), theirs, DCMTK_TOLERANCE);
    }
  }

  private static boolean hasWindow(Path file) throws IOException {
    return DicomCodec.open().readHeader(file).attributes().has(Tag.WINDOW_CENTER);
  }

  @Test
  void showsWhatPydicomShows() throws Exception {
    Map<String, Path> files = written();
    List<String> lines =
        PythonScript.of("grey.py", "pydicom, numpy", folder)
            .run(files.values().stream().map(Path::toString).toArray(String[]::new));
    assertThat(lines).hasSize(files.size());
    int line = 0;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      double[] theirs =
          Arrays.stream(lines.get(line++).split(" ")).mapToDouble(Double::parseDouble).toArray();
      assertAgrees("pydicom " + file.getKey(), ours(file.getValue()), theirs, 2e-6);
    }
  }
}
