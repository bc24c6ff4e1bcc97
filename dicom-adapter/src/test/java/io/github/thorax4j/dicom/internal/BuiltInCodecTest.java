package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomCodecContract;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInCodecTest extends DicomCodecContract {

  @Override
  protected DicomCodec codec() {
    return new BuiltInCodec();
  }

  @Test
  void isTheCodecWhereThereIsNoOther() {
    assertThat(DicomCodec.open()).isInstanceOf(BuiltInCodec.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.1.2.4.91, JPEG 2000",
    "1.2.840.10008.1.2.4.112, JPEG XL",
    "1.2.840.10008.1.2.4.203, High-Throughput JPEG 2000",
    "1.2.840.10008.1.2.4.107, HEVC/H.265 Main Profile / Level 5.1",
    "1.2.840.10008.1.2.4.94, JPIP Referenced"
  })
  void namesWhatItDoesNotDecode(String uid, String name) throws IOException {
    Path file =
        write(DicomObject.computedRadiography(2, 2, new int[4], 12).fragments(uid, new byte[64]));
    assertThatIOException()
        .isThrownBy(() -> codec().read(file))
        .withMessage("%s: pixels in transfer syntax %s (%s) cannot be decoded", file, name, uid);
  }

  /** A frame header is enough to say so. */
  @Test
  void namesJpegExtendedWhereItHasTwelveBits() throws IOException {
    byte[] start = HexFormat.of().parseHex("FFD8FFC1000B0C000200020101110" + "0FFD9");
    String uid = "1.2.840.10008.1.2.4.51";
    Path file = write(DicomObject.computedRadiography(2, 2, new int[4], 12).fragments(uid, start));
    assertThat(codec().decodes(uid)).isTrue();
    assertThatIOException()
        .isThrownBy(() -> codec().read(file))
        .withMessage(
            "%s: 12 bits a sample in transfer syntax JPEG Extended (Process 2 and 4) (%s)"
                + " cannot be decoded, only 8",
            file, uid);
  }

  @Test
  void boundsTheNumberOfElements() throws IOException {
    DicomObject many = DicomObject.computedRadiography(2, 2, new int[4], 12);
    for (int i = 0; i <= DataSetParser.MAX_ELEMENTS; i++) {
      many.set(((0x0009 + 2 * (i >> 12)) << 16) + 0x1000 + (i & 0xFFF), Vr.US, 1);
    }
    assertUnreadable(write(many), "more than 100000 elements");
  }

  @Test
  void boundsTheNesting() throws IOException {
    DicomObject nested = DicomObject.empty();
    for (int depth = 0; depth <= DataSetParser.MAX_DEPTH; depth++) {
      nested = DicomObject.empty().setSequence(Tag.VIEW_CODE_SEQUENCE, nested);
    }
    assertUnreadable(write(nested), "nested more than 32 deep");
  }

  @Test
  void boundsWhatItKeeps() throws IOException {
    DicomObject heavy = DicomObject.computedRadiography(2, 2, new int[4], 12);
    for (int i = 0; i <= DataSetParser.MAX_KEPT / DataSetParser.MAX_VALUE; i++) {
      heavy.setBytes(0x00091001 + i, Vr.OB, new byte[DataSetParser.MAX_VALUE]);
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
