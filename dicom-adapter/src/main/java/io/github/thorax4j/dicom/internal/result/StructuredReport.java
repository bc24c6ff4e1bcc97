package io.github.thorax4j.dicom.internal.result;

import static io.github.thorax4j.dicom.internal.result.ContentItem.Relationship.CONTAINS;
import static io.github.thorax4j.dicom.internal.result.ContentItem.Relationship.HAS_CONCEPT_MOD;
import static io.github.thorax4j.dicom.internal.result.ContentItem.Relationship.HAS_OBS_CONTEXT;
import static io.github.thorax4j.dicom.internal.result.ContentItem.Relationship.INFERRED_FROM;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.ResultSettings;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * An answer as an Imaging Measurement Report (PS3.3 section A.35, PS3.16 TID 1500). That there is
 * no pneumonia is said as pneumonia being absent, never by leaving something out, and the report is
 * preliminary and unverified.
 */
public final class StructuredReport {

  static final String SERIES_DESCRIPTION = "AI result - not for diagnosis";

  /** A low certainty beside 'Absent' could be read as that of the absence. */
  private static final String WHAT_IS_CERTAIN =
      "Certainty of Finding is the probability of pneumonia, also where pneumonia is absent at the"
          + " threshold.";

  static final String NOT_FOR_DIAGNOSIS =
      "Research software, not a medical device; not for diagnosis.";

  private static final Code REPORT = Code.dcm("126000", "Imaging Measurement Report");
  private static final Code LANGUAGE =
      Code.dcm("121049", "Language of Content Item and Descendants");
  private static final Code ENGLISH = new Code("en", "RFC5646", "English");
  private static final Code OBSERVER_TYPE = Code.dcm("121005", "Observer Type");
  private static final Code DEVICE = Code.dcm("121007", "Device");
  private static final Code DEVICE_UID = Code.dcm("121012", "Device Observer UID");
  private static final Code DEVICE_NAME = Code.dcm("121013", "Device Observer Name");
  private static final Code DEVICE_MANUFACTURER =
      Code.dcm("121014", "Device Observer Manufacturer");
  private static final Code DEVICE_MODEL = Code.dcm("121015", "Device Observer Model Name");
  private static final Code DEVICE_SERIAL = Code.dcm("121016", "Device Observer Serial Number");
  private static final Code PROCEDURE = Code.dcm("121058", "Procedure reported");
  private static final Code CHEST_RADIOGRAPHY = Code.sct("399208008", "Plain chest X-ray");
  private static final Code MEASUREMENTS = Code.dcm("126010", "Imaging Measurements");
  private static final Code GROUP = Code.dcm("125007", "Measurement Group");
  private static final Code TRACKING_IDENTIFIER = Code.dcm("112039", "Tracking Identifier");
  private static final Code TRACKING_UID = Code.dcm("112040", "Tracking Unique Identifier");
  private static final Code FINDING_SITE = Code.sct("363698007", "Finding Site");
  private static final Code LUNG = Code.sct("39607008", "Lung");
  private static final Code ALGORITHM_NAME = Code.dcm("111001", "Algorithm Name");
  private static final Code ALGORITHM_VERSION = Code.dcm("111003", "Algorithm Version");
  private static final Code ALGORITHM_PARAMETERS = Code.dcm("111002", "Algorithm Parameters");
  private static final Code CERTAINTY = Code.dcm("111012", "Certainty of Finding");
  private static final Code PERCENT = Code.ucum("%", "Percent");
  private static final Code SOURCE = Code.dcm("121112", "Source of Measurement");
  private static final Code PNEUMONIA = Code.sct("233604007", "Pneumonia");
  private static final Code COMMENT = Code.dcm("121106", "Comment");

  /** Present and absent of PS3.16 CID 240, which is not the concept SNOMED CT itself calls so. */
  private static final Code PRESENT = Code.sct("52101004", "Present");

  private static final Code ABSENT = Code.sct("272519000", "Absent");

  /** Decimal places of the probability in percent: more than anybody reads, fewer than DS holds. */
  private static final int PERCENT_DIGITS = 6;

  private final SourceFilm film;
  private final ResultSettings settings;
  private final Outcome.Assessed outcome;
  private final Equipment equipment;
  private final ResultUids uids;

  private StructuredReport(SourceFilm film, ResultSettings settings, Outcome.Assessed outcome) {
    this.film = film;
    this.settings = settings;
    this.outcome = outcome;
    this.equipment = new Equipment(settings.softwareVersion(), outcome.model());
    this.uids =
        new ResultUids(
            film,
            outcome,
            List.of(
                settings.softwareVersion(),
                settings.reportClass().uid(),
                Integer.toString(settings.reportSeriesNumber())));
  }

  /** The data set of the report of an answer. */
  public static Attributes of(SourceFilm film, ResultSettings settings, Outcome.Assessed outcome) {
    return new StructuredReport(film, settings, outcome).dataSet();
  }

