package io.github.thorax4j.orthanc;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import io.github.thorax4j.Finding;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomFormat;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.dicom.ReportClass;
import io.github.thorax4j.dicom.ResultObject;
import io.github.thorax4j.dicom.ResultObjects;
import io.github.thorax4j.dicom.ResultSettings;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.orthanc.BridgeEvents.Phase;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.OrthancClient.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work on one instance, from its header to its results in the archive. It may end anywhere and
 * is then done once more, with the same results. What fails for reasons that pass is tried again
 * until it succeeds; what fails for others, or ends the whole bridge, is given up after some
 * attempts. Thread-safe.
 */
final class FilmWork {

  static final String TASK = "film";

  /** Metadata of instance and study: probability of pneumonia. Orthanc leaves us 1024 and above. */
  static final String PROBABILITY = "5101";

  /** Metadata of instance and study: the finding. */
  static final String FINDING = "5102";

  /** Metadata of instance and study: SHA-256 of the model's weights. */
  static final String MODEL = "5103";

  private static final Logger LOG = LoggerFactory.getLogger(FilmWork.class);

  private static final int MOST_FAILURES = 6;
  private static final int MOST_CRASHES = 10;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 5;

  /** A series that never ends is not waited for any longer than this many quiet times. */
  private static final int LONGEST_WAIT = 10;

  private static final String SUFFIX = ".dcm";

  /** What the names of our own labels begin with. */
  static final String LABEL_PREFIX = "thorax4j-";

  private final BridgeConfig config;
  private final OrthancClient orthanc;
  private final FilmStore films;
  private final PneumoniaClassifier classifier;
  private final ResultSettings settings;
  private final Path folder;
  private final Rules rules;
  private final BridgeEvents events;
  private final Watch database;
  private final DicomCodec codec = DicomCodec.open();
  private final HeaderGate gate = HeaderGate.films();
  private final DicomFormat format = new DicomFormat(codec, gate);
  private volatile Optional<Boolean> labels = Optional.empty();

  /**
   * Work with a classifier, which the caller closes.
   *
   * @param folder for films while they are worked on; made if it is not there
   * @throws IOException if the folder cannot be made
   */
  FilmWork(
      BridgeConfig config,
      OrthancClient orthanc,
      FilmStore films,
      PneumoniaClassifier classifier,
      String softwareVersion,
      Path folder,
      Rules rules,
      BridgeEvents events,
      Watch database)
      throws IOException {
    this.config = Objects.requireNonNull(config, "config");
    this.orthanc = Objects.requireNonNull(orthanc, "orthanc");
    this.films = Objects.requireNonNull(films, "films");
    this.classifier = Objects.requireNonNull(classifier, "classifier");
    this.folder = Files.createDirectories(folder);
    this.rules = Objects.requireNonNull(rules, "rules");
    this.events = Objects.requireNonNull(events, "events");
    this.database = Objects.requireNonNull(database, "database");
    ResultSettings usual = ResultSettings.of(softwareVersion);
    this.settings =
        config.results().comprehensive() ? usual.with(ReportClass.COMPREHENSIVE) : usual;
  }

  /** An instance's work, to be scheduled. */
  static TaskInstance<String> instance(String instance, int priority) {
    return new TaskInstance.Builder<String>(TASK, instance).data("").priority(priority).build();
  }

  /** How an instance's work is done. */
  Task<String> task() {
    return Tasks.custom(TASK, String.class)
        .onFailure(this::failed)
        .onDeadExecutionRevive()
        .execute((film, context) -> run(film.getId()));
  }

