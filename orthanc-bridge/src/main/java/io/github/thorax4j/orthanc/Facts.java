package io.github.thorax4j.orthanc;

import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reason;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rules look at. Nothing here identifies a patient.
 *
 * @param place where the film is
 * @param outcome what the model said
 * @param sopInstance SOP Instance UID (0008,0018)
 * @param modality Modality (0008,0060)
 * @param remoteAeTitle who sent the film; empty if it did not come by DICOM
 * @param calledAeTitle as whom Orthanc was called
 * @param station Station Name (0008,1010)
 * @param bodyPart Body Part Examined (0018,0015)
 * @param age in completed years
 * @param results the results' identifiers in Orthanc
 */
record Facts(
    Placement place,
    Outcome outcome,
    Optional<String> sopInstance,
    Optional<String> modality,
    Optional<String> remoteAeTitle,
    Optional<String> calledAeTitle,
    Optional<String> station,
    Optional<String> bodyPart,
    OptionalInt age,
    List<String> results) {

  private static final Pattern AGE = Pattern.compile("(\\d{1,3})([DWMY])");

  /** Refuses null. */
  Facts {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(outcome, "outcome");
    results = List.copyOf(results);
  }

  /**
   * The facts of a film.
   *
   * @param header the film's
   * @param metadata the film's in Orthanc, by Orthanc's names
   * @param results the results' identifiers in Orthanc
   */
  static Facts of(
      Placement place,
      Outcome outcome,
      Attributes header,
      Map<String, String> metadata,
      List<String> results) {
    return new Facts(
        place,
        outcome,
        header.string(Tag.SOP_INSTANCE_UID),
        header.string(Tag.MODALITY),
        text(metadata, "RemoteAET"),
        text(metadata, "CalledAET"),
        header.string(Tag.STATION_NAME),
        header.string(Tag.BODY_PART_EXAMINED),
        age(header),
        results);
  }

  /** The answer, if the film was not declined. */
  Optional<Outcome.Assessed> answer() {
    return outcome instanceof Outcome.Assessed assessed ? Optional.of(assessed) : Optional.empty();
  }

  /** Why the film was declined, if it was. */
  Optional<Reason> declined() {
    return outcome instanceof Outcome.Declined refused
        ? Optional.of(refused.reason())
        : Optional.empty();
  }

  private static Optional<String> text(Map<String, String> metadata, String key) {
    return Optional.ofNullable(metadata.get(key)).map(String::strip).filter(s -> !s.isEmpty());
  }

  /** Patient's Age (PS3.5 table 6.2-1, AS), or what follows from the dates. */
  private static OptionalInt age(Attributes header) {
    Matcher age =
        AGE.matcher(header.string(Tag.PATIENT_AGE).orElse("").strip().toUpperCase(Locale.ROOT));
    if (age.matches()) {
      int number = Integer.parseInt(age.group(1));
      return OptionalInt.of(
          switch (age.group(2)) {
            case "D" -> number / 365;
            case "W" -> number / 52;
            case "M" -> number / 12;
            default -> number;
          });
    }
    Optional<LocalDate> birth = date(header, Tag.PATIENT_BIRTH_DATE);
    Optional<LocalDate> study = date(header, Tag.STUDY_DATE);
    if (birth.isEmpty() || study.isEmpty() || study.get().isBefore(birth.get())) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Period.between(birth.get(), study.get()).getYears());
  }

  private static Optional<LocalDate> date(Attributes header, int tag) {
    try {
      return header
          .string(tag)
          .map(text -> LocalDate.parse(text.strip(), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
