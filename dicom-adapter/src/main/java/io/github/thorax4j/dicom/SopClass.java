package io.github.thorax4j.dicom;

import java.util.Arrays;
import java.util.Optional;

/** The SOP classes that the gate knows by name (PS3.6 annex A). */
public enum SopClass {
  /** CR. */
  COMPUTED_RADIOGRAPHY("1.2.840.10008.5.1.4.1.1.1", "Computed Radiography Image Storage", true),
  /** DX for presentation. */
  DIGITAL_XRAY(
      "1.2.840.10008.5.1.4.1.1.1.1", "Digital X-Ray Image Storage - For Presentation", true),
  /** DX for processing. */
  DIGITAL_XRAY_FOR_PROCESSING(
      "1.2.840.10008.5.1.4.1.1.1.1.1", "Digital X-Ray Image Storage - For Processing", true),
  /** Secondary capture, one frame. */
  SECONDARY_CAPTURE("1.2.840.10008.5.1.4.1.1.7", "Secondary Capture Image Storage", false),
  /** Secondary capture, grey frames of bytes. */
  MULTI_FRAME_GREY_BYTE_SECONDARY_CAPTURE(
      "1.2.840.10008.5.1.4.1.1.7.2",
      "Multi-frame Grayscale Byte Secondary Capture Image Storage",
      false),
  /** Secondary capture, grey frames of words. */
  MULTI_FRAME_GREY_WORD_SECONDARY_CAPTURE(
      "1.2.840.10008.5.1.4.1.1.7.3",
      "Multi-frame Grayscale Word Secondary Capture Image Storage",
      false);

  private final String uid;
  private final String title;
  private final boolean film;

  SopClass(String uid, String title, boolean film) {
    this.uid = uid;
    this.title = title;
    this.film = film;
  }

  /** The UID. */
  public String uid() {
    return uid;
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** Whether its objects are radiographs; secondary captures can be anything. */
  public boolean film() {
    return film;
  }

  /** The class of a UID; empty if it is none of these. */
  public static Optional<SopClass> of(String uid) {
    return Arrays.stream(values()).filter(sopClass -> sopClass.uid.equals(uid)).findFirst();
  }

  /** Name and UID for people, of other classes too. */
  public static String describe(String uid) {
    return of(uid).map(SopClass::title).orElse("other SOP class") + " (" + uid + ")";
  }
}
