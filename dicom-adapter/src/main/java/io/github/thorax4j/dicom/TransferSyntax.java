package io.github.thorax4j.dicom;

import java.util.Arrays;
import java.util.Optional;

/** How a data set and its pixels are encoded (PS3.5 section 10, PS3.6 annex A). */
public enum TransferSyntax {
  /** The default syntax. */
  IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", "Implicit VR Little Endian"),
  /** Uncompressed. */
  EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "Explicit VR Little Endian"),
  /** The whole data set is deflated. */
  DEFLATED("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian"),
  /** Uncompressed, retired. */
  EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", "Explicit VR Big Endian"),
  /** Lossy, 8 bits. */
  JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)"),
  /** Lossy, 8 or 12 bits. */
  JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)"),
  /** Lossless, any predictor. */
  JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless (Process 14)"),
  /** Lossless, the first predictor. */
  JPEG_LOSSLESS_SV1(
      "1.2.840.10008.1.2.4.70", "JPEG Lossless, First-Order Prediction (Process 14 SV 1)"),
  /** JPEG-LS, lossless. */
  JPEG_LS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless"),
  /** JPEG-LS, bounded error. */
  JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless)"),
  /** JPEG 2000, lossless. */
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 (Lossless Only)"),
  /** JPEG 2000, lossless or lossy. */
  JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000"),
  /** JPEG 2000 part 2, lossless. */
  JPEG_2000_PART_2_LOSSLESS("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 (Lossless Only)"),
  /** JPEG 2000 part 2, lossless or lossy. */
  JPEG_2000_PART_2("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2"),
  /** Pixels are elsewhere. */
  JPIP("1.2.840.10008.1.2.4.94", "JPIP Referenced"),
  /** Pixels are elsewhere, the data set is deflated. */
  JPIP_DEFLATED("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate"),
  /** Video. */
  MPEG2_MAIN("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level"),
  /** Video. */
  MPEG2_HIGH("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level"),
  /** Video. */
  MPEG4_HIGH("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1"),
  /** Video. */
  MPEG4_BD("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible"),
  /** Video. */
  MPEG4_42_2D("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 Level 4.2 For 2D Video"),
  /** Video. */
  MPEG4_42_3D("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 Level 4.2 For 3D Video"),
  /** Video. */
  MPEG4_STEREO("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2"),
  /** Video. */
  HEVC_MAIN("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile / Level 5.1"),
  /** Video. */
  HEVC_MAIN_10("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile / Level 5.1"),
  /** JPEG XL, lossless. */
  JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
  /** JPEG XL, a JPEG packed again. */
  JPEG_XL_RECOMPRESSION("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"),
  /** JPEG XL. */
  JPEG_XL("1.2.840.10008.1.2.4.112", "JPEG XL"),
  /** High-throughput JPEG 2000, lossless. */
  HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 (Lossless Only)"),
  /** High-throughput JPEG 2000, lossless, resolution by resolution. */
  HTJ2K_LOSSLESS_RPCL(
      "1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)"),
  /** High-throughput JPEG 2000. */
  HTJ2K("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"),
  /** Run lengths. */
  RLE("1.2.840.10008.1.2.5", "RLE Lossless");

  private final String uid;
  private final String title;

  TransferSyntax(String uid, String title) {
    this.uid = uid;
    this.title = title;
  }

  /** The UID. */
  public String uid() {
    return uid;
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** Whether pixels in it have always lost something; JPEG 2000 and its kin may have. */
  public boolean lossy() {
    return switch (this) {
      case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LS_NEAR_LOSSLESS -> true;
      default -> false;
    };
  }

  /** The syntax of a UID; empty if it is none of these. */
  public static Optional<TransferSyntax> of(String uid) {
    return Arrays.stream(values()).filter(syntax -> syntax.uid.equals(uid)).findFirst();
  }

  /** Name and UID for people, of unknown syntaxes too; what is no UID (PS3.5 9.1) is not shown. */
  public static String describe(String uid) {
    String title = of(uid).map(TransferSyntax::title).orElse("unknown transfer syntax");
    return uid.matches("[0-9.]{1,64}") ? title + " (" + uid + ")" : title;
  }
}
