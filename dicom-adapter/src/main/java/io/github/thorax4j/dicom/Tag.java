package io.github.thorax4j.dicom;

import java.util.Locale;

/** The attributes that are used here (PS3.6 section 6), each as group and element in one number. */
public final class Tag {

  /** File Meta Information Group Length (0002,0000). */
  public static final int FILE_META_GROUP_LENGTH = 0x0002_0000;

  /** File Meta Information Version (0002,0001). */
  public static final int FILE_META_VERSION = 0x0002_0001;

  /** Media Storage SOP Class UID (0002,0002). */
  public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002_0002;

  /** Media Storage SOP Instance UID (0002,0003). */
  public static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0002_0003;

  /** Transfer Syntax UID (0002,0010). */
  public static final int TRANSFER_SYNTAX_UID = 0x0002_0010;

  /** Implementation Class UID (0002,0012). */
  public static final int IMPLEMENTATION_CLASS_UID = 0x0002_0012;

  /** Implementation Version Name (0002,0013). */
  public static final int IMPLEMENTATION_VERSION_NAME = 0x0002_0013;

  /** Directory Record Sequence (0004,1220). */
  public static final int DIRECTORY_RECORD_SEQUENCE = 0x0004_1220;

  /** Specific Character Set (0008,0005). */
  public static final int SPECIFIC_CHARACTER_SET = 0x0008_0005;

  /** Image Type (0008,0008). */
  public static final int IMAGE_TYPE = 0x0008_0008;

  /** SOP Class UID (0008,0016). */
  public static final int SOP_CLASS_UID = 0x0008_0016;

  /** SOP Instance UID (0008,0018). */
  public static final int SOP_INSTANCE_UID = 0x0008_0018;

  /** Study Date (0008,0020). */
  public static final int STUDY_DATE = 0x0008_0020;

  /** Series Date (0008,0021). */
  public static final int SERIES_DATE = 0x0008_0021;

  /** Acquisition Date (0008,0022). */
  public static final int ACQUISITION_DATE = 0x0008_0022;

  /** Content Date (0008,0023). */
  public static final int CONTENT_DATE = 0x0008_0023;

  /** Study Time (0008,0030). */
  public static final int STUDY_TIME = 0x0008_0030;

  /** Series Time (0008,0031). */
  public static final int SERIES_TIME = 0x0008_0031;

  /** Acquisition Time (0008,0032). */
  public static final int ACQUISITION_TIME = 0x0008_0032;

  /** Content Time (0008,0033). */
  public static final int CONTENT_TIME = 0x0008_0033;

  /** Accession Number (0008,0050). */
  public static final int ACCESSION_NUMBER = 0x0008_0050;

  /** Modality (0008,0060). */
  public static final int MODALITY = 0x0008_0060;

  /** Conversion Type (0008,0064). */
  public static final int CONVERSION_TYPE = 0x0008_0064;

  /** Presentation Intent Type (0008,0068). */
  public static final int PRESENTATION_INTENT_TYPE = 0x0008_0068;

  /** Manufacturer (0008,0070). */
  public static final int MANUFACTURER = 0x0008_0070;

  /** Referring Physician's Name (0008,0090). */
  public static final int REFERRING_PHYSICIAN_NAME = 0x0008_0090;

  /** Code Value (0008,0100). */
  public static final int CODE_VALUE = 0x0008_0100;

  /** Coding Scheme Designator (0008,0102). */
  public static final int CODING_SCHEME_DESIGNATOR = 0x0008_0102;

  /** Code Meaning (0008,0104). */
  public static final int CODE_MEANING = 0x0008_0104;

  /** Mapping Resource (0008,0105). */
  public static final int MAPPING_RESOURCE = 0x0008_0105;

  /** Timezone Offset From UTC (0008,0201). */
  public static final int TIMEZONE_OFFSET_FROM_UTC = 0x0008_0201;

