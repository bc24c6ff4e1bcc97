package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What tells people whom a study is of and what it was made for; each is empty if it is not known.
 * Only shown on pages: neither the database nor a log may hold it.
 *
 * @param patientId the Patient ID
 * @param patientName the Patient's Name
 * @param accession the Accession Number
 * @param date the Study Date
 * @param description the Study Description
 */
record StudyFacts(
    String patientId, String patientName, String accession, String date, String description) {

  static final StudyFacts UNKNOWN = new StudyFacts("", "", "", "", "");

  private static final int LONGEST = 64;

  /** Those of a study as Orthanc describes it. */
  static StudyFacts of(JsonNode study) {
    JsonNode patient = study.path("PatientMainDicomTags");
    JsonNode main = study.path("MainDicomTags");
    return new StudyFacts(
        text(patient, "PatientID"),
        text(patient, "PatientName").replace('^', ' ').strip(),
        text(main, "AccessionNumber"),
        date(text(main, "StudyDate")),
        text(main, "StudyDescription"));
  }

  private static String text(JsonNode tags, String name) {
    String text = tags.path(name).asText().strip();
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "...";
  }

  private static String date(String date) {
    return date.matches("[0-9]{8}")
        ? date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6)
        : date;
  }

  /** Never who the patient is. */
  @Override
  public String toString() {
    return "StudyFacts";
  }
}
