package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFormatTest {

  @TempDir Path folder;

  private final DicomFormat format = new DicomFormat();

  private boolean recognises(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("any"), bytes);
    return format.recognises(Arrays.copyOf(bytes, Math.min(bytes.length, 264)), file);
  }

  private static DicomObject film() {
    return DicomObject.computedRadiography(2, 2, new int[] {1, 2, 3, 4}, 12);
  }

  @Test
  void isFoundByTheReader() {
    assertThat(RadiographReader.open().formats())
        .filteredOn(found -> found.name().equals("DICOM"))
        .hasExactlyElementsOfTypes(DicomFormat.class);
  }

  @Test
  void recognisesDicomWithAndWithoutPreambleAndFileMeta() throws IOException {
    assertThat(recognises(film().toBytes())).isTrue();
    assertThat(recognises(film().withoutPreamble().toBytes())).isTrue();
    for (TransferSyntax syntax :
        new TransferSyntax[] {
          TransferSyntax.IMPLICIT_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_LITTLE_ENDIAN
        }) {
      assertThat(recognises(film().encodedAs(syntax).withoutPreamble().withoutFileMeta().toBytes()))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "tiff"})
  void leavesOtherImagesToOthers(String name) throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, name, out)).isTrue();
    assertThat(recognises(out.toByteArray())).isFalse();
  }

  @Test
  void leavesOtherBytesToOthers() throws IOException {
    assertThat(recognises(new byte[0])).isFalse();
    assertThat(recognises(new byte[264])).isFalse();
    assertThat(recognises("path,label,patient\n".repeat(20).getBytes(StandardCharsets.US_ASCII)))
        .isFalse();
    byte[] words = new byte[264]; // begins like group 0008
    Arrays.fill(words, (byte) 8);
    words[1] = 0;
    assertThat(recognises(words)).isFalse();
  }

  @Test
  void readsAPhantomAsItWasDrawn() throws IOException {
    Phantom phantom = Phantom.pneumonia(96, 80, 7);
    int[] stored = phantom.stored(12, true);
    Path file =
        DicomObject.computedRadiography(96, 80, stored, 12)
            .pixels(96, 80, PixelFormat.grey(12).monochrome1(), stored)
            .window(2048, 4096)
            .writeTo(folder.resolve("phantom.dcm"));
    Radiograph read = ((Reading.Film) format.read(file)).radiograph();
    float[] drawn = phantom.radiograph().pixels();
    float[] seen = read.pixels();
    for (int i = 0; i < drawn.length; i++) {
      assertThat(seen[i]).isCloseTo(drawn[i], within(1 / 4095f));
    }
  }

  @Test
  void judgesTheHeaderBeforeItDecodesPixels() throws IOException {
    Path file =
        film()
            .set(Tag.BODY_PART_EXAMINED, Vr.CS, "HAND")
            .set(Tag.PATIENT_NAME, Vr.PN, "SECRET^NAME")
            .fragments("1.2.840.10008.1.2.4.201", new byte[2])
            .writeTo(folder.resolve("hand.dcm"));
    assertThat(format.read(file))
        .isEqualTo(new Reading.Refused(Reason.OTHER_BODY_PART, "BodyPartExamined is 'HAND'"));
  }

  @Test
  void namesTheFileThatItCannotRead() throws IOException {
    Path file = Files.write(folder.resolve("broken.dcm"), Arrays.copyOf(film().toBytes(), 300));
    assertThatIOException()
        .isThrownBy(() -> format.read(file))
        .withMessageStartingWith(file + ": ");
  }

  @Test
  void readsTheSameInAnyLocale() throws IOException {
    Path file =
        film().set(Tag.BODY_PART_EXAMINED, Vr.CS, "tspine").writeTo(folder.resolve("locale.dcm"));
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("tr", "TR"));
    try {
      assertThat(format.read(file)).isInstanceOf(Reading.Refused.class);
      film().set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "monochrome1").writeTo(file);
      assertThat(((Reading.Film) format.read(file)).radiograph().preprocessing())
          .contains("range of the pixels 1 to 4", "invert (MONOCHROME1)");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chest_cr_mono1_10bit_explicit.dcm, 440x440",
    "chest_cr_mono1_10bit_nopreamble.dcm, 440x440",
    "chest_cr_mono2_8bit_jpegbaseline_rsna.dcm, 1024x1024",
    "nih_dx_nofinding.dcm, 1024x1024",
    "neg_nih_modality_ct.dcm, Modality is 'CT'",
    "neg_hip_cr_mono2_10bit_rle.dcm, BodyPartExamined is 'HIP'",
    "neg_limb_cr_mono1_10bit_jpegext12.dcm, BodyPartExamined is 'EXTREMITY'",
    "neg_limb_cr_mono1_10bit_jpegll.dcm, BodyPartExamined is 'EXTREMITY'",
    "neg_limb_cr_mono1_10bit_jpegls.dcm, BodyPartExamined is 'EXTREMITY'"
  })
  void readsOrRefusesRealFiles(String name, String expected) throws IOException {
    Path file = realFile(name);
    Reading reading = RadiographReader.open().read(file);
    String outcome =
        reading instanceof Reading.Film film
            ? film.radiograph().width() + "x" + film.radiograph().height()
            : ((Reading.Refused) reading).detail();
    assertThat(outcome).isEqualTo(expected);
  }

  @Test
  void readsTheSameFilmFromTwoEncodings() throws IOException {
    Radiograph explicit =
        ((Reading.Film) format.read(realFile("chest_cr_mono1_10bit_explicit.dcm"))).radiograph();
    Radiograph implicit =
        ((Reading.Film) format.read(realFile("chest_cr_mono1_10bit_nopreamble.dcm"))).radiograph();
    assertThat(explicit).isEqualTo(implicit);
  }

  private static Path realFile(String name) {
    Path file = Path.of(System.getProperty("thorax4j.data", "../../shared/data"), "dicom", name);
    assumeTrue(Files.exists(file), "no real DICOM files here (system property thorax4j.data)");
    return file;
  }
}