  /** Station Name (0008,1010). */
  public static final int STATION_NAME = 0x0008_1010;

  /** Study Description (0008,1030). */
  public static final int STUDY_DESCRIPTION = 0x0008_1030;

  /** Series Description (0008,103E). */
  public static final int SERIES_DESCRIPTION = 0x0008_103E;

  /** Manufacturer's Model Name (0008,1090). */
  public static final int MANUFACTURER_MODEL_NAME = 0x0008_1090;

  /** Referenced Performed Procedure Step Sequence (0008,1111). */
  public static final int REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE = 0x0008_1111;

  /** Referenced Series Sequence (0008,1115). */
  public static final int REFERENCED_SERIES_SEQUENCE = 0x0008_1115;

  /** Referenced SOP Class UID (0008,1150). */
  public static final int REFERENCED_SOP_CLASS_UID = 0x0008_1150;

  /** Referenced SOP Instance UID (0008,1155). */
  public static final int REFERENCED_SOP_INSTANCE_UID = 0x0008_1155;

  /** Referenced SOP Sequence (0008,1199). */
  public static final int REFERENCED_SOP_SEQUENCE = 0x0008_1199;

  /** Derivation Description (0008,2111). */
  public static final int DERIVATION_DESCRIPTION = 0x0008_2111;

  /** Source Image Sequence (0008,2112). */
  public static final int SOURCE_IMAGE_SEQUENCE = 0x0008_2112;

  /** Anatomic Region Sequence (0008,2218). */
  public static final int ANATOMIC_REGION_SEQUENCE = 0x0008_2218;

  /** Patient's Name (0010,0010). */
  public static final int PATIENT_NAME = 0x0010_0010;

  /** Patient ID (0010,0020). */
  public static final int PATIENT_ID = 0x0010_0020;

  /** Issuer of Patient ID (0010,0021). */
  public static final int ISSUER_OF_PATIENT_ID = 0x0010_0021;

  /** Patient's Birth Date (0010,0030). */
  public static final int PATIENT_BIRTH_DATE = 0x0010_0030;

  /** Patient's Sex (0010,0040). */
  public static final int PATIENT_SEX = 0x0010_0040;

  /** Patient's Age (0010,1010). */
  public static final int PATIENT_AGE = 0x0010_1010;

  /** Patient Identity Removed (0012,0062). */
  public static final int PATIENT_IDENTITY_REMOVED = 0x0012_0062;

  /** De-identification Method (0012,0063). */
  public static final int DEIDENTIFICATION_METHOD = 0x0012_0063;

  /** De-identification Method Code Sequence (0012,0064). */
  public static final int DEIDENTIFICATION_METHOD_CODE_SEQUENCE = 0x0012_0064;

  /** Body Part Examined (0018,0015). */
  public static final int BODY_PART_EXAMINED = 0x0018_0015;

  /** Device Serial Number (0018,1000). */
  public static final int DEVICE_SERIAL_NUMBER = 0x0018_1000;

  /** Secondary Capture Device Manufacturer (0018,1016). */
  public static final int SECONDARY_CAPTURE_DEVICE_MANUFACTURER = 0x0018_1016;

  /** Secondary Capture Device Manufacturer's Model Name (0018,1018). */
  public static final int SECONDARY_CAPTURE_DEVICE_MODEL_NAME = 0x0018_1018;

  /** Secondary Capture Device Software Versions (0018,1019). */
  public static final int SECONDARY_CAPTURE_DEVICE_SOFTWARE_VERSIONS = 0x0018_1019;

  /** Software Versions (0018,1020). */
  public static final int SOFTWARE_VERSIONS = 0x0018_1020;

  /** Imager Pixel Spacing (0018,1164). */
  public static final int IMAGER_PIXEL_SPACING = 0x0018_1164;

  /** View Position (0018,5101). */
  public static final int VIEW_POSITION = 0x0018_5101;

