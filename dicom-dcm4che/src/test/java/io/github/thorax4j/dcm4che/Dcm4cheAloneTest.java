package io.github.thorax4j.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomCodecContract;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.dcm4che3.imageio.codec.ImageReaderFactory;
import org.dcm4che3.imageio.codec.ImageReaderFactory.ImageReaderParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** dcm4che with nothing to fall back on; the test names it a reader for JPEG baseline. */
class Dcm4cheAloneTest extends DicomCodecContract {

  @BeforeEach
  void setDcm4cheUp() {
    ImageReaderFactory readers = new ImageReaderFactory();
    readers.put(TransferSyntax.JPEG_BASELINE.uid(), new ImageReaderParam("jpeg", "", ""));
    ImageReaderFactory.setDefault(readers);
  }

  @AfterEach
  void resetDcm4che() {
    ImageReaderFactory.resetDefault();
  }

  @Override
  protected DicomCodec codec() {
    return new Dcm4cheCodec(Optional.empty());
  }

  private static DicomObject film() {
    return DicomObject.computedRadiography(2, 2, new int[4], 12);
  }

  @Test
  void keepsTheFirstOfTwoValues() throws IOException {
    byte[] start = DicomObject.empty().set(Tag.MODALITY, Vr.CS, "DX").toBytes();
    byte[] again = {8, 0, 0x60, 0, 'C', 'S', 2, 0, 'C', 'T'};
    byte[] bytes = Arrays.copyOf(start, start.length + again.length);
    System.arraycopy(again, 0, bytes, start.length, again.length);
    Path file = Files.write(folder.resolve("twice.dcm"), bytes);
    assertThat(codec().readHeader(file).attributes().string(Tag.MODALITY)).contains("DX");
  }

  @Test
  void refusesFloatingPointPixels() throws IOException {
    Path file = write(film().remove(Tag.PIXEL_DATA).set(0x7FE00008, Vr.OF, 1.0, 2.0, 3.0, 4.0));
    assertThatIOException()
        .isThrownBy(() -> codec().read(file))
        .withMessage(file + ": the pixel data is floating point, only integers are read");
  }

  @Test
  void takesNoIconForTheImage() throws IOException {
    DicomObject icon = DicomObject.secondaryCapture(2, 2, new int[4]);
    Path file = write(film().remove(Tag.PIXEL_DATA).setSequence(0x00880200, icon));
    assertThatIOException()
        .isThrownBy(() -> codec().read(file))
        .withMessage(file + ": there is no pixel data");
  }

  @Test
  void readsThePrefixWithoutPreamble() throws IOException {
    byte[] whole = film().toBytes();
    Path file = write(film());
    Files.write(file, Arrays.copyOfRange(whole, 128, whole.length));
    assertThat(codec().read(file).header().attributes().string(Tag.MODALITY)).contains("CR");
  }

  @Test
  void passesOverFragmentsThatAreNotThePixelData() throws IOException {
    byte[] fragments = {
      9,
      0,
      1,
      0x10,
      'O',
      'B',
      0,
      0,
      -1,
      -1,
      -1,
      -1, // undefined length
      -2,
      -1,
      0,
      -32,
      2,
      0,
      0,
      0,
      1,
      2, // an item
      -2,
      -1,
      -35,
      -32,
      0,
      0,
      0,
      0 // its end
    };
    byte[] start = DicomObject.empty().set(Tag.MODALITY, Vr.CS, "CR").toBytes();
    byte[] bytes = Arrays.copyOf(start, start.length + fragments.length);
    System.arraycopy(fragments, 0, bytes, start.length, fragments.length);
    Path file = write(film());
    Files.write(file, bytes);
    assertThat(codec().readHeader(file).attributes().tags()).containsExactly(Tag.MODALITY);
  }

  @Test
  void boundsTheNumberOfElements() throws IOException {
    DicomObject many = film();
    for (int i = 0; i <= BoundedInput.MAX_ELEMENTS; i++) {
      many.set(((0x0009 + 2 * (i >> 12)) << 16) + 0x1000 + (i & 0xFFF), Vr.US, 1);
    }
    assertUnreadable(write(many), "more than 100000 elements");
  }

  @Test
  void boundsTheNesting() throws IOException {
    DicomObject nested = DicomObject.empty();
    for (int depth = 0; depth <= BoundedInput.MAX_DEPTH; depth++) {
      nested = DicomObject.empty().setSequence(Tag.VIEW_CODE_SEQUENCE, nested);
    }
    assertUnreadable(write(nested), "nested more than 32 deep");
  }

  @Test
  void boundsWhatItKeeps() throws IOException {
    DicomObject heavy = film();
    for (int i = 0; i <= BoundedInput.MAX_KEPT / BoundedInput.MAX_VALUE; i++) {
      heavy.setBytes(0x00091001 + i, Vr.OB, new byte[BoundedInput.MAX_VALUE]);
    }
    assertUnreadable(write(heavy), "more than 32 MiB");
  }

  private void assertUnreadable(Path file, String cause) {
    assertThatIOException()
        .isThrownBy(() -> codec().readHeader(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(cause);
  }
}
