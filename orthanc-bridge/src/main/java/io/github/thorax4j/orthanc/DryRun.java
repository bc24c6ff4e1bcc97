package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Input;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.orthanc.OrthancClient.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks the rules about films that are in Orthanc, and changes nothing. What the bridge has answered
 * already is taken from its database, where model and threshold are the same; other films are
 * classified. Not thread-safe.
 *
 * <p>Research software, not for diagnosis.
 */
public final class DryRun implements AutoCloseable {

  private static final int PAGE = 1000;

  /** Where nothing newer is found the search ends. */
  private static final int MOST_PAGES = 1000;

  private final BridgeConfig config;
  private final OrthancClient orthanc;
  private final HeaderGate gate = HeaderGate.films();
  private final PneumoniaClassifier classifier;
  private final FileClassifier files;
  private final Optional<BridgeDatabase> database;

  private DryRun(
      BridgeConfig config, PneumoniaClassifier classifier, Optional<BridgeDatabase> database) {
    this.config = config;
    this.orthanc = OrthancClient.of(config.orthanc());
    this.classifier = classifier;
    this.database = database;
    this.files =
        new FileClassifier(classifier, RadiographReader.open(), config.threshold(), failure -> {});
  }

  /**
   * Opens the model and, if there is one, the bridge's database.
   *
   * @throws IOException if one of them cannot be opened
   */
  public static DryRun open(BridgeConfig config) throws IOException {
    PneumoniaClassifier classifier =
        config.model().isPresent()
            ? PneumoniaClassifier.open(config.model().get())
            : PneumoniaClassifier.open();
    boolean opened = false;
    try {
      Optional<BridgeDatabase> database =
          BridgeDatabase.exists(config.database(), config.state())
              ? Optional.of(BridgeDatabase.open(config.database(), config.state()))
              : Optional.empty();
      DryRun run = new DryRun(config, classifier, database);
      opened = true;
      return run;
    } finally {
      if (!opened) {
        classifier.close();
      }
    }
  }

  /**
   * What the rules say of a film.
   *
   * @param study its study in Orthanc
   * @param instance Orthanc's identifier
   * @param result the model's answer, or why there is none
   * @param recorded whether the bridge had answered before
   * @param matches the rules that are for it
   */
  public record Row(
      String study, String instance, FileResult result, boolean recorded, List<Match> matches) {

    /** Copies the list. */
    public Row {
      matches = List.copyOf(matches);
    }
  }

  /**
   * A rule that is for a film.
   *
   * @param rule its name
   * @param actions what it does, for people
   */
  public record Match(String rule, List<String> actions) {

    /** Copies the list. */
    public Match {
      actions = List.copyOf(actions);
    }
  }

  /** The names of the rules, in their order. */
  public List<String> rules() {
    return config.rules().stream().map(Rule::name).toList();
  }

  /**
   * What the rules want of Orthanc that it does not have.
   *
   * @param file what the rules were read from
   */
  public Wants wants(Path file) throws IOException {
    Mistakes mistakes = new Mistakes(file.toString());
    Mistakes notes = new Mistakes(file.toString());
    for (Missing missing : Missing.of(config.rules(), orthanc)) {
      (missing.mistake() ? mistakes : notes).add(missing.line(), missing.sentence());
    }
    return new Wants(mistakes.sentences(), notes.sentences());
  }

  /**
   * What the rules want of Orthanc that it does not have, one sentence each, with file and line.
   *
   * @param mistakes for what actions fail
   * @param notes what actions are done without
   */
  public record Wants(List<String> mistakes, List<String> notes) {

