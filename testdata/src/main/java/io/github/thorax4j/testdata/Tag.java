package io.github.thorax4j.testdata;

/** Tags that tests of radiographs name often (PS3.6), as {@code 0xGGGGEEEE}. */
public final class Tag {

  public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
  public static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x00020003;
  public static final int TRANSFER_SYNTAX_UID = 0x00020010;
  public static final int IMPLEMENTATION_CLASS_UID = 0x00020012;
  public static final int IMPLEMENTATION_VERSION_NAME = 0x00020013;

  public static final int SPECIFIC_CHARACTER_SET = 0x00080005;
  public static final int IMAGE_TYPE = 0x00080008;
  public static final int SOP_CLASS_UID = 0x00080016;
  public static final int SOP_INSTANCE_UID = 0x00080018;
  public static final int STUDY_DATE = 0x00080020;
  public static final int CONTENT_DATE = 0x00080023;
  public static final int ACQUISITION_DATE_TIME = 0x0008002A;
  public static final int STUDY_TIME = 0x00080030;
  public static final int CONTENT_TIME = 0x00080033;
  public static final int ACCESSION_NUMBER = 0x00080050;
  public static final int MODALITY = 0x00080060;
  public static final int CONVERSION_TYPE = 0x00080064;
  public static final int PRESENTATION_INTENT_TYPE = 0x00080068;
  public static final int MANUFACTURER = 0x00080070;
  public static final int REFERRING_PHYSICIAN_NAME = 0x00080090;
  public static final int CODE_VALUE = 0x00080100;
  public static final int CODING_SCHEME_DESIGNATOR = 0x00080102;
  public static final int CODE_MEANING = 0x00080104;
  public static final int STUDY_DESCRIPTION = 0x00081030;
  public static final int SERIES_DESCRIPTION = 0x0008103E;
  public static final int MANUFACTURER_MODEL_NAME = 0x00081090;
  public static final int REFERENCED_IMAGE_SEQUENCE = 0x00081140;
  public static final int ANATOMIC_REGION_SEQUENCE = 0x00082218;

  public static final int PATIENT_NAME = 0x00100010;
  public static final int PATIENT_ID = 0x00100020;
  public static final int PATIENT_BIRTH_DATE = 0x00100030;
  public static final int PATIENT_SEX = 0x00100040;

  public static final int BODY_PART_EXAMINED = 0x00180015;
  public static final int KVP = 0x00180060;
  public static final int PLATE_ID = 0x00181004;
  public static final int IMAGER_PIXEL_SPACING = 0x00181164;
  public static final int POSITIONER_TYPE = 0x00181508;
  public static final int VIEW_POSITION = 0x00185101;
  public static final int DETECTOR_TYPE = 0x00187004;

  public static final int STUDY_INSTANCE_UID = 0x0020000D;
  public static final int SERIES_INSTANCE_UID = 0x0020000E;
  public static final int STUDY_ID = 0x00200010;
  public static final int SERIES_NUMBER = 0x00200011;
  public static final int INSTANCE_NUMBER = 0x00200013;
  public static final int PATIENT_ORIENTATION = 0x00200020;
  public static final int LATERALITY = 0x00200060;
  public static final int IMAGE_LATERALITY = 0x00200062;

  public static final int SAMPLES_PER_PIXEL = 0x00280002;
  public static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  public static final int PLANAR_CONFIGURATION = 0x00280006;
  public static final int NUMBER_OF_FRAMES = 0x00280008;
  public static final int ROWS = 0x00280010;
  public static final int COLUMNS = 0x00280011;
  public static final int PIXEL_SPACING = 0x00280030;
  public static final int PIXEL_ASPECT_RATIO = 0x00280034;
  public static final int BITS_ALLOCATED = 0x00280100;
  public static final int BITS_STORED = 0x00280101;
  public static final int HIGH_BIT = 0x00280102;
  public static final int PIXEL_REPRESENTATION = 0x00280103;
  public static final int PIXEL_PADDING_VALUE = 0x00280120;
  public static final int PIXEL_PADDING_RANGE_LIMIT = 0x00280121;
  public static final int BURNED_IN_ANNOTATION = 0x00280301;
  public static final int PIXEL_INTENSITY_RELATIONSHIP = 0x00281040;
  public static final int PIXEL_INTENSITY_RELATIONSHIP_SIGN = 0x00281041;
  public static final int WINDOW_CENTER = 0x00281050;
  public static final int WINDOW_WIDTH = 0x00281051;
  public static final int RESCALE_INTERCEPT = 0x00281052;
  public static final int RESCALE_SLOPE = 0x00281053;
  public static final int RESCALE_TYPE = 0x00281054;
  public static final int VOI_LUT_FUNCTION = 0x00281056;
  public static final int LOSSY_IMAGE_COMPRESSION = 0x00282110;
  public static final int LOSSY_IMAGE_COMPRESSION_RATIO = 0x00282112;
  public static final int LOSSY_IMAGE_COMPRESSION_METHOD = 0x00282114;
  public static final int MODALITY_LUT_SEQUENCE = 0x00283000;
  public static final int LUT_DESCRIPTOR = 0x00283002;
  public static final int MODALITY_LUT_TYPE = 0x00283004;
  public static final int LUT_DATA = 0x00283006;
  public static final int VOI_LUT_SEQUENCE = 0x00283010;

  public static final int ACQUISITION_CONTEXT_SEQUENCE = 0x00400555;
  public static final int VIEW_CODE_SEQUENCE = 0x00540220;
  public static final int PRESENTATION_LUT_SHAPE = 0x20500020;
  public static final int PIXEL_DATA = 0x7FE00010;

  private Tag() {}
}
