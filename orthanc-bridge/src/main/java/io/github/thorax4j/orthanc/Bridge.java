package io.github.thorax4j.orthanc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.djl.EngineThreads;
import io.github.thorax4j.orthanc.OrthancClient.Credentials;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: follows Orthanc's changes, classifies films and writes the results back, from {@link
 * #start} to {@link #close}. Thread-safe.
 *
 * <p>Research software, not for diagnosis.
 */
public final class Bridge implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(8);

  private final BridgeConfig config;
  private final Resources resources;
  private final BridgeDatabase database;
  private final FilmStore films;
  private final OrthancClient orthanc;
  private final PneumoniaClassifier classifier;
  private final BridgeMetrics metrics = new BridgeMetrics();
  private final Rules rules;
  private final boolean alone;
  private final Scheduler scheduler;
  private final Follower follower;
  private final Watch archiveWatch = new Watch("Orthanc", Clock.systemUTC());
  private final Watch databaseWatch = new Watch("The bridge's database or disk", Clock.systemUTC());
  private volatile Optional<Instant> succeeded = Optional.empty();

  private Bridge(BridgeConfig config, BridgeEvents events, Resources resources) throws IOException {
    this.config = config;
    this.resources = resources;
    resources.add(metrics::close);
    PrivateFiles.folder(config.state());
    resources.add(lock(config.state()));
    database = BridgeDatabase.open(config.database(), config.state());
    resources.add(database::close);
    films = new FilmStore(database);
    BridgeConfig.Orthanc archive = config.orthanc();
    orthanc =
        new OrthancClient(
            archive.url(),
            archive.user().map(user -> new Credentials(user, archive.password().orElse(""))),
            archive.patience());
    int processors = Runtime.getRuntime().availableProcessors();
    EngineThreads.perCall(Math.max(1, processors / config.workers()));
    classifier =
        config.model().isPresent()
            ? PneumoniaClassifier.open(config.model().get())
            : PneumoniaClassifier.open();
    resources.add(classifier::close);
    alone = config.database().url().isEmpty();
    rules = new Rules(config, database, films, orthanc);
    resources.add(rules::close);
    FilmWork work =
        new FilmWork(
            config,
            orthanc,
            films,
            classifier,
            version(),
            config.state().resolve("films"),
            rules,
            noting(events),
            archiveWatch,
            databaseWatch);
    work.clearLeftovers();
    if (alone) {
      films.takeOver();
    }
    scheduler = scheduler(work.task(), config.workers());
    follower =
        new Follower(orthanc, films, scheduler, archiveWatch, databaseWatch, BETWEEN_QUESTIONS);
  }

  private Scheduler scheduler(Task<String> task, int workers) {
    SchedulerBuilder builder =
        Scheduler.create(database.dataSource(), List.of(task))
            .schedulerName(new SchedulerName.Fixed("bridge-" + UUID.randomUUID()))
            .serializer(new TextSerializer())
            .threads(workers)
            .executorService(new SchedulerThreads(workers, this::notTaken))
            .enablePriority()
            .enableImmediateExecution()
            .pollingInterval(BETWEEN_POLLS)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(LONGEST_FINISH);
    // Several bridges lock what they take, so that none takes what another has seen too.
    return (alone ? builder : builder.pollUsingLockAndFetch(0.5, 1.0)).build();
  }

  /** Work could not be taken. */
  private void notTaken(Throwable failure) {
    if (failure instanceof SQLRuntimeException e) {
      databaseWatch.fails("", String.valueOf(DatabaseException.of(e).getMessage()));
    } else {
      LOG.error("Work could not be taken, which is tried again", failure);
    }
  }

  /**
   * Starts a bridge. Orthanc need not be there yet.
   *
   * @throws IOException if it cannot be started; one sentence says why
   */
  public static Bridge start(BridgeConfig config) throws IOException {
    return start(config, BridgeEvents.NONE);
  }

  static Bridge start(BridgeConfig config, BridgeEvents events) throws IOException {
    Resources resources = new Resources();
    boolean started = false;
    try {
      Bridge bridge = new Bridge(config, events, resources);
      bridge.rules.start(bridge.alone);
      bridge.scheduler.start();
      bridge.follower.start();
      started = true;
      LOG.info(
          "Following {} with {}{}.",
          config.orthanc(),
          bridge.classifier.model().identity(),
          config.shadow() ? ", in shadow: nothing in the archive is changed" : "");
      return bridge;
    } finally {
      if (!started) {
        resources.close();
      }
    }
  }

  /** What is closed at the end, the last opened first. */
  private static final class Resources {

    private final List<Closeable> opened = new ArrayList<>();

    private void add(Closeable resource) {
      opened.add(0, resource);
    }

    private void close() {
      for (Closeable resource : opened) {
        try {
          resource.close();
        } catch (IOException | RuntimeException e) {
          LOG.warn("Not closed properly", e);
        }
      }
      opened.clear();
    }
  }

  /** Two bridges in one folder would delete each other's films. */
  private static FileChannel lock(Path state) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              state.resolve("bridge.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(state + ": the folder cannot be written to", e);
    }
    Optional<FileLock> lock = Optional.empty();
    try {
      lock = Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // Another one in this JVM.
    } finally {
      if (lock.isEmpty()) {
        channel.close();
      }
    }
    if (lock.isEmpty()) {
      throw new IOException(state + ": another bridge is at work in this folder");
    }
    return channel;
  }

  private BridgeEvents noting(BridgeEvents events) {
    return new BridgeEvents() {
      @Override
      public void spent(Phase phase, Duration time) {
        metrics.spent(phase, time);
        events.spent(phase, time);
      }

      @Override
      public void finished(Film film) {
        succeeded = Optional.of(Instant.now());
        metrics.finished(film);
        events.finished(film);
      }

      @Override
      public void failed() {
        metrics.failed();
        events.failed();
      }
    };
  }

  private static String version() {
    return Optional.ofNullable(Bridge.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }

  /**
   * Offers the pages as the configuration says, until the bridge is closed.
   *
   * @return the port they are on
   * @throws IOException if they cannot be offered; one sentence says why
   */
  public int offerPages() throws IOException {
    Path folder = config.state().resolve("pages");
    Clock clock = Clock.systemUTC();
    WebServer pages =
        new WebServer(
            config.web(),
            database,
            orthanc,
            new FilmImages(orthanc, classifier, folder, config.orthanc().largestFilm()),
            new Control() {
              @Override
              public void wake() {
                Bridge.this.wake();
              }

              @Override
              public boolean retry(String instance) throws IOException {
                return Bridge.this.retry(instance);
              }

              @Override
              public boolean retry(RuleAction.Key action) throws IOException {
                return rules.retry(action);
              }

              @Override
              public Health health() {
                return Bridge.this.health();
              }
            },
            metrics,
            new ScoreDrift(new Throughput(database), model(), config.drift(), clock),
            clock);
    pages.start();
    resources.add(pages::close);
    LOG.info("The pages are at http://{}:{}/", config.web().address(), pages.port());
    return pages.port();
  }

  /** Has Orthanc asked for changes now, not in a second; returns at once. */
  void wake() {
    follower.wake();
  }

  /** How it is. */
  Health health() {
    Map<Film.State, Long> counts;
    Optional<Instant> heard = follower.heard();
    Duration longest = config.orthanc().patience().plus(LONGEST_SILENCE);
    boolean silent = heard.isPresent() && heard.get().plus(longest).isBefore(Instant.now());
    Optional<String> archive =
        archiveWatch
            .trouble()
            .or(
                () ->
                    silent ? Optional.of("Orthanc has not been asked for long") : Optional.empty());
    Optional<String> trouble = databaseWatch.trouble();
    try {
      counts = films.counts();
    } catch (DatabaseException e) {
      counts = Map.of();
      trouble = Optional.of(String.valueOf(e.getMessage()));
    }
    return new Health(archive, trouble, follower.behind(), heard, succeeded, counts);
  }

  /** The films. */
  FilmStore films() {
    return films;
  }

  /** The archive. */
  OrthancClient orthanc() {
    return orthanc;
  }

  /** The database that all parts share. */
  BridgeDatabase database() {
    return database;
  }

  /** The rules. */
  Rules rules() {
    return rules;
  }

  /** The model that answers. */
  ModelCard model() {
    return classifier.model();
  }

  /**
   * Tries an instance again that was given up.
   *
   * @return false if it is not one that was given up
   */
  boolean retry(String instance) throws IOException {
    boolean revived = films.revive(instance);
    if (revived) {
      scheduler.scheduleIfNotExists(FilmWork.instance(instance, Priority.HIGH), Instant.now());
    }
    return revived;
  }

  /** Ends within seconds; what is not finished is taken up at the next start. */
  @Override
  public void close() {
    LOG.info("Ending; what is not finished is taken up at the next start.");
    follower.close();
    scheduler.stop();
    resources.close();
  }
}
