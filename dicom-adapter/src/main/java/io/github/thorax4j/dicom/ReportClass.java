package io.github.thorax4j.dicom;

/**
 * The SOP classes that a structured report can be stored as (PS3.6 annex A); the content is one.
 */
public enum ReportClass {
  /** The class that TID 1500 is made for. */
  COMPREHENSIVE_3D("1.2.840.10008.5.1.4.1.1.88.34"),
  /** For viewers that do not know the other one. */
  COMPREHENSIVE("1.2.840.10008.5.1.4.1.1.88.33");

  private final String uid;

  ReportClass(String uid) {
    this.uid = uid;
  }

  /** The UID. */
  public String uid() {
    return uid;
  }
}
