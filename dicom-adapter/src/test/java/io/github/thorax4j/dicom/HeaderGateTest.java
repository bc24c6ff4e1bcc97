package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderGateTest {

  private static final String SECONDARY_CAPTURE = DicomObject.SECONDARY_CAPTURE;

  @TempDir Path folder;

  private Optional<Reading.Refused> check(DicomObject object) throws IOException {
    return check(object, HeaderGate.films());
  }

  private Optional<Reading.Refused> check(DicomObject object, HeaderGate gate) throws IOException {
    Path file = object.writeTo(folder.resolve("object.dcm"));
    return gate.check(DicomCodec.open().readHeader(file).attributes());
  }

  private static DicomObject film() {
    return DicomObject.computedRadiography(2, 2, new int[4], 12);
  }

  private static Optional<Reading.Refused> refused(Reason reason, String detail) {
    return Optional.of(new Reading.Refused(reason, detail));
  }

  @ParameterizedTest
  @CsvSource({
    DicomObject.COMPUTED_RADIOGRAPHY + ", CR",
    DicomObject.COMPUTED_RADIOGRAPHY + ", DX",
    DicomObject.COMPUTED_RADIOGRAPHY + ", RG",
    DicomObject.DIGITAL_XRAY + ", DX",
    DicomObject.DIGITAL_XRAY + ", DR",
    DicomObject.DIGITAL_XRAY_FOR_PROCESSING + ", DX",
    SECONDARY_CAPTURE + ", CR",
    SECONDARY_CAPTURE + ", DX",
    SECONDARY_CAPTURE + ", RG",
    "1.2.840.10008.5.1.4.1.1.7.2, CR",
    "1.2.840.10008.5.1.4.1.1.7.3, DX"
  })
  void letsFilmsThrough(String sopClass, String modality) throws IOException {
    assertThat(
            check(
                film().set(Tag.SOP_CLASS_UID, Vr.UI, sopClass).set(Tag.MODALITY, Vr.CS, modality)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    SECONDARY_CAPTURE + ", OT, Modality is 'OT'",
    SECONDARY_CAPTURE + ", CT, Modality is 'CT'",
    DicomObject.DIGITAL_XRAY + ", CT, Modality is 'CT'",
    "1.2.840.10008.5.1.4.1.1.2, CT, SOPClassUID is '1.2.840.10008.5.1.4.1.1.2'",
    "1.2.840.10008.5.1.4.1.1.1.2, MG, SOPClassUID is '1.2.840.10008.5.1.4.1.1.1.2'",
    "1.2.840.10008.5.1.4.1.1.88.11, SR, SOPClassUID is '1.2.840.10008.5.1.4.1.1.88.11'"
  })
  void refusesOtherKinds(String sopClass, String modality, String detail) throws IOException {
    assertThat(
            check(
                film().set(Tag.SOP_CLASS_UID, Vr.UI, sopClass).set(Tag.MODALITY, Vr.CS, modality)))
        .isEqualTo(refused(Reason.NOT_A_RADIOGRAPH, detail));
  }

  @Test
  void letsOtherSecondaryCapturesThroughWhenAsked() throws IOException {
    DicomObject capture =
        DicomObject.secondaryCapture(2, 2, new int[4]).set(Tag.MODALITY, Vr.CS, "OT");
    assertThat(check(capture, HeaderGate.filmsAndCaptures())).isEmpty();
    assertThat(
            check(
                capture.set(Tag.BODY_PART_EXAMINED, Vr.CS, "HAND"), HeaderGate.filmsAndCaptures()))
        .isEqualTo(refused(Reason.OTHER_BODY_PART, "BodyPartExamined is 'HAND'"));
  }

  @Test
  void takesNoSecondaryCaptureForAFilmUnlessItSaysSo() throws IOException {
    DicomObject capture = DicomObject.secondaryCapture(2, 2, new int[4]).remove(Tag.MODALITY);
    assertThat(check(capture))
        .isEqualTo(
            refused(
                Reason.NOT_A_RADIOGRAPH,
                "SOPClassUID is '1.2.840.10008.5.1.4.1.1.7', a secondary capture, and no Modality"
                    + " says that it is a film"));
    assertThat(check(capture, HeaderGate.filmsAndCaptures())).isEmpty();
  }

  @Test
  void absentAndEmptyValuesAreNoReason() throws IOException {
    DicomObject bare =
        DicomObject.digitalRadiography(2, 2, new int[4], 12)
            .remove(Tag.MODALITY)
            .remove(Tag.SOP_CLASS_UID)
            .remove(Tag.BODY_PART_EXAMINED)
            .remove(Tag.VIEW_POSITION)
            .remove(Tag.VIEW_CODE_SEQUENCE)
            .remove(Tag.ANATOMIC_REGION_SEQUENCE)
            .remove(Tag.PATIENT_ORIENTATION)
            .remove(Tag.PHOTOMETRIC_INTERPRETATION)
            .remove(Tag.SAMPLES_PER_PIXEL);
    assertThat(check(bare)).isEmpty();
    DicomObject empty =
        DicomObject.digitalRadiography(2, 2, new int[4], 12)
            .setEmpty(Tag.MODALITY, Vr.CS)
            .setEmpty(Tag.BODY_PART_EXAMINED, Vr.CS)
            .setEmpty(Tag.VIEW_POSITION, Vr.CS)
            .setEmpty(Tag.VIEW_CODE_SEQUENCE, Vr.SQ)
            .setEmpty(Tag.ANATOMIC_REGION_SEQUENCE, Vr.SQ)
            .setEmpty(Tag.PATIENT_ORIENTATION, Vr.CS)
            .setEmpty(Tag.NUMBER_OF_FRAMES, Vr.IS);
    assertThat(check(empty)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CHEST", "chest", " Chest ", "CHEST PA", "CHEST_AP", "PORT CHEST", "CHEST 2 VIEWS",
            "THORAX",
        "Thorax ap", "TORAX", "TORACE", "LUNG", "LUNGS", "PULMONARY", "CHESTABDOMEN", "UNKNOWN",
        "n/a", "OTHER", "DEFAULT", "---", "PORTABLE"
      })
  void letsChestsThrough(String part) throws IOException {
    assertThat(check(film().set(Tag.BODY_PART_EXAMINED, Vr.CS, part))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HAND",
        "HIP",
        "EXTREMITY",
        "ABDOMEN",
        "PELVIS",
        "SKULL",
        "KNEE",
        "SPINE",
        "TSPINE",
        "THORACIC SPINE",
        "SHOULDER",
        "BREAST"
      })
  void refusesOtherBodyParts(String part) throws IOException {
    assertThat(check(film().set(Tag.BODY_PART_EXAMINED, Vr.CS, part)))
        .isEqualTo(refused(Reason.OTHER_BODY_PART, "BodyPartExamined is '" + part + "'"));
  }

  /** It was taken for MONOCHROME2, which turned the answer round. */
  @Test
  void refusesAnUnknownPhotometricInterpretation() throws IOException {
    assertThat(check(film().set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME3")))
        .isEqualTo(refused(Reason.COLOUR, "PhotometricInterpretation is 'MONOCHROME3'"));
  }

  @Test
  void refusesTheDirectoryOfADisc() throws IOException {
    DicomObject directory =
        DicomObject.empty()
            .setSequence(0x00041220, DicomObject.empty().set(0x00041430, Vr.CS, "PATIENT"));
    assertThat(check(directory))
        .isEqualTo(
            refused(Reason.NOT_A_RADIOGRAPH, "DirectoryRecordSequence is present: a DICOMDIR"));
  }

  @Test
  void readsTheViewInTheBodyPartWhereNoViewIsGiven() throws IOException {
    DicomObject lateral = film().remove(Tag.VIEW_POSITION).remove(Tag.VIEW_CODE_SEQUENCE);
    assertThat(check(lateral.set(Tag.BODY_PART_EXAMINED, Vr.CS, "CHEST_LAT")))
        .isEqualTo(refused(Reason.NOT_FRONTAL, "BodyPartExamined is 'CHEST_LAT'"));
    assertThat(check(lateral.set(Tag.BODY_PART_EXAMINED, Vr.CS, "BRUST"))).isEmpty();
    assertThat(check(lateral.set(Tag.BODY_PART_EXAMINED, Vr.CS, "BRUSTWIRBEL"))).isPresent();
  }

  @Test
  void readsTheRegionWhereTheBodyPartIsAbsent() throws IOException {
    DicomObject object = film().remove(Tag.BODY_PART_EXAMINED);
    assertThat(
            check(
                object.setSequence(
                    Tag.ANATOMIC_REGION_SEQUENCE, DicomObject.code("T-D8700", "SRT", "Hand"))))
        .isEqualTo(refused(Reason.OTHER_BODY_PART, "AnatomicRegionSequence is 'Hand'"));
    assertThat(
            check(
                object.setSequence(
                    Tag.ANATOMIC_REGION_SEQUENCE, DicomObject.code("T-D3000", "SRT", "klatka"))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "n/a", "--"})
  void readsTheRegionWhereTheBodyPartSaysNothing(String part) throws IOException {
    DicomObject object = film().set(Tag.BODY_PART_EXAMINED, Vr.CS, part);
    assertThat(
            check(
                object.setSequence(
                    Tag.ANATOMIC_REGION_SEQUENCE, DicomObject.code("T-D8700", "SRT", "Hand"))))
        .isEqualTo(refused(Reason.OTHER_BODY_PART, "AnatomicRegionSequence is 'Hand'"));
    assertThat(
            check(
                object.setSequence(
                    Tag.ANATOMIC_REGION_SEQUENCE, DicomObject.code("x", "99X", "unknown"))))
        .isEmpty();
  }

  @Test
  void judgesOtherSecondaryCapturesAsFilms() throws IOException {
    HeaderGate gate = HeaderGate.filmsAndCaptures();
    assertThat(
            check(
                DicomObject.secondaryCapture(2, 2, new int[4])
                    .set(Tag.MODALITY, Vr.CS, "OT")
                    .set(Tag.VIEW_POSITION, Vr.CS, "LL"),
                gate))
        .isEqualTo(refused(Reason.NOT_FRONTAL, "ViewPosition is 'LL'"));
    assertThat(
            check(
                DicomObject.secondaryCapture(2, 2, new int[4])
                    .set(Tag.MODALITY, Vr.CS, "OT")
                    .pixels(2, 2, PixelFormat.rgb(), new int[12]),
                gate))
        .isEqualTo(refused(Reason.COLOUR, "SamplesPerPixel is '3'"));
    assertThat(check(film().set(Tag.MODALITY, Vr.CS, "CT"), gate))
        .isEqualTo(refused(Reason.NOT_A_RADIOGRAPH, "Modality is 'CT'"));
  }

  @Test
  void namesTheViewCodeWhereItHasNoMeaning() throws IOException {
    assertThat(
            check(
                film()
                    .remove(Tag.VIEW_POSITION)
                    .setSequence(
                        Tag.VIEW_CODE_SEQUENCE,
                        DicomObject.code("399067008", "SCT", "x").remove(Tag.CODE_MEANING))))
        .isEqualTo(refused(Reason.NOT_FRONTAL, "ViewCodeSequence is '399067008'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PA", "AP", "pa", "AP SUPINE", "PA ERECT", "AP_PORTABLE", "FRONTAL", "X"})
  void letsFrontalViewsThrough(String view) throws IOException {
    assertThat(check(film().set(Tag.VIEW_POSITION, Vr.CS, view))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LL",
        "RL",
        "LATERAL",
        "LAT",
        "lat",
        "LEFT LATERAL",
        "LLAT",
        "RLO",
        "LLD",
        "OBLIQUE"
      })
  void refusesOtherViews(String view) throws IOException {
    assertThat(check(film().set(Tag.VIEW_POSITION, Vr.CS, view)))
        .isEqualTo(refused(Reason.NOT_FRONTAL, "ViewPosition is '" + view + "'"));
  }

  @ParameterizedTest
  @CsvSource({
    "399173006, SCT, left lateral",
    "R-10232, SRT, right lateral",
    "R-102CD, SRT, Seitenbild",
    "local, 99X, Lateral chest"
  })
  void refusesOtherViewCodes(String code, String scheme, String meaning) throws IOException {
    assertThat(
            check(
                film()
                    .remove(Tag.VIEW_POSITION)
                    .setSequence(Tag.VIEW_CODE_SEQUENCE, DicomObject.code(code, scheme, meaning))))
        .isEqualTo(refused(Reason.NOT_FRONTAL, "ViewCodeSequence is '" + meaning + "'"));
  }

  @ParameterizedTest
  @CsvSource({
    "R-10206, SRT, antero-posterior",
    "R-10214, SRT, postero-anterior",
    "272479007, SCT, postero-anterior"
  })
  void letsFrontalViewCodesThrough(String code, String scheme, String meaning) throws IOException {
    assertThat(
            check(
                film()
                    .remove(Tag.VIEW_POSITION)
                    .setSequence(Tag.VIEW_CODE_SEQUENCE, DicomObject.code(code, scheme, meaning))))
        .isEmpty();
  }

  @Test
  void readsTheOrientationWhereTheViewIsAbsent() throws IOException {
    DicomObject object = film().set(Tag.PATIENT_ORIENTATION, Vr.CS, "P", "F");
    assertThat(check(object)).isEmpty(); // View Position says PA
    assertThat(check(object.remove(Tag.VIEW_POSITION)))
        .isEqualTo(refused(Reason.NOT_FRONTAL, "PatientOrientation is 'P\\F'"));
  }

  @Test
  void refusesSeveralFrames() throws IOException {
    assertThat(check(film().pixels(2, 2, PixelFormat.grey(12), new int[4], new int[4])))
        .isEqualTo(refused(Reason.MULTI_FRAME, "NumberOfFrames is '2'"));
    assertThat(check(film().set(Tag.NUMBER_OF_FRAMES, Vr.IS, "1"))).isEmpty();
  }

  @Test
  void refusesColour() throws IOException {
    assertThat(check(film().pixels(2, 2, PixelFormat.rgb(), new int[12])))
        .isEqualTo(refused(Reason.COLOUR, "SamplesPerPixel is '3'"));
    assertThat(check(film().set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "PALETTE COLOR")))
        .isEqualTo(refused(Reason.COLOUR, "PhotometricInterpretation is 'PALETTE COLOR'"));
  }

  @Test
  void quotesShortPrintableTextOnly() throws IOException {
    assertThat(check(film().set(Tag.BODY_PART_EXAMINED, Vr.CS, "A\u001b[31m" + "B".repeat(500))))
        .get()
        .extracting(Reading.Refused::detail)
        .isEqualTo("BodyPartExamined is 'A?[31m" + "B".repeat(58) + "...'");
  }
}