  private Attributes dataSet() {
    Attributes.Builder report = Utf8.dataSet();
    film.addPatientAndStudy(report);
    film.addContentMoment(report);
    equipment.addTo(report);
    report
        .put(Tag.SOP_CLASS_UID, Vr.UI, settings.reportClass().uid())
        .put(Tag.SOP_INSTANCE_UID, Vr.UI, uids.ofFilm("structured report"))
        .put(Tag.MODALITY, Vr.CS, "SR")
        .put(Tag.SERIES_INSTANCE_UID, Vr.UI, uids.ofStudy("series of structured reports"))
        .put(Tag.SERIES_NUMBER, Vr.IS, settings.reportSeriesNumber())
        .put(Tag.SERIES_DESCRIPTION, Vr.LO, SERIES_DESCRIPTION)
        .put(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, List.of())
        .put(Tag.PERFORMED_PROCEDURE_CODE_SEQUENCE, List.of())
        .put(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, film.evidence())
        .put(Tag.COMPLETION_FLAG, Vr.CS, "COMPLETE")
        .put(Tag.COMPLETION_FLAG_DESCRIPTION, Vr.LO, SERIES_DESCRIPTION)
        .put(Tag.VERIFICATION_FLAG, Vr.CS, "UNVERIFIED")
        .put(Tag.PRELIMINARY_FLAG, Vr.CS, "PRELIMINARY");
    Attributes content = content().build();
    for (int tag : content.tags()) {
      if (content.vr(tag).filter(Vr.SQ::equals).isPresent()) {
        report.put(tag, content.items(tag));
      } else {
        report.put(tag, content.vr(tag).orElseThrow(), content.bytes(tag).orElseThrow());
      }
    }
    return report.build();
  }

  private ContentItem content() {
    ContentItem root =
        ContentItem.container(REPORT, "1500")
            .add(HAS_CONCEPT_MOD, ContentItem.code(LANGUAGE, ENGLISH));
    addObserver(root);
    return root.add(HAS_CONCEPT_MOD, ContentItem.code(PROCEDURE, CHEST_RADIOGRAPHY))
        .add(CONTAINS, new ImageLibrary(film).content())
        .add(CONTAINS, ContentItem.container(MEASUREMENTS).add(CONTAINS, group()));
  }

  /** The device as the observer (TID 1002, TID 1004). */
  private void addObserver(ContentItem root) {
    root.add(HAS_OBS_CONTEXT, ContentItem.code(OBSERVER_TYPE, DEVICE))
        .add(HAS_OBS_CONTEXT, ContentItem.uid(DEVICE_UID, equipment.uid()))
        .add(HAS_OBS_CONTEXT, ContentItem.text(DEVICE_NAME, Equipment.MANUFACTURER))
        .add(HAS_OBS_CONTEXT, ContentItem.text(DEVICE_MANUFACTURER, Equipment.MANUFACTURER))
        .add(HAS_OBS_CONTEXT, ContentItem.text(DEVICE_MODEL, equipment.modelName()))
        .add(HAS_OBS_CONTEXT, ContentItem.text(DEVICE_SERIAL, equipment.serialNumber()));
  }

  /** What the model answered (TID 1501, TID 4019). */
  private ContentItem group() {
    return ContentItem.container(GROUP, "1501")
        .add(HAS_OBS_CONTEXT, ContentItem.text(TRACKING_IDENTIFIER, "Pneumonia"))
        .add(HAS_OBS_CONTEXT, ContentItem.uid(TRACKING_UID, uids.ofFilm("tracking")))
        .add(HAS_CONCEPT_MOD, ContentItem.code(FINDING_SITE, LUNG))
        .add(HAS_CONCEPT_MOD, ContentItem.text(ALGORITHM_NAME, equipment.modelName()))
        .add(
            HAS_CONCEPT_MOD,
            ContentItem.text(ALGORITHM_VERSION, Equipment.line(outcome.model().version())))
        .add(HAS_CONCEPT_MOD, parameter("weights SHA-256", outcome.model().sha256()))
        .add(HAS_CONCEPT_MOD, parameter("threshold", Double.toString(outcome.threshold())))
        .add(
            HAS_CONCEPT_MOD, parameter("preprocessing", String.join("; ", outcome.preprocessing())))
        .add(
            CONTAINS,
            ContentItem.number(CERTAINTY, percent(), PERCENT)
                .add(INFERRED_FROM, ContentItem.image(SOURCE, film.reference())))
        .add(
            CONTAINS,
            ContentItem.code(PNEUMONIA, outcome.finding() == Finding.PNEUMONIA ? PRESENT : ABSENT))
        .add(CONTAINS, ContentItem.text(COMMENT, WHAT_IS_CERTAIN))
        .add(CONTAINS, ContentItem.text(COMMENT, NOT_FOR_DIAGNOSIS));
  }

  private static ContentItem parameter(String name, String value) {
    String printable = value.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
    return ContentItem.text(ALGORITHM_PARAMETERS, name + ": " + printable);
  }

  private String percent() {
    BigDecimal percent =
        BigDecimal.valueOf(outcome.probability())
            .movePointRight(2)
            .setScale(PERCENT_DIGITS, RoundingMode.HALF_EVEN);
    return percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString();
  }
}
