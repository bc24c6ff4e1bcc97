package io.github.thorax4j.dicom.internal.result;

import static io.github.thorax4j.dicom.internal.result.ContentItem.Relationship.CONTAINS;
import static io.github.thorax4j.dicom.internal.result.ContentItem.Relationship.HAS_ACQ_CONTEXT;

import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The film and what is known of it, as a library of one image (PS3.16 TID 1600 to 1603). */
final class ImageLibrary {

  private static final Code LIBRARY = Code.dcm("111028", "Image Library");
  private static final Code GROUP = Code.dcm("126200", "Image Library Group");
  private static final Code MODALITY = Code.dcm("121139", "Modality");
  private static final Code TARGET_REGION = Code.dcm("123014", "Target Region");
  private static final Code CHEST = Code.sct("51185008", "Chest");
  private static final Code STUDY_DATE = Code.dcm("111060", "Study Date");
  private static final Code STUDY_TIME = Code.dcm("111061", "Study Time");
  private static final Code CONTENT_DATE = Code.dcm("111018", "Content Date");
  private static final Code CONTENT_TIME = Code.dcm("111019", "Content Time");
  private static final Code ACQUISITION_DATE = Code.dcm("126201", "Acquisition Date");
  private static final Code ACQUISITION_TIME = Code.dcm("126202", "Acquisition Time");
  private static final Code ROWS = Code.dcm("110910", "Pixel Data Rows");
  private static final Code COLUMNS = Code.dcm("110911", "Pixel Data Columns");
  private static final Code PIXELS = Code.ucum("{pixels}", "Pixels");
  private static final Code VIEW = Code.dcm("111031", "Image View");
  private static final Code ORIENTATION_ROW = Code.dcm("111044", "Patient Orientation Row");
  private static final Code ORIENTATION_COLUMN = Code.dcm("111043", "Patient Orientation Column");
  private static final Code HORIZONTAL_SPACING = Code.dcm("111026", "Horizontal Pixel Spacing");
  private static final Code VERTICAL_SPACING = Code.dcm("111066", "Vertical Pixel Spacing");
  private static final Code MILLIMETRE = Code.ucum("mm", "millimeter");

  /** Of PS3.16 CID 29. */
  private static final Map<String, Code> MODALITIES =
      Map.of(
          "CR", Code.dcm("CR", "Computed Radiography"),
          "DX", Code.dcm("DX", "Digital Radiography"),
          "RG", Code.dcm("RG", "Radiographic imaging"));

  /** Of PS3.16 CID 4010. */
  private static final Map<String, Code> VIEWS =
      Map.of(
          "AP", Code.sct("399348003", "antero-posterior"),
          "PA", Code.sct("272479007", "postero-anterior"));

  private final SourceFilm film;
  private final ContentItem image;

  ImageLibrary(SourceFilm film) {
    this.film = film;
    this.image = ContentItem.image(film.reference());
  }

  ContentItem content() {
    describe();
    describeProjection();
    return ContentItem.container(LIBRARY, "1600")
        .add(CONTAINS, ContentItem.container(GROUP).add(CONTAINS, image));
  }

  /** TID 1602. */
  private void describe() {
    code(MODALITY, Tag.MODALITY, MODALITIES);
    add(ContentItem.code(TARGET_REGION, CHEST));
    date(STUDY_DATE, Tag.STUDY_DATE);
    time(STUDY_TIME, Tag.STUDY_TIME);
    date(CONTENT_DATE, Tag.CONTENT_DATE);
    time(CONTENT_TIME, Tag.CONTENT_TIME);
    date(ACQUISITION_DATE, Tag.ACQUISITION_DATE);
    time(ACQUISITION_TIME, Tag.ACQUISITION_TIME);
    count(ROWS, Tag.ROWS);
    count(COLUMNS, Tag.COLUMNS);
  }

  /** TID 1603. */
  private void describeProjection() {
    code(VIEW, Tag.VIEW_POSITION, VIEWS);
    List<String> orientation = film.values(Tag.PATIENT_ORIENTATION, Vr.CS);
    if (orientation.size() == 2) {
      add(ContentItem.text(ORIENTATION_ROW, orientation.get(0)));
      add(ContentItem.text(ORIENTATION_COLUMN, orientation.get(1)));
    }
    List<String> spacing =
        Optional.of(film.values(Tag.PIXEL_SPACING, Vr.DS))
            .filter(values -> values.size() == 2)
            .orElseGet(() -> film.values(Tag.IMAGER_PIXEL_SPACING, Vr.DS));
    if (spacing.size() == 2) {
      add(ContentItem.number(HORIZONTAL_SPACING, spacing.get(1), MILLIMETRE));
      add(ContentItem.number(VERTICAL_SPACING, spacing.get(0), MILLIMETRE));
    }
  }

  private void add(ContentItem descriptor) {
    image.add(HAS_ACQ_CONTEXT, descriptor);
  }

  private void code(Code name, int tag, Map<String, Code> codes) {
    film.value(tag, Vr.CS)
        .flatMap(value -> Optional.ofNullable(codes.get(value)))
        .ifPresent(code -> add(ContentItem.code(name, code)));
  }

  private void date(Code name, int tag) {
    film.value(tag, Vr.DA).ifPresent(date -> add(ContentItem.date(name, date)));
  }

  private void time(Code name, int tag) {
    film.value(tag, Vr.TM).ifPresent(time -> add(ContentItem.time(name, time)));
  }

  private void count(Code name, int tag) {
    film.number(tag).ifPresent(n -> add(ContentItem.number(name, Integer.toString(n), PIXELS)));
  }
}
