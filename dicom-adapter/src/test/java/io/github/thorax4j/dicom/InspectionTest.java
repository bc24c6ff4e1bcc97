package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

  @TempDir Path folder;

  @Test
  void saysWhatTheFileIsAndNothingOfThePatient() throws IOException {
    Path file =
        DicomObject.digitalRadiography(3, 2, new int[6], 14)
            .set(Tag.PATIENT_NAME, Vr.PN, "SECRET^NAME")
            .set(Tag.PATIENT_ID, Vr.LO, "SECRET-ID")
            .set(Tag.VIEW_POSITION, Vr.CS, "LL")
            .fragments("1.2.840.10008.1.2.4.80", new byte[2])
            .writeTo(folder.resolve("x.dcm"));
    assertThat(Inspection.of(file).lines())
        .containsExactly(
            "SOP class        Digital X-Ray Image Storage - For Presentation"
                + " (1.2.840.10008.5.1.4.1.1.1.1)",
            "modality         DX",
            "view             LL",
            "body part        CHEST",
            "size             3 x 2",
            "bits             14 of 16, high bit 13, unsigned",
            "photometric      MONOCHROME2",
            "transfer syntax  JPEG-LS Lossless (1.2.840.10008.1.2.4.80)"
                + (DicomCodec.open().decodes("1.2.840.10008.1.2.4.80")
                    ? ""
                    : ", cannot be decoded"),
            "preprocessing    take 14 of 16 bits (high bit 13), unsigned; window LINEAR centre 8192"
                + " width 16384",
            "gate             refused, not_frontal: ViewPosition is 'LL'");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path file =
        DicomObject.empty().set(Tag.MODALITY, Vr.CS, "CR").writeTo(folder.resolve("bare.dcm"));
    assertThat(Inspection.of(file).lines())
        .contains("SOP class        -", "size             ? x ?", "gate             accepted");
  }
}
