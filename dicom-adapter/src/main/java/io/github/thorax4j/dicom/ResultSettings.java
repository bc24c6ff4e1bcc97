package io.github.thorax4j.dicom;

import io.github.thorax4j.dicom.internal.result.LegalValue;
import java.util.Objects;

/**
 * How results are made. Other settings give objects with other UIDs.
 *
 * @param reportClass what a structured report is stored as
 * @param softwareVersion the version of the program that makes them: 1 to 64 printable characters
 *     without backslash
 * @param reportSeriesNumber Series Number of structured reports, not negative
 * @param pictureSeriesNumber Series Number of heat maps, not negative
 */
public record ResultSettings(
    ReportClass reportClass,
    String softwareVersion,
    int reportSeriesNumber,
    int pictureSeriesNumber) {

  private static final int REPORT_SERIES = 9001;
  private static final int PICTURE_SERIES = 9002;

  /** Checks that the values can be written. */
  public ResultSettings {
    Objects.requireNonNull(reportClass, "reportClass");
    if (LegalValue.of(Vr.LO, softwareVersion).isEmpty()) {
      throw new IllegalArgumentException("not a software version: " + softwareVersion);
    }
    if (reportSeriesNumber < 0 || pictureSeriesNumber < 0) {
      throw new IllegalArgumentException("series numbers must not be negative");
    }
  }

  /** Comprehensive 3D SR, and series behind those of a usual study. */
  public static ResultSettings of(String softwareVersion) {
    return new ResultSettings(
        ReportClass.COMPREHENSIVE_3D, softwareVersion, REPORT_SERIES, PICTURE_SERIES);
  }

  /** The same with another class of reports. */
  public ResultSettings with(ReportClass otherClass) {
    return new ResultSettings(otherClass, softwareVersion, reportSeriesNumber, pictureSeriesNumber);
  }
}