  /** Contributing Equipment Sequence (0018,A001). */
  public static final int CONTRIBUTING_EQUIPMENT_SEQUENCE = 0x0018_A001;

  /** Study Instance UID (0020,000D). */
  public static final int STUDY_INSTANCE_UID = 0x0020_000D;

  /** Series Instance UID (0020,000E). */
  public static final int SERIES_INSTANCE_UID = 0x0020_000E;

  /** Study ID (0020,0010). */
  public static final int STUDY_ID = 0x0020_0010;

  /** Series Number (0020,0011). */
  public static final int SERIES_NUMBER = 0x0020_0011;

  /** Instance Number (0020,0013). */
  public static final int INSTANCE_NUMBER = 0x0020_0013;

  /** Patient Orientation (0020,0020). */
  public static final int PATIENT_ORIENTATION = 0x0020_0020;

  /** Samples per Pixel (0028,0002). */
  public static final int SAMPLES_PER_PIXEL = 0x0028_0002;

  /** Photometric Interpretation (0028,0004). */
  public static final int PHOTOMETRIC_INTERPRETATION = 0x0028_0004;

  /** Planar Configuration (0028,0006). */
  public static final int PLANAR_CONFIGURATION = 0x0028_0006;

  /** Number of Frames (0028,0008). */
  public static final int NUMBER_OF_FRAMES = 0x0028_0008;

  /** Rows (0028,0010). */
  public static final int ROWS = 0x0028_0010;

  /** Columns (0028,0011). */
  public static final int COLUMNS = 0x0028_0011;

  /** Pixel Spacing (0028,0030). */
  public static final int PIXEL_SPACING = 0x0028_0030;

  /** Pixel Aspect Ratio (0028,0034). */
  public static final int PIXEL_ASPECT_RATIO = 0x0028_0034;

  /** Bits Allocated (0028,0100). */
  public static final int BITS_ALLOCATED = 0x0028_0100;

  /** Bits Stored (0028,0101). */
  public static final int BITS_STORED = 0x0028_0101;

  /** High Bit (0028,0102). */
  public static final int HIGH_BIT = 0x0028_0102;

  /** Pixel Representation (0028,0103). */
  public static final int PIXEL_REPRESENTATION = 0x0028_0103;

  /** Pixel Padding Value (0028,0120). */
  public static final int PIXEL_PADDING_VALUE = 0x0028_0120;

  /** Pixel Padding Range Limit (0028,0121). */
  public static final int PIXEL_PADDING_RANGE_LIMIT = 0x0028_0121;

  /** Burned In Annotation (0028,0301). */
  public static final int BURNED_IN_ANNOTATION = 0x0028_0301;

  /** Window Center (0028,1050). */
  public static final int WINDOW_CENTER = 0x0028_1050;

  /** Window Width (0028,1051). */
  public static final int WINDOW_WIDTH = 0x0028_1051;

  /** Rescale Intercept (0028,1052). */
  public static final int RESCALE_INTERCEPT = 0x0028_1052;

  /** Rescale Slope (0028,1053). */
  public static final int RESCALE_SLOPE = 0x0028_1053;

  /** VOI LUT Function (0028,1056). */
  public static final int VOI_LUT_FUNCTION = 0x0028_1056;

  /** Lossy Image Compression (0028,2110). */
  public static final int LOSSY_IMAGE_COMPRESSION = 0x0028_2110;

  /** Lossy Image Compression Ratio (0028,2112). */
  public static final int LOSSY_IMAGE_COMPRESSION_RATIO = 0x0028_2112;

  /** Lossy Image Compression Method (0028,2114). */
  public static final int LOSSY_IMAGE_COMPRESSION_METHOD = 0x0028_2114;

  /** Modality LUT Sequence (0028,3000). */
  public static final int MODALITY_LUT_SEQUENCE = 0x0028_3000;

