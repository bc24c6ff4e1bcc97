package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.thorax4j.Finding;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.batch.CsvTable;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Json;
import io.github.thorax4j.batch.Measurement;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.Tag;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How the answers that a bridge has recorded, in shadow or not, compare with labels that were given
 * later. Immutable.
 */
public final class ShadowReport {

  private final int labels;
  private final int unknown;
  private final List<Measurement> measurements;
  private final Map<String, Count> rules;

  private ShadowReport(
      int labels, int unknown, List<Measurement> measurements, Map<String, Count> rules) {
    this.labels = labels;
    this.unknown = unknown;
    this.measurements = List.copyOf(measurements);
    this.rules = new TreeMap<>(rules);
  }

  /** How many labelled films a rule was for. */
  private record Count(int pneumonia, int normal) {

    private Count plus(Finding label) {
      return label == Finding.PNEUMONIA
          ? new Count(pneumonia + 1, normal)
          : new Count(pneumonia, normal + 1);
    }
  }

  /** Answers are measured apart where model or threshold differ. */
  private record Asked(ModelIdentity model, double threshold) {}

  /**
   * Compares.
   *
   * @param config says where the bridge's database is
   * @param file a table with the column {@code label} and {@code instance}, a film's identifier in
   *     Orthanc or its SOP Instance UID, or {@code path}, its DICOM file
   * @throws IOException if the table or the database cannot be read
   */
  public static ShadowReport of(BridgeConfig config, Path file) throws IOException {
    Map<String, Finding> truth = labels(file);
    if (!BridgeDatabase.exists(config.database(), config.state())) {
      throw new IOException(config.state() + ": no bridge has recorded anything there");
    }
    try (BridgeDatabase database = BridgeDatabase.open(config.database(), config.state())) {
      return of(new RuleStore(database), truth, file);
    }
  }

  private static ShadowReport of(RuleStore store, Map<String, Finding> truth, Path file)
      throws IOException {
    Map<String, Finding> seen = new LinkedHashMap<>();
    Map<Asked, List<Measurement.Answer>> answers = new LinkedHashMap<>();
    Map<String, Count> rules = new TreeMap<>();
    Map<ModelIdentity, List<Measurement.Answer>> declined = new LinkedHashMap<>();
    int unknown = 0;
    for (Map.Entry<String, Finding> entry : truth.entrySet()) {
      Optional<RoutedFilm> film = store.film(entry.getKey());
      if (film.isEmpty()) {
        unknown++;
        continue;
      }
      Finding label = entry.getValue();
      String instance = film.get().facts().place().instance();
      Finding before = seen.putIfAbsent(instance, label);
      if (before != null) {
        if (before != label) {
          throw new IOException(file + ": gives the film " + instance + " two labels");
        }
        continue;
      }
      Outcome outcome = film.get().facts().outcome();
      Measurement.Answer answer =
          new Measurement.Answer(label, new FileResult.Answered(instance, outcome, 0));
      if (outcome instanceof Outcome.Assessed assessed) {
        answers
            .computeIfAbsent(
                new Asked(assessed.model(), assessed.threshold()), key -> new ArrayList<>())
            .add(answer);
      } else {
        declined.computeIfAbsent(outcome.model(), key -> new ArrayList<>()).add(answer);
      }
      store.of(instance).stream()
          .map(action -> action.key().rule())
          .distinct()
          .forEach(rule -> rules.put(rule, rules.getOrDefault(rule, new Count(0, 0)).plus(label)));
    }
    List<Measurement> measurements = new ArrayList<>();
    answers.forEach(
        (asked, all) -> {
          // A film that is declined is so at any threshold: it is counted once.
          all.addAll(Optional.ofNullable(declined.remove(asked.model())).orElse(List.of()));
          measurements.add(new Measurement(asked.model(), asked.threshold(), all));
        });
    declined.forEach((model, all) -> measurements.add(new Measurement(model, 0.5, all)));
    return new ShadowReport(truth.size(), unknown, measurements, rules);
  }

  private static Map<String, Finding> labels(Path file) throws IOException {
    CsvTable table = CsvTable.read(file);
    OptionalInt label = table.column("label");
    OptionalInt instance = table.column("instance");
    OptionalInt path = table.column("path");
    if (label.isEmpty() || (instance.isEmpty() && path.isEmpty())) {
      throw new IOException(
          file + ": the first line must name the columns label, and instance or path");
    }
    Map<String, Finding> labels = new LinkedHashMap<>();
    for (int i = 0; i < table.rows().size(); i++) {
      List<String> row = table.rows().get(i);
      try {
        Finding finding = Finding.parse(row.get(label.getAsInt()));
        String id =
            instance.isPresent()
                ? row.get(instance.getAsInt()).strip()
                : sopInstance(file, row.get(path.orElseThrow()).strip());
        Finding before = labels.putIfAbsent(id, finding);
        if (before != null && before != finding) {
          throw new IllegalArgumentException("the film has another label above");
        }
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": record " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return labels;
  }

  private static String sopInstance(Path table, String path) throws IOException {
    try {
      Path file = table.toAbsolutePath().resolveSibling(path);
      return DicomCodec.open()
          .readHeader(file)
          .attributes()
          .string(Tag.SOP_INSTANCE_UID)
          .orElseThrow(() -> new IOException(file + ": has no SOP Instance UID"));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("holds no valid path", e);
    }
  }

  /** Writes the figures as JSON fields. */
  public void writeFigures(JsonGenerator json) throws IOException {
    json.writeNumberField("labels", labels);
    json.writeNumberField("unknown", unknown);
    json.writeArrayFieldStart("measurements");
    for (Measurement measurement : measurements) {
      json.writeStartObject();
      json.writeObjectFieldStart("model");
      Json.identity(json, measurement.model());
      json.writeEndObject();
      measurement.writeFigures(json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rules");
    for (Map.Entry<String, Count> rule : rules.entrySet()) {
      json.writeStartObject();
      json.writeStringField("rule", rule.getKey());
      json.writeNumberField("pneumonia", rule.getValue().pneumonia());
      json.writeNumberField("normal", rule.getValue().normal());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** For people, each line ended by a line feed. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d labelled films, of which the bridge knows %d\n\n",
            labels,
            labels - unknown));
    measurements.forEach(measurement -> text.append(measurement.text()).append('\n'));
    if (measurements.isEmpty()) {
      text.append(Disclaimer.TEXT).append('\n');
    }
    for (Map.Entry<String, Count> rule : rules.entrySet()) {
      text.append(
          String.format(
              Locale.ROOT,
              "rule %s: for %d with pneumonia and %d normal\n",
              PlainText.printable(rule.getKey()),
              rule.getValue().pneumonia(),
              rule.getValue().normal()));
    }
    return text.toString();
  }

  /** Whether there is anything that could be compared. */
  public boolean isEmpty() {
    return measurements.isEmpty();
  }
}
