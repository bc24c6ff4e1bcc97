package io.github.thorax4j.dicom;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A film of a test, and results about it.
 *
 * @param header what the film says
 * @param radiograph its pixels
 */
record ResultFilm(DicomHeader header, Radiograph radiograph) {

  static final ModelIdentity MODEL =
      new ModelIdentity("thoraxnet", "1.0.0", "0123456789abcdef".repeat(4));
  static final ResultSettings SETTINGS = ResultSettings.of("1.2.3");

  static ResultFilm read(Path file) throws IOException {
    return new ResultFilm(
        DicomCodec.open().readHeader(file),
        ((Reading.Film) new DicomFormat().read(file)).radiograph());
  }

  static DicomObject computed() {
    return DicomObject.computedRadiography(48, 64, Phantom.normal(48, 64, 5).stored(12, false), 12);
  }

  static DicomObject digital(int bits) {
    return DicomObject.digitalRadiography(
        48, 64, Phantom.normal(48, 64, 5).stored(bits, false), bits);
  }

  static DicomObject captured() {
    return DicomObject.secondaryCapture(48, 64, Phantom.normal(48, 64, 5).stored(8, false));
  }

  /** A film that says no more than it has to. */
  static DicomObject bare() {
    DicomObject film = computed();
    for (int tag :
        List.of(
            Tag.SPECIFIC_CHARACTER_SET,
            Tag.IMAGE_TYPE,
            Tag.STUDY_DATE,
            Tag.STUDY_TIME,
            Tag.CONTENT_DATE,
            Tag.CONTENT_TIME,
            Tag.ACCESSION_NUMBER,
            Tag.MANUFACTURER,
            Tag.MANUFACTURER_MODEL_NAME,
            Tag.REFERRING_PHYSICIAN_NAME,
            Tag.PATIENT_NAME,
            Tag.PATIENT_ID,
            Tag.PATIENT_BIRTH_DATE,
            Tag.PATIENT_SEX,
            Tag.STUDY_ID,
            Tag.SERIES_NUMBER,
            Tag.INSTANCE_NUMBER,
            Tag.PATIENT_ORIENTATION,
            Tag.BODY_PART_EXAMINED,
            Tag.VIEW_POSITION,
            Tag.IMAGER_PIXEL_SPACING)) {
      film.remove(tag);
    }
    return film;
  }

  /** A film whose every value is wrong that can be wrong. */
  static DicomObject hostile() {
    String overlong = "x".repeat(500);
    return computed()
        .set(Tag.STUDY_DATE, Vr.DA, "yesterday")
        .set(Tag.STUDY_TIME, Vr.TM, "99:99")
        .set(Tag.CONTENT_DATE, Vr.DA, "20001341")
        .set(Tag.CONTENT_TIME, Vr.TM, "1")
        .set(Tag.ACCESSION_NUMBER, Vr.SH, overlong)
        .set(Tag.MANUFACTURER, Vr.LO, overlong)
        .set(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, "a^b^c^d^e^f^g")
        .set(Tag.STUDY_DESCRIPTION, Vr.LO, "a\u001b[31mred\u0007b")
        .set(Tag.PATIENT_NAME, Vr.PN, overlong)
        .set(Tag.PATIENT_ID, Vr.LO, overlong)
        .set(Tag.PATIENT_BIRTH_DATE, Vr.DA, "1.1.1970")
        .set(Tag.PATIENT_SEX, Vr.CS, "unknown")
        .set(Tag.STUDY_ID, Vr.SH, overlong)
        .set(Tag.INSTANCE_NUMBER, Vr.IS, "first")
        .set(Tag.PATIENT_ORIENTATION, Vr.CS, "left", "foot")
        .set(Tag.IMAGER_PIXEL_SPACING, Vr.DS, "wide", "high")
        .set(0x00120062, Vr.CS, "YES")
        .set(0x00080201, Vr.SH, "+9999");
  }

  Outcome.Assessed answer(double probability) {
    return Outcome.Assessed.of(probability, 0.5, MODEL, radiograph.preprocessing());
  }

  Explanation explanation(Outcome answer) {
    float[] cells = new float[16];
    cells[5] = 1;
    cells[6] = 0.5f;
    return new Explanation(answer, radiograph.width(), radiograph.height(), 4, 4, cells);
  }

  ResultObject report(double probability) throws IOException {
    return ResultObjects.of(header, SETTINGS).structuredReport(answer(probability));
  }

  ResultObject picture(double probability) throws IOException {
    return ResultObjects.of(header, SETTINGS).heatMap(radiograph, explanation(answer(probability)));
  }
}