  /** Before the first work: what an earlier bridge was at when it was ended. */
  void clearLeftovers() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : leftovers) {
        String name = file.getFileName().toString();
        films.crashed(name.substring(0, name.length() - SUFFIX.length()));
        Files.delete(file);
      }
    }
  }

  /** The pixels cannot be decoded, by us or by Orthanc. */
  private static final class UndecodableException extends IOException {

    private static final long serialVersionUID = 1L;

    private UndecodableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private CompletionHandler<String> run(String instance) {
    try {
      Optional<Film> film = films.film(instance);
      if (film.isEmpty() || film.get().state() != State.WAITING) {
        return new CompletionHandler.OnCompleteRemove<>();
      }
      if (films.crashes(instance) >= MOST_CRASHES) {
        return finish(instance, State.DEAD, "the bridge ended each time that it was worked on");
      }
      return work(film.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompletionHandler<String> work(Film film) throws IOException {
    String instance = film.instance();
    try {
      Placement place = timed(Phase.ORTHANC, () -> orthanc.placement(instance));
      films.place(place);
      Attributes header = timed(Phase.ORTHANC, () -> orthanc.header(instance));
      Optional<String> other =
          gate.check(header).map(Reading.Refused::detail).or(() -> own(header));
      if (other.isPresent()) {
        return finish(instance, State.OTHER, other.get());
      }
      Optional<Instant> later = later(film, place);
      return later.isPresent()
          ? (complete, operations) -> operations.reschedule(complete, later.get())
          : film(film, place, header);
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE && isGone(instance)) {
        return finish(instance, State.GONE, "it was deleted from Orthanc");
      }
      throw e;
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

  /** The gate refuses results too, for what they are; this does so for who made them. */
  static Optional<String> own(Attributes header) {
    return header
        .string(Tag.SECONDARY_CAPTURE_DEVICE_MANUFACTURER)
        .filter("thorax4j"::equals)
        .map(manufacturer -> "SecondaryCaptureDeviceManufacturer is '" + manufacturer + "'");
  }

  /** When the film's series will have been quiet; empty if it is now. */
  private Optional<Instant> later(Film film, Placement place) throws DatabaseException {
    Instant now = Instant.now();
    Duration quiet = config.quiet();
    Instant last = films.lastOfSeries(place.series()).orElse(film.received());
    boolean isQuiet = !last.plus(quiet).isAfter(now);
    boolean isOverdue = !film.received().plus(quiet.multipliedBy(LONGEST_WAIT)).isAfter(now);
    return isQuiet || isOverdue ? Optional.empty() : Optional.of(last.plus(quiet));
  }

  private CompletionHandler<String> film(Film film, Placement place, Attributes header)
      throws IOException {
    String instance = place.instance();
    Map<String, String> metadata =
        timed(Phase.ORTHANC, () -> orthanc.metadata(Level.INSTANCE, instance));
    // No path is made of what Orthanc says unless it is one of its identifiers.
    Path file = folder.resolve(instance.replaceAll("[^0-9a-f-]", "_") + SUFFIX);
    Outcome outcome;
    List<ResultObject> results = new ArrayList<>();
    try {
      timed(
          Phase.ORTHANC,
          () -> {
            orthanc.fetch(instance, file, config.orthanc().largestFilm());
            return file;
          });
      Decoded decoded = decode(instance, file);
      outcome = outcome(decoded, results);
    } finally {
      Files.deleteIfExists(file);
    }
    if (outcome instanceof Outcome.Declined declined) {
      rules.route(Facts.of(place, declined, header, metadata, List.of()), film.received());
      return finish(instance, State.DECLINED, declined.detail());
    }
    Outcome.Assessed assessed = (Outcome.Assessed) outcome;
    Answer answer =
        new Answer(
            assessed.probability(),
            assessed.finding(),
            assessed.threshold(),
            assessed.model().toString());
    films.answer(instance, answer);
    List<String> stored =
        config.shadow() ? List.of() : timed(Phase.ORTHANC, () -> publish(place, answer, results));
    rules.route(Facts.of(place, outcome, header, metadata, stored), film.received());
    return finish(instance, State.DONE, "", Optional.of(answer));
  }

  /**
   * A film's file.
   *
   * @param header as it was sent
   * @param reading its pixels
   */
  private record Decoded(DicomHeader header, Reading reading) {}

  private Decoded decode(String instance, Path file) throws IOException {
    Optional<DicomHeader> header = Optional.empty();
    String cause;
    try {
      header = Optional.of(codec.readHeader(file));
      Reading reading = timed(Phase.DECODE, () -> format.read(file));
      return new Decoded(header.get(), reading);
    } catch (IOException e) {
      cause = cause(file, e);
    }
    try {
      timed(
          Phase.ORTHANC,
          () -> {
            orthanc.fetchDecoded(instance, file, config.orthanc().largestFilm());
            return file;
          });
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.TROUBLED) {
        // That is how it says that it cannot decode a film, unless it is always in trouble.
        orthanc.version();
      } else if (e.kind() != OrthancException.Kind.REJECTED) {
        throw e;
      }
      throw new UndecodableException(cause + "; Orthanc cannot decode it either", e);
    }
    try {
      Reading reading = timed(Phase.DECODE, () -> format.read(file));
      return new Decoded(header.isPresent() ? header.get() : codec.readHeader(file), reading);
    } catch (IOException e) {
      throw new UndecodableException(cause + "; as Orthanc decodes it: " + cause(file, e), e);
    }
  }

  /** Without the name of a file that is not there any more when somebody reads it. */
  private static String cause(Path file, IOException e) {
    return String.valueOf(e.getMessage()).replace(file + ": ", "");
  }

  private Outcome outcome(Decoded decoded, List<ResultObject> results) throws IOException {
    Outcome outcome = timed(Phase.MODEL, () -> classifier.classify(decoded.reading()));
    if (!(outcome instanceof Outcome.Assessed assessed)
        || !(decoded.reading() instanceof Reading.Film film)) {
      return outcome;
    }
    Outcome.Assessed answer =
        config.threshold().isPresent() ? assessed.at(config.threshold().getAsDouble()) : assessed;
    Radiograph image = film.radiograph();
    ResultObjects objects = ResultObjects.of(decoded.header(), settings);
    if (config.results().report()) {
      results.add(timed(Phase.RESULT, () -> objects.structuredReport(answer)));
    }
    if (config.results().picture()) {
      var map = timed(Phase.MODEL, () -> FileClassifier.explain(classifier, image, answer));
      results.add(timed(Phase.RESULT, () -> objects.heatMap(image, map)));
    }
    return answer;
  }

  /**
   * Writes the results into the archive.
   *
   * @return their identifiers in Orthanc
   */
  private List<String> publish(Placement place, Answer answer, List<ResultObject> results)
      throws IOException {
    List<String> stored = new ArrayList<>();
    for (ResultObject result : results) {
      stored.add(orthanc.store(result.toBytes()));
    }
    describe(Level.INSTANCE, place.instance(), answer);
    // The study says what its most suspicious film does, whichever is done with last.
    Answer told;
    do {
      told = highest(place, answer);
      describe(Level.STUDY, place.study(), told);
      if (hasLabels()) {
        label(place.study(), told.finding());
      }
    } while (!told.equals(highest(place, answer)));
    return stored;
  }

  private void label(String study, Finding told) throws OrthancException {
    for (Finding finding : Finding.values()) {
      String label = LABEL_PREFIX + finding.label();
      if (finding == told) {
        orthanc.label(study, label);
      } else {
        orthanc.removeLabel(study, label);
      }
    }
  }

  private Answer highest(Placement place, Answer answer) throws DatabaseException {
    return films.highest(place.study()).orElse(answer);
  }

  private void describe(Level level, String id, Answer answer) throws OrthancException {
    orthanc.putMetadata(
        level, id, PROBABILITY, String.format(Locale.ROOT, "%.4f", answer.probability()));
    orthanc.putMetadata(level, id, FINDING, answer.finding().label());
    orthanc.putMetadata(level, id, MODEL, classifier.model().identity().sha256());
  }

  private boolean hasLabels() throws OrthancException {
    if (labels.isEmpty()) {
      labels = Optional.of(orthanc.hasLabels());
    }
    return labels.get();
  }

  private CompletionHandler<String> finish(String instance, State state, String detail)
      throws DatabaseException {
    return finish(instance, state, detail, Optional.empty());
  }

  private CompletionHandler<String> finish(
      String instance, State state, String detail, Optional<Answer> answer)
      throws DatabaseException {
    films.finish(instance, state, detail, answer, Instant.now());
    database.works();
    films.film(instance).ifPresent(events::finished);
    return new CompletionHandler.OnCompleteRemove<>();
  }

  private void failed(ExecutionComplete complete, ExecutionOperations<String> operations) {
    String instance = complete.getExecution().taskInstance.getId();
    Throwable failure = complete.getCause().orElseThrow();
    events.failed();
    if (passes(failure)) {
      operations.reschedule(complete, next(complete.getExecution().consecutiveFailures));
      return;
    }
    int failures = failures(complete) + 1;
    if (failures < MOST_FAILURES && !isFinal(failure)) {
      LOG.debug("An attempt at {} failed", instance, failure);
      operations.reschedule(complete, next(failures - 1), Integer.toString(failures));
      return;
    }
    try {
      LOG.warn("Given up: {}, {}.", instance, reason(failure));
      finish(instance, State.DEAD, reason(failure));
      operations.remove();
    } catch (DatabaseException e) {
      operations.reschedule(complete, next(0));
    }
  }

  private static boolean isFinal(Throwable failure) {
    return failure.getCause() instanceof UndecodableException;
  }

  private static int failures(ExecutionComplete complete) {
    String data = String.valueOf(complete.getExecution().taskInstance.getData());
    return data.isEmpty() ? 0 : Integer.parseInt(data);
  }

  private static Instant next(int failures) {
    return Instant.now()
        .plus(FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(0, failures), MOST_DOUBLINGS)));
  }

  /** Whether it is not the film's fault. */
  private boolean passes(Throwable failure) {
    if (!(failure instanceof UncheckedIOException unchecked)) {
      return failure instanceof SQLRuntimeException
          || failure.getCause() instanceof SQLRuntimeException;
    }
    IOException cause = cause(unchecked);
    if (cause instanceof OrthancException e) {
      return e.passing() || e.kind() == OrthancException.Kind.CHANGED;
    }
    if (isFinal(failure)) {
      return false;
    }
    // Our own disk or database.
    database.fails("", String.valueOf(cause.getMessage()));
    return true;
  }

  private static IOException cause(UncheckedIOException failure) {
    return Objects.requireNonNull(failure.getCause());
  }

  private static String reason(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      return String.valueOf(cause(unchecked).getMessage());
    }
    return failure instanceof OutOfMemoryError
        ? "too large for the memory there is"
        : "it cannot be processed (" + failure + ")";
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T timed(Phase phase, Step<T> step) throws IOException {
    long begin = System.nanoTime();
    try {
      return step.run();
    } finally {
      events.spent(phase, Duration.ofNanos(System.nanoTime() - begin));
    }
  }
}
