package io.github.thorax4j.testdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the sample files that the repository holds in {@code testdata/samples}: phantoms, for
 * trying the program and for tests of whole programs.
 */
public final class Samples {

  /** A frontal chest: CR, 12 bits, MONOCHROME1 with a window, explicit little endian. */
  public static final String CHEST_CR = "chest_cr_explicit.dcm";

  /** A frontal chest: DX, 8 bits, JPEG baseline. */
  public static final String CHEST_DX = "chest_dx_jpeg.dcm";

  /** A frontal chest without opacity. */
  public static final String CHEST_NORMAL = "chest_normal.png";

  /** A frontal chest with an opacity. */
  public static final String CHEST_OPACITY = "chest_opacity.png";

  /** A hand: CR whose header says so, to be declined. */
  public static final String HAND_CR = "hand_cr.dcm";

  private static final String README =
      """
      # Samples

      **Synthetic phantoms.** These images are drawn by a program; no person was ever exposed for
      them, and the names in their headers are invented. They are there to try the program with and
      to test it. They say nothing about how well a model reads real radiographs, and are good for
      nothing else.

      | file | what it is |
      |---|---|
      | `chest_cr_explicit.dcm` | frontal chest, DICOM CR, 12 of 16 bits, MONOCHROME1 with a window, explicit VR little endian |
      | `chest_dx_jpeg.dcm` | frontal chest with an opacity, DICOM DX, 8 bits, JPEG baseline |
      | `chest_normal.png` | frontal chest, 8-bit grey PNG |
      | `chest_opacity.png` | frontal chest with an opacity, 8-bit grey PNG |
      | `hand_cr.dcm` | a hand, DICOM CR, 10 of 16 bits, BodyPartExamined HAND: to be declined |

      To make them again, from the root of the repository:

          mvn -q -Dquick -pl testdata -am package -DskipTests
          java -cp testdata/target/classes:api/target/classes io.github.thorax4j.testdata.Samples testdata/samples

      The DICOM files come out the same to the byte, the PNG files to the pixel.
      """;

  private Samples() {}

  /**
   * Writes the samples.
   *
   * @param args the folder to write to
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("give the folder to write to");
    }
    write(Path.of(args[0]));
  }

  /**
   * Writes the samples and what they are.
   *
   * @param folder made if it is not there
   * @throws IOException if a file cannot be written
   */
  public static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    computedRadiograph().writeTo(folder.resolve(CHEST_CR));
    digitalRadiograph().writeTo(folder.resolve(CHEST_DX));
    PngFiles.write(Phantom.normal(512, 512, 4).radiograph(), folder.resolve(CHEST_NORMAL));
    PngFiles.write(Phantom.pneumonia(512, 512, 5).radiograph(), folder.resolve(CHEST_OPACITY));
    hand().writeTo(folder.resolve(HAND_CR));
    Files.writeString(folder.resolve("README.md"), README);
  }

  private static DicomObject computedRadiograph() {
    // The film takes up 3,000 of the 4,096 values; the window says which.
    int[] stored = Phantom.normal(480, 512, 21).stored(12, true);
    for (int i = 0; i < stored.length; i++) {
      stored[i] = 400 + stored[i] * 3000 / 4095;
    }
    return DicomObject.computedRadiography(480, 512, stored, 12)
        .set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME1")
        .window(1900, 3000);
  }

  private static DicomObject digitalRadiograph() {
    int[] stored = Phantom.pneumonia(512, 512, 22).stored(8, false);
    return DicomObject.digitalRadiography(512, 512, stored, 8)
        .encodedAs(TransferSyntax.JPEG_BASELINE);
  }

  private static DicomObject hand() {
    int[] stored = Phantom.hand(320, 400, 23).stored(10, false);
    return DicomObject.computedRadiography(320, 400, stored, 10)
        .set(Tag.BODY_PART_EXAMINED, Vr.CS, "HAND")
        .set(Tag.LATERALITY, Vr.CS, "R")
        .window(512, 1024);
  }
}
