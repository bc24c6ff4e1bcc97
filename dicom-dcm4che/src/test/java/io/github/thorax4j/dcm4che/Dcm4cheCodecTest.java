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
import java.util.ServiceLoader;
import org.dcm4che3.imageio.codec.ImageReaderFactory;
import org.dcm4che3.imageio.codec.ImageReaderFactory.ImageReaderParam;
import org.junit.jupiter.api.Test;

/** The codec as it is found on the class path. */
class Dcm4cheCodecTest extends DicomCodecContract {

  @Override
  protected DicomCodec codec() {
    return new Dcm4cheCodec();
  }

  private static DicomObject film() {
    return DicomObject.computedRadiography(2, 2, new int[4], 12);
  }

  @Test
  void isPreferred() {
    assertThat(DicomCodec.open()).isInstanceOf(Dcm4cheCodec.class);
    assertThat(DicomCodec.open().name()).isEqualTo("dcm4che");
  }

  @Test
  void losesNoSyntaxThatAnotherCodecDecodes() {
    DicomCodec other =
        ServiceLoader.load(DicomCodec.class).stream()
            .filter(provider -> provider.type() != Dcm4cheCodec.class)
            .findFirst()
            .orElseThrow()
            .get();
    assertThat(TransferSyntax.values())
        .filteredOn(syntax -> other.decodes(syntax.uid()))
        .hasSizeGreaterThan(4)
        .allMatch(syntax -> codec().decodes(syntax.uid()));
  }

  @Test
  void refusesWhatDcm4cheHasNoReaderFor() throws IOException {
    String uid = TransferSyntax.JPEG_BASELINE.uid();
    DicomCodec alone = new Dcm4cheCodec(Optional.empty());
    Path file = write(film().fragments(uid, new byte[10]));
    assertThat(alone.decodes(uid)).isFalse();
    assertThatIOException()
        .isThrownBy(() -> alone.read(file))
        .withMessage(
            "%s: pixels in transfer syntax %s cannot be decoded",
            file, TransferSyntax.describe(uid));
  }

  /** The reader that is named here does not decode it either; one with a native library would. */
  @Test
  void asksDcm4cheForTwelveBitJpegWhereItHasAReader() throws IOException {
    String uid = TransferSyntax.JPEG_EXTENDED.uid();
    Path file = write(film().fragments(uid, new byte[10]));
    ImageReaderFactory readers = new ImageReaderFactory();
    readers.put(uid, new ImageReaderParam("jpeg", "", ""));
    ImageReaderFactory.setDefault(readers);
    try {
      assertThatIOException()
          .isThrownBy(() -> codec().read(file))
          .withMessage(file + ": the compressed pixel data cannot be decoded");
    } finally {
      ImageReaderFactory.resetDefault();
    }
  }

  /** dcm4che takes the length of the one element without a representation for half of it. */
  @Test
  void leavesWhatDcm4cheCannotParseToAnotherCodec() throws IOException {
    byte[] start = DicomObject.empty().set(Tag.IMAGE_TYPE, Vr.CS, "ORIGINAL").toBytes();
    byte[] implicit = {8, 0, 0x60, 0, 2, 0, 0, 0, 'D', 'X'};
    byte[] bytes = Arrays.copyOf(start, start.length + implicit.length);
    System.arraycopy(implicit, 0, bytes, start.length, implicit.length);
    Path file = Files.write(folder.resolve("mixed.dcm"), bytes);
    assertThat(codec().readHeader(file).attributes().string(Tag.MODALITY)).contains("DX");
    assertThatIOException()
        .isThrownBy(() -> new Dcm4cheCodec(Optional.empty()).readHeader(file))
        .withMessageStartingWith(file + ": ");
  }
}
