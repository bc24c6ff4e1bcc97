package io.github.thorax4j.dicom;

import io.github.thorax4j.Reading.Refused;
import io.github.thorax4j.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Decides from a header, before any pixel is decoded, whether an image is a frontal chest
 * radiograph. What the header does not say is no reason to refuse. A refusal names the attribute
 * and its value, and nothing that identifies a patient. Immutable and thread-safe.
 */
public final class HeaderGate {

  private static final int LONGEST_QUOTE = 64;

  /** Modality of a radiograph (PS3.3 section C.7.3.1.1.1); DR is retired and still written. */
  private static final Set<String> FILM_MODALITIES = Set.of("CR", "DX", "RG", "DR");

  /** Photometric Interpretation of grey images (PS3.3 section C.7.6.3.1.2). */
  private static final Set<String> GREY = Set.of("MONOCHROME1", "MONOCHROME2");

  private static final Pattern WORD_BREAK = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Parts of words for the chest, in the languages of the vendors' presets. */
  private static final List<String> CHEST =
      List.of("CHEST", "THORA", "TORAX", "TÓRAX", "TORAC", "LUNG", "PULMO", "POUMON", "BRUST");

  /** What makes a chest word name another part. */
  private static final List<String> NOT_CHEST = List.of("SPINE", "SPINAL", "VERTEBR", "WIRBEL");

  /** Values that say nothing of the body. */
  private static final Set<String> UNSPECIFIC =
      Set.of(
          "UNKNOWN",
          "UNSPECIFIED",
          "UNDEFINED",
          "OTHER",
          "NONE",
          "NA",
          "DEFAULT",
          "ANY",
          "GENERAL",
          "BODY",
          "PORTABLE",
          "MISC",
          "NULL");

  /** Chest and lung in SNOMED CT and its retired form, whatever language the meaning is in. */
  private static final Set<String> CHEST_CODES =
      Set.of("51185008", "T-D3000", "39607008", "T-28000");

  /** View Position of frontal views (PS3.3 section C.8.1.1) and how it is spelt otherwise. */
  private static final Set<String> FRONTAL = Set.of("AP", "PA", "FRONTAL");

  /** Words of View Position, view names and their abbreviations that are not frontal. */
  private static final Set<String> NOT_FRONTAL =
      Set.of(
          "LL",
          "RL",
          "LAT",
          "LATERAL",
          "LLAT",
          "RLAT",
          "LATL",
          "LATR",
          "SAGITTAL",
          "LATERALE",
          "SEITLICH",
          "PROFIL",
          "PERFIL",
          "LLD",
          "RLD",
          "DECUBITUS",
          "DECUB",
          "LLO",
          "RLO",
          "LAO",
          "RAO",
          "LPO",
          "RPO",
          "OBL",
          "OBLIQUE",
          "AXIAL",
          "TANGENTIAL");

  /** Lateral and oblique views of PS3.16 CID 4010, in SNOMED CT and its retired form. */
  private static final Set<String> NOT_FRONTAL_CODES =
      Set.of(
          "399067008",
          "R-102CD",
          "49370004",
          "G-A104", // lateral
          "399173006",
          "R-10236",
          "399198007",
          "R-10232", // left, right lateral
          "399352003",
          "R-10228",
          "399300004",
          "G-5221", // lateral-medial
          "399260004",
          "R-10224",
          "399012007",
          "G-5220", // medial-lateral
          "30730003",
          "G-A145", // sagittal
          "399182000",
          "R-102C1",
          "399366008",
          "R-10516",
          "21114003",
          "G-A472", // oblique
          "399236003",
          "R-10234",
          "399184004",
          "R-10238", // right, left oblique
          "399135007",
          "R-10220",
          "399074003",
          "G-5207", // left anterior oblique
          "399356000",
          "R-40985",
          "399108003",
          "G-5206", // right anterior oblique
          "399006002",
          "R-10212",
          "399136008",
          "G-5209", // left posterior oblique
          "399038007",
          "R-10210",
          "399075002",
          "G-5208"); // right posterior oblique

  private final boolean anySecondaryCapture;

  private HeaderGate(boolean anySecondaryCapture) {
    this.anySecondaryCapture = anySecondaryCapture;
  }

  /** Lets films through, and secondary captures whose modality says that they are films. */
  public static HeaderGate films() {
    return new HeaderGate(false);
  }

  /** Lets grey secondary captures through whatever their modality says. */
  public static HeaderGate filmsAndCaptures() {
    return new HeaderGate(true);
  }

  /** Why an image is refused; empty if it is not. */
  public Optional<Refused> check(Attributes header) {
    return kind(header)
        .or(() -> frames(header))
        .or(() -> colour(header))
        .or(() -> bodyPart(header))
        .or(() -> view(header));
  }

