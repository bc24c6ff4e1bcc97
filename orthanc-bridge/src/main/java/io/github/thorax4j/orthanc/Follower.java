package io.github.thorax4j.orthanc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.exceptions.FailedToScheduleBatchException;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import io.github.thorax4j.orthanc.Changes.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what Orthanc's log of changes says has arrived: first the instances and the work on
 * them are in the database, then the cursor moves. So whatever ends the bridge between the two, the
 * same page is taken over once more, which changes nothing. At the first start, and where the log
 * does not go back to the cursor, all instances are listed: those that nobody has looked at are
 * then classified, those that have just arrived before the others. Thread-safe.
 */
final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private static final int PAGE = 1000;

  /** Deletions move what follows to earlier pages of a list, so pages overlap. */
  private static final int OVERLAP = 200;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private final OrthancClient orthanc;
  private final FilmStore films;
  private final Scheduler scheduler;
  private final Watch archive;
  private final Watch database;
  private final Duration interval;
  private final Semaphore wishes = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "thorax4j-follower");
  private volatile boolean closed;
  private volatile long behind;
  private volatile Optional<Instant> heard = Optional.empty();
  private Optional<Instant> swept = Optional.empty();
  private boolean recognised;

  /** Why a list was begun that has not come to its end, as the log was told. */
  private String listing = "";

  /**
   * Does nothing before {@link #start}.
   *
   * @param archive is told whether Orthanc answers
   * @param database is told whether the database works
   * @param interval how often Orthanc is asked
   */
  Follower(
      OrthancClient orthanc,
      FilmStore films,
      Scheduler scheduler,
      Watch archive,
      Watch database,
      Duration interval) {
    this.orthanc = Objects.requireNonNull(orthanc, "orthanc");
    this.films = Objects.requireNonNull(films, "films");
    this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
    this.archive = Objects.requireNonNull(archive, "archive");
    this.database = Objects.requireNonNull(database, "database");
    this.interval = Objects.requireNonNull(interval, "interval");
  }

  void start() {
    thread.start();
  }

  /** Has Orthanc asked now; returns at once. */
  void wake() {
    wishes.release();
  }

  /** How many changes were not taken over when Orthanc was last asked. */
  long behind() {
    return behind;
  }

  /** When Orthanc last answered. */
  Optional<Instant> heard() {
    return heard;
  }

  private void run() {
    Duration pause = interval;
    while (!closed) {
      if (step()) {
        pause = interval;
      } else {
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
      await(pause);
    }
  }

  /** Whether all went well. */
  private boolean step() {
    try {
      while (follow() && !closed) {
        archiveWorks();
      }
      archiveWorks();
      sweep();
      database.works();
      return true;
    } catch (OrthancException e) {
      recognised = false;
      if (!closed) {
        archive.fails(e.kind().name(), String.valueOf(e.getMessage()));
        // Nobody need try what cannot succeed.
        scheduler.pause();
      }
    } catch (DatabaseException e) {
      databaseFails(e);
    } catch (DbSchedulerException | SQLRuntimeException e) {
      databaseFails(DatabaseException.of(e));
    } catch (RuntimeException | OutOfMemoryError e) {
      // Nobody would follow any more if this thread ended.
      LOG.error("Following Orthanc's changes failed unexpectedly and is tried again", e);
    }
    return false;
  }

  private void databaseFails(DatabaseException e) {
    if (!closed) {
      database.fails("", String.valueOf(e.getMessage()));
    }
  }

  private void archiveWorks() {
    heard = Optional.of(Instant.now());
    archive.works();
    if (scheduler.getSchedulerState().isPaused()) {
      scheduler.resume();
      scheduler.triggerCheckForDueExecutions();
    }
  }

  private void await(Duration pause) {
    try {
      if (wishes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        wishes.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Takes over one page; whether there may be more. */
  private boolean follow() throws OrthancException, DatabaseException {
    Optional<Long> cursor = films.cursor();
    if (cursor.isEmpty()) {
      list("First start: all instances in Orthanc are looked at.", orthanc.lastChange());
      return true;
    }
    long from = cursor.get();
    if (database.trouble().isPresent()) {
      // Whether it takes anything again.
      films.moveCursor(from, films.cursorIdentity());
    }
    if (!recognised) {
      recognise(from);
    }
    Changes page = orthanc.changes(from, PAGE);
    if (page.changes().isEmpty()) {
      behind = 0;
      if (page.last() < from) {
        LOG.warn("Orthanc's log of changes ends before the one that was last taken over.");
        // One that was emptied goes on counting, unless the whole archive is a new one.
        relist(page.last() > 0 || orthanc.instances(0, 1).isEmpty(), orthanc.lastChange());
      }
      return false;
    }
    long first = page.changes().get(0).sequence();
    if (first > from + 1 && begin() > from) {
      LOG.warn("Orthanc's log of changes begins after the one that was last taken over.");
      // What is in it is followed all the same: known instances may have arrived again.
      relist(false, first - 1);
      return true;
    }
    List<Change> arrivals = page.changes().stream().filter(Change::newInstance).toList();
    schedule(films.arrived(arrivals, Instant.now()), Priority.HIGH);
    films.moveCursor(page.last(), identity(page.changes().get(page.changes().size() - 1)));
    behind = page.done() ? 0 : Math.max(0, orthanc.lastChange() - page.last());
    return !page.done();
  }

  /** The sequence number of the log's first change. */
  private long begin() throws OrthancException {
    return orthanc.changes(0, 1).changes().stream()
        .mapToLong(Change::sequence)
        .findFirst()
        .orElse(0);
  }

  /** Whether the change at the cursor is the one that was taken over, where it can be told. */
  private void recognise(long from) throws OrthancException, DatabaseException {
    String known = films.cursorIdentity();
    if (!known.isEmpty()) {
      boolean another =
          orthanc.changes(from - 1, 1).changes().stream()
              .anyMatch(change -> change.sequence() == from && !identity(change).equals(known));
      if (another) {
        LOG.warn("Orthanc's log of changes is not the one that was last taken over.");
        relist(true, orthanc.lastChange());
      }
    }
    recognised = true;
  }

  private static String identity(Change change) {
    return change.type() + " " + change.resource();
  }

  private void relist(boolean anew, long last) throws OrthancException, DatabaseException {
    if (anew) {
      films.forgetArrivals();
      list("It is another archive or an older copy: all its instances are done anew.", last);
    } else {
      list("All instances in Orthanc are looked at.", last);
    }
  }

  /**
   * Takes over all instances.
   *
   * @param last the change after which the log is followed again
   */
  private void list(String reason, long last) throws OrthancException, DatabaseException {
    if (!reason.equals(listing)) {
      LOG.info(reason);
    }
    listing = reason;
    behind = last;
    Set<String> before = Set.of();
    long offset = 0;
    while (!closed) {
      List<String> instances = orthanc.instances(offset, PAGE);
      if (offset > 0 && Collections.disjoint(before, instances)) {
        // So many were deleted meanwhile that some have moved past between the two pages.
        offset = Math.max(0, offset - PAGE);
        continue;
      }
      schedule(films.add(instances, Instant.now()), Priority.LOW);
      if (instances.size() < PAGE) {
        films.moveCursor(last, "");
        listing = "";
        return;
      }
      before = Set.copyOf(instances);
      offset += PAGE - OVERLAP;
    }
  }

  /** Whoever waits is worked on, whatever has happened. */
  private void sweep() throws DatabaseException {
    Instant now = Instant.now();
    if (swept.isEmpty() || swept.get().plus(BETWEEN_SWEEPS).isBefore(now)) {
      schedule(films.stranded(), Priority.LOW);
      swept = Optional.of(now);
    }
  }

  private void schedule(List<String> instances, int priority) {
    if (instances.isEmpty()) {
      return;
    }
    Instant now = Instant.now();
    List<TaskInstance<?>> work = new ArrayList<>();
    instances.forEach(instance -> work.add(FilmWork.instance(instance, priority)));
    try {
      scheduler.scheduleBatch(work, now);
    } catch (FailedToScheduleBatchException e) {
      // Some are scheduled already, or another bridge has just done it.
      work.forEach(film -> scheduler.scheduleIfNotExists(film, now));
    }
  }

  /** Ends after the page that is being taken over. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(LONGEST_PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