  /** LUT Descriptor (0028,3002). */
  public static final int LUT_DESCRIPTOR = 0x0028_3002;

  /** LUT Data (0028,3006). */
  public static final int LUT_DATA = 0x0028_3006;

  /** VOI LUT Sequence (0028,3010). */
  public static final int VOI_LUT_SEQUENCE = 0x0028_3010;

  /** Measurement Units Code Sequence (0040,08EA). */
  public static final int MEASUREMENT_UNITS_CODE_SEQUENCE = 0x0040_08EA;

  /** Relationship Type (0040,A010). */
  public static final int RELATIONSHIP_TYPE = 0x0040_A010;

  /** Value Type (0040,A040). */
  public static final int VALUE_TYPE = 0x0040_A040;

  /** Concept Name Code Sequence (0040,A043). */
  public static final int CONCEPT_NAME_CODE_SEQUENCE = 0x0040_A043;

  /** Continuity Of Content (0040,A050). */
  public static final int CONTINUITY_OF_CONTENT = 0x0040_A050;

  /** Date (0040,A121). */
  public static final int DATE = 0x0040_A121;

  /** Time (0040,A122). */
  public static final int TIME = 0x0040_A122;

  /** UID (0040,A124). */
  public static final int UID = 0x0040_A124;

  /** Text Value (0040,A160). */
  public static final int TEXT_VALUE = 0x0040_A160;

  /** Concept Code Sequence (0040,A168). */
  public static final int CONCEPT_CODE_SEQUENCE = 0x0040_A168;

  /** Purpose of Reference Code Sequence (0040,A170). */
  public static final int PURPOSE_OF_REFERENCE_CODE_SEQUENCE = 0x0040_A170;

  /** Measured Value Sequence (0040,A300). */
  public static final int MEASURED_VALUE_SEQUENCE = 0x0040_A300;

  /** Numeric Value (0040,A30A). */
  public static final int NUMERIC_VALUE = 0x0040_A30A;

  /** Performed Procedure Code Sequence (0040,A372). */
  public static final int PERFORMED_PROCEDURE_CODE_SEQUENCE = 0x0040_A372;

  /** Current Requested Procedure Evidence Sequence (0040,A375). */
  public static final int CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE = 0x0040_A375;

  /** Completion Flag (0040,A491). */
  public static final int COMPLETION_FLAG = 0x0040_A491;

  /** Completion Flag Description (0040,A492). */
  public static final int COMPLETION_FLAG_DESCRIPTION = 0x0040_A492;

  /** Verification Flag (0040,A493). */
  public static final int VERIFICATION_FLAG = 0x0040_A493;

  /** Preliminary Flag (0040,A496). */
  public static final int PRELIMINARY_FLAG = 0x0040_A496;

  /** Content Template Sequence (0040,A504). */
  public static final int CONTENT_TEMPLATE_SEQUENCE = 0x0040_A504;

  /** Content Sequence (0040,A730). */
  public static final int CONTENT_SEQUENCE = 0x0040_A730;

  /** Template Identifier (0040,DB00). */
  public static final int TEMPLATE_IDENTIFIER = 0x0040_DB00;

  /** View Code Sequence (0054,0220). */
  public static final int VIEW_CODE_SEQUENCE = 0x0054_0220;

  /** Presentation LUT Shape (2050,0020). */
  public static final int PRESENTATION_LUT_SHAPE = 0x2050_0020;

  /** Float Pixel Data (7FE0,0008). */
  public static final int FLOAT_PIXEL_DATA = 0x7FE0_0008;

  /** Double Float Pixel Data (7FE0,0009). */
  public static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE0_0009;

  /** Pixel Data (7FE0,0010). */
  public static final int PIXEL_DATA = 0x7FE0_0010;

  private Tag() {}

  /** The usual way to write a tag: (gggg,eeee). */
  public static String text(int tag) {
    return String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
  }
}
