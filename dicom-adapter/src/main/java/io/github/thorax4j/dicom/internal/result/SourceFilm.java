package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.dicom.internal.grey.Orientation;
import io.github.thorax4j.dicom.internal.grey.PixelAspect;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The film that results are about, and all that they take over from it: legal values of attributes
 * that are named here. Immutable and thread-safe.
 */
public final class SourceFilm {

  private static final Set<String> SEXES = Set.of("M", "F", "O");
  private static final String LOSSY = "01";

  /** When a film was made, by what it says of its content first, of its study last. */
  private static final List<Moment> MOMENTS =
      List.of(
          new Moment(Tag.CONTENT_DATE, Tag.CONTENT_TIME),
          new Moment(Tag.ACQUISITION_DATE, Tag.ACQUISITION_TIME),
          new Moment(Tag.SERIES_DATE, Tag.SERIES_TIME),
          new Moment(Tag.STUDY_DATE, Tag.STUDY_TIME));

  /** Results have to have a date (PS3.3 section C.17.2), and no clock may give it. */
  private static final String NO_DATE = "19000101";

  private static final String NO_TIME = "000000";

  private record Moment(int date, int time) {}

  private final DicomHeader header;
  private final String sopClass;
  private final String sopInstance;
  private final String series;
  private final String study;

  private SourceFilm(DicomHeader header) throws IOException {
    this.header = header;
    this.study = uid(header, Tag.STUDY_INSTANCE_UID, "StudyInstanceUID");
    this.series = uid(header, Tag.SERIES_INSTANCE_UID, "SeriesInstanceUID");
    this.sopClass = uid(header, Tag.SOP_CLASS_UID, "SOPClassUID");
    this.sopInstance = uid(header, Tag.SOP_INSTANCE_UID, "SOPInstanceUID");
  }

  /**
   * The film of a header.
   *
   * @throws IOException if it lacks a UID that a result has to name; the message says which
   */
  public static SourceFilm of(DicomHeader header) throws IOException {
    return new SourceFilm(header);
  }

  private static String uid(DicomHeader header, int tag, String name) throws IOException {
    Optional<String> uid = header.attributes().string(tag);
    if (uid.isEmpty()) {
      throw new IOException("the source has no " + name + ", a result cannot be filed");
    }
    return LegalValue.of(Vr.UI, uid.get())
        .orElseThrow(
            () ->
                new IOException(
                    "the source's " + name + " is not a legal UID, a result cannot be filed"));
  }

  String sopInstance() {
    return sopInstance;
  }

  String study() {
    return study;
  }

  /** The first value of an attribute, if it is legal. */
  Optional<String> value(int tag, Vr vr) {
    return header.attributes().string(tag).flatMap(value -> LegalValue.of(vr, value));
  }

  /** All values of an attribute, none if one of them is not legal. */
  List<String> values(int tag, Vr vr) {
    List<String> values = header.attributes().strings(tag);
    return values.stream().allMatch(value -> LegalValue.of(vr, value).isPresent())
        ? values
        : List.of();
  }

  /** The first value of a binary number that is not 0. */
  OptionalInt number(int tag) {
    OptionalInt number = header.attributes().integer(tag);
    return number.orElse(0) > 0 ? number : OptionalInt.empty();
  }

  /** Whether the radiograph of it hangs as films do: rows to the left, columns to the feet. */
  boolean hangs() {
    return Orientation.of(header.attributes()).isPresent();
  }

  /** Height to width of the pixels of the radiograph of it. */
  double pixelAspect() {
    double stored = PixelAspect.of(header.attributes()).ratio();
    return Orientation.of(header.attributes()).filter(Orientation::transposed).isPresent()
        ? 1 / stored
        : stored;
  }

  /** A reference to the film (PS3.3 section 10.8). */
  Attributes reference() {
    return reference(Utf8.item()).build();
  }

  Attributes.Builder reference(Attributes.Builder item) {
    return item.put(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, sopClass)
        .put(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, sopInstance);
  }