    /** Copies the lists. */
    public Wants {
      mistakes = List.copyOf(mistakes);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Asks the rules about the films of the newest studies.
   *
   * @param studies of how many
   * @param each is told of each film, the newest study's first
   * @return how many studies there were
   */
  public int run(int studies, Consumer<Row> each) throws IOException {
    Path file = Files.createTempFile("thorax4j-", ".dcm");
    try {
      Set<String> newest = newest(studies);
      for (String study : newest) {
        for (String instance : films(study)) {
          row(study, instance, file).ifPresent(each);
        }
      }
      return newest.size();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Set<String> newest(int count) throws OrthancException {
    Set<String> found = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    long end = orthanc.lastChange();
    for (int page = 0; page < MOST_PAGES && end > 0 && found.size() < count; page++) {
      long from = Math.max(0, end - PAGE);
      List<Changes.Change> changes = orthanc.changes(from, PAGE).changes();
      for (int i = changes.size() - 1; i >= 0 && found.size() < count; i--) {
        Changes.Change change = changes.get(i);
        if (change.type().equals("NewStudy")
            && seen.add(change.resource())
            && series(change.resource()).isPresent()) {
          found.add(change.resource());
        }
      }
      end = from;
    }
    return found;
  }

  /** A study's series; empty if it was deleted. */
  private Optional<JsonNode> series(String study) throws OrthancException {
    try {
      return Optional.of(orthanc.get("studies/" + study + "/series"));
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<String> films(String study) throws OrthancException {
    List<String> instances = new ArrayList<>();
    Optional<JsonNode> all = series(study);
    if (all.isPresent()) {
      for (JsonNode series : all.get()) {
        Attributes.Builder header =
            Attributes.builder().put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
        String modality = series.path("MainDicomTags").path("Modality").asText();
        if (!modality.isEmpty()) {
          header.put(Tag.MODALITY, Vr.LO, modality);
        }
        if (gate.check(header.build()).isEmpty()) {
          series.path("Instances").forEach(instance -> instances.add(instance.asText()));
        }
      }
    }
    return instances;
  }

  private Optional<Row> row(String study, String instance, Path file) throws IOException {
    try {
      return asked(study, instance, file);
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE && isGone(instance)) {
        return Optional.empty();
      }
      // Whether it is Orthanc that does not work, or this film that cannot be had.
      orthanc.version();
      return Optional.of(
          new Row(
              study, instance, failed(instance, String.valueOf(e.getMessage())), false, List.of()));
    }
  }

  /** Whether an instance is not in Orthanc; something else that belongs to it may not be. */
  private boolean isGone(String instance) throws OrthancException {
    try {
      orthanc.get("instances/" + instance);
      return false;
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        return true;
      }
      throw e;
    }
  }

  private static FileResult.Failed failed(String instance, String cause) {
    return new FileResult.Failed(instance, instance + ": " + cause, 0);
  }

  private Optional<Row> asked(String study, String instance, Path file) throws IOException {
    Attributes header = orthanc.header(instance);
    if (gate.check(header).isPresent() || FilmWork.own(header).isPresent()) {
      return Optional.empty();
    }
    Placement place = orthanc.placement(instance);
    Optional<Outcome> known = recorded(instance);
    FileResult result =
        known.isPresent()
            ? new FileResult.Answered(instance, known.get(), 0)
            : classify(instance, file);
    List<Match> matches = new ArrayList<>();
    if (result instanceof FileResult.Answered answered) {
      Facts facts =
          Facts.of(
              place,
              answered.outcome(),
              header,
              orthanc.metadata(Level.INSTANCE, instance),
              List.of());
      for (Rule rule : config.rules()) {
        if (rule.holds(facts)) {
          matches.add(new Match(rule.name(), rule.then().stream().map(Action::name).toList()));
        }
      }
    }
    return Optional.of(new Row(study, instance, result, known.isPresent(), matches));
  }

  private Optional<Outcome> recorded(String instance) throws IOException {
    if (database.isEmpty()) {
      return Optional.empty();
    }
    return new RuleStore(database.get())
        .film(instance)
        .map(film -> film.facts().outcome())
        .filter(outcome -> outcome.model().equals(files.model()))
        .filter(
            outcome ->
                !(outcome instanceof Outcome.Assessed assessed)
                    || assessed.threshold() == files.threshold());
  }

  private FileResult classify(String instance, Path file) throws IOException {
    long limit = config.orthanc().largestFilm();
    orthanc.fetch(instance, file, limit);
    FileResult result = files.classify(new Input.File(file, true), Optional.empty());
    if (!(result instanceof FileResult.Failed failed)) {
      return result;
    }
    // As the bridge does, and without the file's name, which is nothing to anybody.
    try {
      orthanc.fetchDecoded(instance, file, limit);
    } catch (OrthancException e) {
      if (e.kind() != OrthancException.Kind.TROUBLED
          && e.kind() != OrthancException.Kind.REJECTED) {
        throw e;
      }
      orthanc.version();
      return failed(instance, failed.cause() + "; Orthanc cannot decode it either");
    }
    FileResult decoded = files.classify(new Input.File(file, true), Optional.empty());
    return decoded instanceof FileResult.Failed again
        ? failed(instance, failed.cause() + "; as Orthanc decodes it: " + again.cause())
        : decoded;
  }

  @Override
  public void close() {
    database.ifPresent(BridgeDatabase::close);
    classifier.close();
  }
}
