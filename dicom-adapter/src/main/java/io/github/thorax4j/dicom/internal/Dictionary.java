package io.github.thorax4j.dicom.internal;

import static java.util.Map.entry;

import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import java.util.Map;
import java.util.Optional;

/**
 * The value representations of the attributes that are used here (PS3.6 section 6): implicit
 * encodings and UN do not tell them. Where the standard leaves 'US or SS' it says US; whoever reads
 * the value applies the sign.
 */
final class Dictionary {

  private static final Map<Integer, Vr> ENTRIES =
      Map.ofEntries(
          entry(Tag.FILE_META_GROUP_LENGTH, Vr.UL),
          entry(Tag.FILE_META_VERSION, Vr.OB),
          entry(Tag.MEDIA_STORAGE_SOP_CLASS_UID, Vr.UI),
          entry(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, Vr.UI),
          entry(Tag.TRANSFER_SYNTAX_UID, Vr.UI),
          entry(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI),
          entry(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH),
          entry(Tag.DIRECTORY_RECORD_SEQUENCE, Vr.SQ),
          entry(Tag.SPECIFIC_CHARACTER_SET, Vr.CS),
          entry(Tag.IMAGE_TYPE, Vr.CS),
          entry(Tag.SOP_CLASS_UID, Vr.UI),
          entry(Tag.SOP_INSTANCE_UID, Vr.UI),
          entry(Tag.STUDY_DATE, Vr.DA),
          entry(Tag.SERIES_DATE, Vr.DA),
          entry(Tag.ACQUISITION_DATE, Vr.DA),
          entry(Tag.CONTENT_DATE, Vr.DA),
          entry(Tag.STUDY_TIME, Vr.TM),
          entry(Tag.SERIES_TIME, Vr.TM),
          entry(Tag.ACQUISITION_TIME, Vr.TM),
          entry(Tag.CONTENT_TIME, Vr.TM),
          entry(Tag.ACCESSION_NUMBER, Vr.SH),
          entry(Tag.MODALITY, Vr.CS),
          entry(Tag.PRESENTATION_INTENT_TYPE, Vr.CS),
          entry(Tag.MANUFACTURER, Vr.LO),
          entry(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN),
          entry(Tag.CODE_VALUE, Vr.SH),
          entry(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH),
          entry(Tag.CODE_MEANING, Vr.LO),
          entry(Tag.TIMEZONE_OFFSET_FROM_UTC, Vr.SH),
          entry(Tag.STATION_NAME, Vr.SH),
          entry(Tag.STUDY_DESCRIPTION, Vr.LO),
          entry(Tag.MANUFACTURER_MODEL_NAME, Vr.LO),
          entry(Tag.ANATOMIC_REGION_SEQUENCE, Vr.SQ),
          entry(Tag.PATIENT_NAME, Vr.PN),
          entry(Tag.PATIENT_ID, Vr.LO),
          entry(Tag.ISSUER_OF_PATIENT_ID, Vr.LO),
          entry(Tag.PATIENT_BIRTH_DATE, Vr.DA),
          entry(Tag.PATIENT_SEX, Vr.CS),
          entry(Tag.PATIENT_AGE, Vr.AS),
          entry(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS),
          entry(Tag.DEIDENTIFICATION_METHOD, Vr.LO),
          entry(Tag.DEIDENTIFICATION_METHOD_CODE_SEQUENCE, Vr.SQ),
          entry(Tag.BODY_PART_EXAMINED, Vr.CS),
          entry(Tag.DEVICE_SERIAL_NUMBER, Vr.LO),
          entry(Tag.SOFTWARE_VERSIONS, Vr.LO),
          entry(Tag.IMAGER_PIXEL_SPACING, Vr.DS),
          entry(Tag.VIEW_POSITION, Vr.CS),
          entry(Tag.STUDY_INSTANCE_UID, Vr.UI),
          entry(Tag.SERIES_INSTANCE_UID, Vr.UI),
          entry(Tag.STUDY_ID, Vr.SH),
          entry(Tag.SERIES_NUMBER, Vr.IS),
          entry(Tag.INSTANCE_NUMBER, Vr.IS),
          entry(Tag.PATIENT_ORIENTATION, Vr.CS),
          entry(Tag.SAMPLES_PER_PIXEL, Vr.US),
          entry(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS),
          entry(Tag.NUMBER_OF_FRAMES, Vr.IS),
          entry(Tag.ROWS, Vr.US),
          entry(Tag.COLUMNS, Vr.US),
          entry(Tag.PIXEL_SPACING, Vr.DS),
          entry(Tag.PIXEL_ASPECT_RATIO, Vr.IS),
          entry(Tag.BITS_ALLOCATED, Vr.US),
          entry(Tag.BITS_STORED, Vr.US),
          entry(Tag.HIGH_BIT, Vr.US),
          entry(Tag.PIXEL_REPRESENTATION, Vr.US),
          entry(Tag.PIXEL_PADDING_VALUE, Vr.US),
          entry(Tag.PIXEL_PADDING_RANGE_LIMIT, Vr.US),
          entry(Tag.WINDOW_CENTER, Vr.DS),
          entry(Tag.WINDOW_WIDTH, Vr.DS),
          entry(Tag.RESCALE_INTERCEPT, Vr.DS),
          entry(Tag.RESCALE_SLOPE, Vr.DS),
          entry(Tag.VOI_LUT_FUNCTION, Vr.CS),
          entry(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS),
          entry(Tag.LOSSY_IMAGE_COMPRESSION_RATIO, Vr.DS),
          entry(Tag.LOSSY_IMAGE_COMPRESSION_METHOD, Vr.CS),
          entry(Tag.MODALITY_LUT_SEQUENCE, Vr.SQ),
          entry(Tag.LUT_DESCRIPTOR, Vr.US),
          entry(Tag.LUT_DATA, Vr.OW),
          entry(Tag.VOI_LUT_SEQUENCE, Vr.SQ),
          entry(Tag.VIEW_CODE_SEQUENCE, Vr.SQ),
          entry(Tag.PRESENTATION_LUT_SHAPE, Vr.CS),
          entry(Tag.FLOAT_PIXEL_DATA, Vr.OF),
          entry(Tag.DOUBLE_FLOAT_PIXEL_DATA, Vr.OD),
          entry(Tag.PIXEL_DATA, Vr.OW));

  private Dictionary() {}

  /** The representation of an attribute; empty if it is not used here. */
  static Optional<Vr> vr(int tag) {
    if ((tag & 0xFFFF) == 0) {
      return Optional.of(Vr.UL);
    }
    return Optional.ofNullable(ENTRIES.get(tag));
  }
}
