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
 * attempts, and what only Orthanc fails for after some time. Thread-safe.
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

  /** For what may keep failing for long: after some minutes it is in nobody's way. */
  private static final int MOST_DOUBLINGS_OF_ONE = 9;

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
  private final Watch archive;
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
      Watch archive,
      Watch database)
      throws IOException {
    this.config = Objects.requireNonNull(config, "config");
    this.orthanc = Objects.requireNonNull(orthanc, "orthanc");
    this.films = Objects.requireNonNull(films, "films");
    this.classifier = Objects.requireNonNull(classifier, "classifier");
    this.folder = PrivateFiles.folder(folder);
    this.rules = Objects.requireNonNull(rules, "rules");
    this.events = Objects.requireNonNull(events, "events");
    this.archive = Objects.requireNonNull(archive, "archive");
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

  /** The film itself is the reason, and will be the next time. */
  private static final class HopelessException extends IOException {

    private static final long serialVersionUID = 1L;

    private HopelessException(String message) {
      super(message);
    }

    private HopelessException(String message, Throwable cause) {
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
        return finish(film.get(), State.DEAD, "the bridge ended each time that it was worked on");
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
        return finish(film, State.OTHER, other.get());
      }
      Optional<Instant> later = later(film, place);
      return later.isPresent()
          ? (complete, operations) -> operations.reschedule(complete, later.get())
          : film(film, place, header);
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE && isGone(instance)) {
        return finish(film, State.GONE, FilmStore.GONE);
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
    if (place.bytes() > config.orthanc().largestFilm()) {
      throw new HopelessException(
          String.format(
              Locale.ROOT,
              "its %,d bytes are more than largestFilm, %,d",
              place.bytes(),
              config.orthanc().largestFilm()));
    }
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
      return finish(film, State.DECLINED, declined.detail());
    }
    Outcome.Assessed assessed = (Outcome.Assessed) outcome;
    Answer answer =
        new Answer(
            assessed.probability(),
            assessed.finding(),
            assessed.threshold(),
            assessed.model().toString());
    films.answer(film, answer);
    List<String> stored =
        config.shadow() ? List.of() : timed(Phase.ORTHANC, () -> publish(place, answer, results));
    rules.route(Facts.of(place, outcome, header, metadata, stored), film.received());
    return finish(film, State.DONE, "", Optional.of(answer));
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
      throw new HopelessException(cause + "; Orthanc cannot decode it either", e);
    }
    try {
      Reading reading = timed(Phase.DECODE, () -> format.read(file));
      return new Decoded(header.isPresent() ? header.get() : codec.readHeader(file), reading);
    } catch (IOException e) {
      String then = cause(file, e);
      throw new HopelessException(
          then.equals(cause) ? cause : cause + "; as Orthanc decodes it: " + then, e);
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
    ResultObjects objects = resultObjects(decoded.header());
    if (config.results().report()) {
      results.add(timed(Phase.RESULT, () -> objects.structuredReport(answer)));
    }
    if (config.results().picture()) {
      var map = timed(Phase.MODEL, () -> FileClassifier.explain(classifier, image, answer));
      results.add(timed(Phase.RESULT, () -> objects.heatMap(image, map)));
    }
    return answer;
  }

  private ResultObjects resultObjects(DicomHeader header) throws HopelessException {
    try {
      return ResultObjects.of(header, settings);
    } catch (IOException e) {
      throw new HopelessException("there can be no results: " + e.getMessage(), e);
    }
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

  /** Of the films that are still there; Orthanc's log does not tell of deletions. */
  private Answer highest(Placement place, Answer answer) throws IOException {
    while (true) {
      Optional<Film> film = films.highest(place.study(), answer);
      if (film.isEmpty() || film.get().instance().equals(place.instance())) {
        return answer;
      }
      if (film.get().state() == State.WAITING || !isGone(film.get().instance())) {
        return film.get().answer().orElse(answer);
      }
      films.gone(film.get().instance());
    }
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

  private CompletionHandler<String> finish(Film film, State state, String detail)
      throws DatabaseException {
    return finish(film, state, detail, Optional.empty());
  }

  private CompletionHandler<String> finish(
      Film film, State state, String detail, Optional<Answer> answer) throws DatabaseException {
    boolean finished = films.finish(film, state, detail, answer, Instant.now());
    database.works();
    Optional<Film> now = films.film(film.instance());
    if (finished) {
      now.ifPresent(events::finished);
    } else if (now.isPresent() && now.get().state() == State.WAITING) {
      // It was deleted and has arrived again while it was worked on.
      return (complete, operations) -> operations.reschedule(complete, Instant.now(), "");
    }
    return new CompletionHandler.OnCompleteRemove<>();
  }

  /** Whose fault it is that an attempt failed. */
  private enum Fault {
    /** Orthanc's as a whole, our database's or our disk's: it passes. */
    PASSING,
    /** Orthanc's, which fails for this film and works otherwise: it may pass. */
    ARCHIVE,
    /** Perhaps the film's. */
    FILM,
    /** The film's. */
    HOPELESS
  }

  /**
   * The attempts at a film that have failed and not passed, as they are kept with the work.
   *
   * @param failures how many
   * @param first when the first of them failed, in milliseconds since 1970
   */
  private record Attempts(int failures, long first) {

    private static Attempts of(ExecutionComplete complete) {
      String data = String.valueOf(complete.getExecution().taskInstance.getData());
      if (data.isEmpty()) {
        return new Attempts(0, Instant.now().toEpochMilli());
      }
      String[] parts = data.split(" ", 2);
      return new Attempts(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    }

    private Attempts another() {
      return new Attempts(failures + 1, first);
    }

    private String text() {
      return failures + " " + first;
    }
  }

  private void failed(ExecutionComplete complete, ExecutionOperations<String> operations) {
    String instance = complete.getExecution().taskInstance.getId();
    Throwable failure = complete.getCause().orElseThrow();
    events.failed();
    Fault fault = fault(failure);
    if (fault == Fault.PASSING) {
      int failures = complete.getExecution().consecutiveFailures;
      operations.reschedule(complete, next(failures, MOST_DOUBLINGS));
      return;
    }
    Attempts attempts = Attempts.of(complete).another();
    try {
      if (isEnough(fault, attempts)) {
        giveUp(complete, operations, reason(failure));
        return;
      }
      films.waits(instance, reason(failure));
    } catch (DatabaseException e) {
      operations.reschedule(complete, next(0, 0));
      return;
    }
    LOG.debug("An attempt at {} failed", instance, failure);
    if (fault == Fault.ARCHIVE && attempts.failures() == MOST_FAILURES) {
      LOG.warn(
          "Orthanc fails for {}, though it works otherwise: {}. It is tried again before it is"
              + " given up.",
          instance,
          reason(failure));
    }
    int doublings = fault == Fault.ARCHIVE ? MOST_DOUBLINGS_OF_ONE : MOST_DOUBLINGS;
    operations.reschedule(complete, next(attempts.failures() - 1, doublings), attempts.text());
  }

  private boolean isEnough(Fault fault, Attempts attempts) {
    return switch (fault) {
      case PASSING -> false;
      case ARCHIVE ->
          attempts.failures() >= MOST_FAILURES
              && attempts.first() + config.giveUpAfter().toMillis() <= Instant.now().toEpochMilli();
      case FILM -> attempts.failures() >= MOST_FAILURES;
      case HOPELESS -> true;
    };
  }

  private void giveUp(
      ExecutionComplete complete, ExecutionOperations<String> operations, String reason)
      throws DatabaseException {
    String instance = complete.getExecution().taskInstance.getId();
    Instant began = complete.getTimeDone().minus(complete.getDuration());
    Optional<Film> film = films.film(instance);
    if (film.isPresent() && film.get().received().isAfter(began)) {
      // What failed is an earlier arrival.
      operations.reschedule(complete, Instant.now(), "");
      return;
    }
    if (film.isPresent()) {
      LOG.warn("Given up: {}, {}.", instance, reason);
      finish(film.get(), State.DEAD, reason);
    }
    operations.remove();
  }

  private static Instant next(int failures, int doublings) {
    return Instant.now()
        .plus(FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(0, failures), doublings)));
  }

  private Fault fault(Throwable failure) {
    if (!(failure instanceof UncheckedIOException unchecked)) {
      boolean scheduler =
          failure instanceof SQLRuntimeException
              || failure.getCause() instanceof SQLRuntimeException;
      return scheduler ? Fault.PASSING : Fault.FILM;
    }
    IOException cause = cause(unchecked);
    if (cause instanceof OrthancException e) {
      if (e.kind() == OrthancException.Kind.CHANGED) {
        return Fault.PASSING;
      }
      return !e.passing()
          ? Fault.FILM
          : archive.trouble().isPresent() ? Fault.PASSING : Fault.ARCHIVE;
    }
    if (cause instanceof HopelessException) {
      return Fault.HOPELESS;
    }
    // Our own disk or database.
    database.fails("", String.valueOf(cause.getMessage()));
    return Fault.PASSING;
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
