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

  /** Specific Character Set (0008,0005). */
  public static final int SPECIFIC_CHARACTER_SET = 0x0008_0005;

  /** Image Type (0008,0008). */
  public static final int IMAGE_TYPE = 0x0008_0008;

  /** SOP Class UID (0008,0016). */
  public static final int SOP_CLASS_UID = 0x0008_0016;

  /** SOP Instance UID (0008,0018). */
  public static final int SOP_INSTANCE_UID = 0x0008_0018;

  /** Modality (0008,0060). */
  public static final int MODALITY = 0x0008_0060;

  /** Presentation Intent Type (0008,0068). */
  public static final int PRESENTATION_INTENT_TYPE = 0x0008_0068;

  /** Code Value (0008,0100). */
  public static final int CODE_VALUE = 0x0008_0100;

  /** Coding Scheme Designator (0008,0102). */
  public static final int CODING_SCHEME_DESIGNATOR = 0x0008_0102;

  /** Code Meaning (0008,0104). */
  public static final int CODE_MEANING = 0x0008_0104;

  /** Anatomic Region Sequence (0008,2218). */
  public static final int ANATOMIC_REGION_SEQUENCE = 0x0008_2218;

  /** Body Part Examined (0018,0015). */
  public static final int BODY_PART_EXAMINED = 0x0018_0015;

  /** Imager Pixel Spacing (0018,1164). */
  public static final int IMAGER_PIXEL_SPACING = 0x0018_1164;

  /** View Position (0018,5101). */
  public static final int VIEW_POSITION = 0x0018_5101;

  /** Patient Orientation (0020,0020). */
  public static final int PATIENT_ORIENTATION = 0x0020_0020;

  /** Samples per Pixel (0028,0002). */
  public static final int SAMPLES_PER_PIXEL = 0x0028_0002;

  /** Photometric Interpretation (0028,0004). */
  public static final int PHOTOMETRIC_INTERPRETATION = 0x0028_0004;

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

  /** Modality LUT Sequence (0028,3000). */
  public static final int MODALITY_LUT_SEQUENCE = 0x0028_3000;

  /** LUT Descriptor (0028,3002). */
  public static final int LUT_DESCRIPTOR = 0x0028_3002;

  /** LUT Data (0028,3006). */
  public static final int LUT_DATA = 0x0028_3006;

  /** VOI LUT Sequence (0028,3010). */
  public static final int VOI_LUT_SEQUENCE = 0x0028_3010;

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