  private Optional<Refused> kind(Attributes header) {
    if (header.has(Tag.DIRECTORY_RECORD_SEQUENCE)) {
      return Optional.of(
          new Refused(Reason.NOT_A_RADIOGRAPH, "DirectoryRecordSequence is present: a DICOMDIR"));
    }
    Optional<String> uid = header.string(Tag.SOP_CLASS_UID);
    Optional<SopClass> known = uid.flatMap(SopClass::of);
    if (uid.isPresent() && known.isEmpty()) {
      return refuse(Reason.NOT_A_RADIOGRAPH, "SOPClassUID", uid.get());
    }
    boolean capture = known.filter(Predicate.not(SopClass::film)).isPresent();
    if (capture && anySecondaryCapture) {
      return Optional.empty();
    }
    Optional<String> modality = header.string(Tag.MODALITY);
    if (capture && modality.isEmpty()) {
      return Optional.of(
          new Refused(
              Reason.NOT_A_RADIOGRAPH,
              "SOPClassUID is '"
                  + known.get().uid()
                  + "', a secondary capture, and no Modality says that it is a film"));
    }
    return modality
        .filter(value -> !FILM_MODALITIES.contains(upper(value)))
        .flatMap(value -> refuse(Reason.NOT_A_RADIOGRAPH, "Modality", value));
  }

  private static Optional<Refused> frames(Attributes header) {
    return header.integer(Tag.NUMBER_OF_FRAMES).orElse(1) > 1
        ? refuse(
            Reason.MULTI_FRAME,
            "NumberOfFrames",
            header.string(Tag.NUMBER_OF_FRAMES).orElse("more than 1"))
        : Optional.empty();
  }

  private static Optional<Refused> colour(Attributes header) {
    int samples = header.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    if (samples > 1) {
      return refuse(Reason.COLOUR, "SamplesPerPixel", Integer.toString(samples));
    }
    return header
        .string(Tag.PHOTOMETRIC_INTERPRETATION)
        .filter(value -> !GREY.contains(upper(value)))
        .flatMap(value -> refuse(Reason.COLOUR, "PhotometricInterpretation", value));
  }

  private static Optional<Refused> bodyPart(Attributes header) {
    Optional<String> part = header.string(Tag.BODY_PART_EXAMINED).filter(HeaderGate::isSpecific);
    if (part.isPresent()) {
      return part.filter(value -> !isChest(value))
          .flatMap(value -> refuse(Reason.OTHER_BODY_PART, "BodyPartExamined", value));
    }
    return header
        .item(Tag.ANATOMIC_REGION_SEQUENCE)
        .filter(code -> code.string(Tag.CODE_VALUE).filter(CHEST_CODES::contains).isEmpty())
        .flatMap(HeaderGate::meaning)
        .filter(HeaderGate::isSpecific)
        .filter(value -> !isChest(value))
        .flatMap(value -> refuse(Reason.OTHER_BODY_PART, "AnatomicRegionSequence", value));
  }

  private static boolean isChest(String value) {
    String text = upper(value);
    return CHEST.stream().anyMatch(text::contains) && NOT_CHEST.stream().noneMatch(text::contains);
  }

  /** Whether a value says anything of the body. */
  private static boolean isSpecific(String value) {
    String letters = WORD_BREAK.matcher(upper(value)).replaceAll("");
    return !letters.isEmpty() && !UNSPECIFIC.contains(letters);
  }

  private static Optional<Refused> view(Attributes header) {
    Optional<String> position = header.string(Tag.VIEW_POSITION);
    if (position.filter(HeaderGate::isNotFrontal).isPresent()) {
      return refuse(Reason.NOT_FRONTAL, "ViewPosition", position.get());
    }
    Optional<Attributes> code = header.item(Tag.VIEW_CODE_SEQUENCE);
    if (code.filter(HeaderGate::isNotFrontalCode).isPresent()) {
      return refuse(
          Reason.NOT_FRONTAL,
          "ViewCodeSequence",
          meaning(code.get()).or(() -> code.get().string(Tag.CODE_VALUE)).orElse(""));
    }
    if (position.isPresent() || code.isPresent()) {
      return Optional.empty();
    }
    Optional<String> part = header.string(Tag.BODY_PART_EXAMINED);
    if (part.filter(HeaderGate::isNotFrontal).isPresent()) {
      return refuse(Reason.NOT_FRONTAL, "BodyPartExamined", part.get());
    }
    // Rows that run to the front or the back show the patient from the side (PS3.3 C.7.6.1.1.1).
    List<String> orientation = header.strings(Tag.PATIENT_ORIENTATION);
    return orientation.size() == 2
            && (orientation.get(0).startsWith("A") || orientation.get(0).startsWith("P"))
        ? refuse(Reason.NOT_FRONTAL, "PatientOrientation", String.join("\\", orientation))
        : Optional.empty();
  }

  private static boolean isNotFrontal(String text) {
    List<String> words = List.of(WORD_BREAK.split(upper(text)));
    return words.stream().noneMatch(FRONTAL::contains)
        && words.stream().anyMatch(NOT_FRONTAL::contains);
  }

  private static boolean isNotFrontalCode(Attributes code) {
    return code.string(Tag.CODE_VALUE).filter(NOT_FRONTAL_CODES::contains).isPresent()
        || meaning(code).filter(HeaderGate::isNotFrontal).isPresent();
  }

  private static Optional<String> meaning(Attributes code) {
    return code.string(Tag.CODE_MEANING);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static Optional<Refused> refuse(Reason reason, String attribute, String value) {
    return Optional.of(new Refused(reason, attribute + " is '" + quotable(value) + "'"));
  }

  /** Printable and short: values come from files that anybody wrote. */
  private static String quotable(String value) {
    String printable = value.replaceAll("\\p{C}", "?");
    return printable.length() <= LONGEST_QUOTE
        ? printable
        : printable.substring(0, LONGEST_QUOTE) + "...";
  }
}