  /** The film as evidence: by study, series and instance (PS3.3 section C.17.2). */
  Attributes evidence() {
    return Utf8.item()
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, study)
        .put(
            Tag.REFERENCED_SERIES_SEQUENCE,
            Utf8.item()
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, series)
                .put(Tag.REFERENCED_SOP_SEQUENCE, reference())
                .build())
        .build();
  }

  /** Adds patient and study (PS3.3 sections C.7.1.1, C.7.2.1, C.7.2.2). */
  void addPatientAndStudy(Attributes.Builder result) {
    copyOrLeaveEmpty(result, Tag.PATIENT_NAME, Vr.PN);
    copyOrLeaveEmpty(result, Tag.PATIENT_ID, Vr.LO);
    copy(result, Tag.ISSUER_OF_PATIENT_ID, Vr.LO);
    copyOrLeaveEmpty(result, Tag.PATIENT_BIRTH_DATE, Vr.DA);
    result.put(
        Tag.PATIENT_SEX, Vr.CS, value(Tag.PATIENT_SEX, Vr.CS).filter(SEXES::contains).orElse(""));
    copy(result, Tag.PATIENT_AGE, Vr.AS);
    addDeidentification(result);
    result.put(Tag.STUDY_INSTANCE_UID, Vr.UI, study);
    copyOrLeaveEmpty(result, Tag.STUDY_DATE, Vr.DA);
    copyOrLeaveEmpty(result, Tag.STUDY_TIME, Vr.TM);
    copyOrLeaveEmpty(result, Tag.REFERRING_PHYSICIAN_NAME, Vr.PN);
    copyOrLeaveEmpty(result, Tag.STUDY_ID, Vr.SH);
    copyOrLeaveEmpty(result, Tag.ACCESSION_NUMBER, Vr.SH);
    copy(result, Tag.STUDY_DESCRIPTION, Vr.LO);
  }

  /** Who says that identity was removed has to say how (PS3.3 section C.7.1.1). */
  private void addDeidentification(Attributes.Builder result) {
    if (value(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS).filter("YES"::equals).isEmpty()) {
      return;
    }
    List<String> methods = values(Tag.DEIDENTIFICATION_METHOD, Vr.LO);
    List<Attributes> codes =
        header.attributes().items(Tag.DEIDENTIFICATION_METHOD_CODE_SEQUENCE).stream()
            .map(SourceFilm::code)
            .flatMap(Optional::stream)
            .toList();
    if (methods.isEmpty() && codes.isEmpty()) {
      return;
    }
    result.put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "YES");
    if (!methods.isEmpty()) {
      result.put(Tag.DEIDENTIFICATION_METHOD, Vr.LO, String.join("\\", methods));
    }
    if (!codes.isEmpty()) {
      result.put(Tag.DEIDENTIFICATION_METHOD_CODE_SEQUENCE, codes);
    }
  }

  private static Optional<Attributes> code(Attributes item) {
    Optional<String> value =
        item.string(Tag.CODE_VALUE).flatMap(text -> LegalValue.of(Vr.SH, text));
    Optional<String> scheme =
        item.string(Tag.CODING_SCHEME_DESIGNATOR).flatMap(text -> LegalValue.of(Vr.SH, text));
    Optional<String> meaning =
        item.string(Tag.CODE_MEANING).flatMap(text -> LegalValue.of(Vr.LO, text));
    return value.isPresent() && scheme.isPresent() && meaning.isPresent()
        ? Optional.of(new Code(value.get(), scheme.get(), meaning.get()).item())
        : Optional.empty();
  }

  /** Adds when the film was made as the time of the result, and its number. */
  void addContentMoment(Attributes.Builder result) {
    Optional<Moment> moment =
        MOMENTS.stream().filter(known -> value(known.date, Vr.DA).isPresent()).findFirst();
    result
        .put(
            Tag.CONTENT_DATE,
            Vr.DA,
            moment.flatMap(known -> value(known.date, Vr.DA)).orElse(NO_DATE))
        .put(
            Tag.CONTENT_TIME,
            Vr.TM,
            moment.flatMap(known -> value(known.time, Vr.TM)).orElse(NO_TIME))
        .put(Tag.INSTANCE_NUMBER, Vr.IS, value(Tag.INSTANCE_NUMBER, Vr.IS).orElse("1"));
    value(Tag.TIMEZONE_OFFSET_FROM_UTC, Vr.SH)
        .filter(offset -> offset.matches("[+-](0\\d|1[0-4])[0-5]\\d"))
        .ifPresent(offset -> result.put(Tag.TIMEZONE_OFFSET_FROM_UTC, Vr.SH, offset));
  }

  /** Adds that the film was compressed with a loss, if it was (PS3.3 section C.7.6.1.1.5). */
  void addLossyCompression(Attributes.Builder result) {
    boolean encodedLossy = header.syntax().filter(TransferSyntax::lossy).isPresent();
    Optional<String> said = value(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS);
    if (!encodedLossy && said.isEmpty()) {
      return;
    }
    boolean lossy = encodedLossy || said.get().equals(LOSSY);
    result.put(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS, lossy ? LOSSY : "00");
    List<String> ratios = values(Tag.LOSSY_IMAGE_COMPRESSION_RATIO, Vr.DS);
    List<String> methods = values(Tag.LOSSY_IMAGE_COMPRESSION_METHOD, Vr.CS);
    if (lossy && !ratios.isEmpty()) {
      result.put(Tag.LOSSY_IMAGE_COMPRESSION_RATIO, Vr.DS, String.join("\\", ratios));
      if (methods.size() == ratios.size()) {
        result.put(Tag.LOSSY_IMAGE_COMPRESSION_METHOD, Vr.CS, String.join("\\", methods));
      }
    }
  }

  void copy(Attributes.Builder result, int tag, Vr vr) {
    value(tag, vr).ifPresent(value -> result.put(tag, vr, value));
  }

  private void copyOrLeaveEmpty(Attributes.Builder result, int tag, Vr vr) {
    result.put(tag, vr, value(tag, vr).orElse(""));
  }
}
