package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.orthanc.OrthancClient.Level;
import io.github.thorax4j.orthanc.RuleAction.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site's rules: which actions are for a film, and doing them. Each action is work of its own
 * that survives a restart and is done at least once; it is tried again until it succeeds or is
 * given up, which somebody can see. In shadow, what would be done is noted and not done.
 * Thread-safe.
 */
final class Rules implements AutoCloseable {

  private static final String TASK = "action";
  private static final String ACTIONS = "scheduled_actions";
  private static final String WEBHOOKS = "scheduled_webhooks";

  private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

  private static final Duration WEBHOOK_PATIENCE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(10);
  private static final int POLLS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(2);

  /**
   * Threads of their own, for messages others than for the rest: whoever does not answer must not
   * take one from the films, and no receiver one from what Orthanc does.
   */
  private static final int THREADS = 4;

  private final List<Rule> rules;
  private final boolean shadow;
  private final RuleStore store;
  private final FilmStore films;
  private final OrthancClient orthanc;
  private final Webhook webhook;
  private final Backoff backoff;
  private final Clock clock;
  private final Receivers receivers;
  private final Scheduler actions;
  private final Scheduler webhooks;
  private final Thread check;

  /** The rules of a configuration. */
  Rules(BridgeConfig config, BridgeDatabase database, FilmStore films, OrthancClient orthanc) {
    this(
        config,
        database,
        films,
        orthanc,
        new Webhook(WEBHOOK_PATIENCE),
        Backoff.until(config.giveUpAfter()),
        Clock.systemUTC());
  }

  Rules(
      BridgeConfig config,
      BridgeDatabase database,
      FilmStore films,
      OrthancClient orthanc,
      Webhook webhook,
      Backoff backoff,
      Clock clock) {
    this.rules = config.rules();
    this.shadow = config.shadow();
    this.store = new RuleStore(database);
    this.films = Objects.requireNonNull(films, "films");
    this.orthanc = Objects.requireNonNull(orthanc, "orthanc");
    this.webhook = Objects.requireNonNull(webhook, "webhook");
    this.backoff = Objects.requireNonNull(backoff, "backoff");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.receivers = new Receivers(backoff, webhook.patience());
    boolean alone = config.database().url().isEmpty();
    this.actions = scheduler(database, ACTIONS, alone);
    this.webhooks = scheduler(database, WEBHOOKS, alone);
    this.check = new Thread(this::check, "bridge-rules-check");
    check.setDaemon(true);
  }

  private Scheduler scheduler(BridgeDatabase database, String table, boolean alone) {
    Task<String> task =
        Tasks.custom(TASK, String.class)
            .onFailure(new FailureHandler.OnFailureRetryLater<>(backoff.first()))
            .onDeadExecutionRevive()
            .execute((work, context) -> run(work.getId()));
    SchedulerBuilder builder =
        Scheduler.create(database.dataSource(), List.of(task))
            .tableName(table)
            .schedulerName(new SchedulerName.Fixed("bridge-" + UUID.randomUUID()))
            .serializer(new TextSerializer())
            .threads(THREADS)
            .executorService(
                new SchedulerThreads(THREADS, failure -> LOG.debug("Not taken", failure)))
            .enableImmediateExecution()
            .pollingInterval(BETWEEN_LOOKS)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(LONGEST_FINISH);
    return (alone ? builder : builder.pollUsingLockAndFetch(0.5, 1.0)).build();
  }

  /**
   * Begins to do what is to be done; in shadow nothing is.
   *
   * @param alone whether no other bridge uses the database
   */
  void start(boolean alone) throws IOException {
    if (!rules.isEmpty()) {
      check.start();
    }
    if (shadow) {
      return;
    }
    if (alone) {
      store.takeOver();
    }
    int unknown = 0;
    for (RuleAction action : store.inState(State.WAITING, Integer.MAX_VALUE)) {
      if (known(action.key()).isEmpty()) {
        unknown++;
      }
      schedule(action);
    }
    if (unknown > 0) {
      LOG.warn("Actions that wait and are dropped, since no rule says so any more: {}.", unknown);
    }
    actions.start();
    webhooks.start();
  }

  /** Says in the log what Orthanc does not have that the rules want, when it first answers. */
  private void check() {
    for (int failures = 0; ; failures++) {
      try {
        for (Missing missing : Missing.of(rules, orthanc)) {
          LOG.warn("{}.", PlainText.printable(missing.sentence()));
        }
        return;
      } catch (OrthancException e) {
        LOG.debug("Orthanc cannot be asked yet what it has for the rules", e);
      }
      try {
        Thread.sleep(backoff.pause(failures + 1).toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Ends within seconds; what is not finished is taken up at the next start. */
  @Override
  public void close() {
    check.interrupt();
    webhooks.stop();
    actions.stop();
  }

  /**
   * Has done what is to be done with a film. It is called when the results are in the archive and
   * before the film is done with, and once more for the same film if the bridge ends between the
   * two: what was noted already is not done anew.
   *
   * @param arrived when the film was received; one that has arrived again since is routed anew
   * @throws IOException if it cannot be noted; the film is tried again later
   */
  void route(Facts facts, Instant arrived) throws IOException {
    Instant now = clock.instant();
    String instance = facts.place().instance();
    List<RuleAction> all = new ArrayList<>();
    int priority = 0;
    for (Rule rule : rules) {
      if (!rule.holds(facts)) {
        continue;
      }
      for (Action action : rule.then()) {
        RuleAction.Key key = new RuleAction.Key(instance, rule.name(), action.name());
        State state = shadow ? State.SHADOW : State.WAITING;
        if (action instanceof Action.Priority raised) {
          priority = Math.max(priority, raised.value());
          state = shadow ? State.SHADOW : State.DONE;
        }
        all.add(RuleAction.begin(key, arrived, state, now));
      }
    }
    Instant routed = routed(instance, arrived).orElse(now);
    store.add(new RoutedFilm(facts, priority, routed), arrived, all);
    if (shadow) {
      return;
    }
    if (priority > 0) {
      films.raise(instance, priority);
    }
    // Also what was noted for the film before this was ended the last time.
    for (RuleAction action : store.of(instance)) {
      if (action.state() == State.WAITING) {
        schedule(action);
      }
    }
  }

  /** When the film was routed since it arrived: what is sent again says the same. */
  private Optional<Instant> routed(String instance, Instant arrived) throws IOException {
    for (RuleAction action : store.of(instance)) {
      if (action.arrived().toEpochMilli() == arrived.toEpochMilli()
          && action.state() != State.SHADOW) {
        return store.film(instance).map(RoutedFilm::routed);
      }
    }
    return Optional.empty();
  }

  private void schedule(RuleAction action) throws IOException {
    try {
      boolean isWebhook = known(action.key()).filter(Action.Webhook.class::isInstance).isPresent();
      (isWebhook ? webhooks : actions)
          .scheduleIfNotExists(
              new TaskInstance.Builder<String>(TASK, action.id()).data("").build(),
              clock.instant());
    } catch (SQLRuntimeException | DbSchedulerException e) {
      throw DatabaseException.of(e);
    }
  }

  /** What is noted of actions. */
  RuleStore store() {
    return store;
  }

  /**
   * Tries an action again that was given up.
   *
   * @return false if it is not one that was given up
   */
  boolean retry(RuleAction.Key key) throws IOException {
    Optional<RuleAction> action = store.action(key);
    if (action.isEmpty() || action.get().state() != State.DEAD) {
      return false;
    }
    // Whoever asks thinks that it can be done now.
    receivers.works(key.action());
    RuleAction again = action.get().again(clock.instant());
    store.update(again);
    schedule(again);
    return true;
  }

  private CompletionHandler<String> run(String id) {
    try {
      Optional<RuleAction> action =
          store.action(RuleAction.Key.of(id)).filter(known -> known.id().equals(id));
      return action.isPresent() && action.get().state() == State.WAITING
          ? run(action.get())
          : new CompletionHandler.OnCompleteRemove<>();
    } catch (IOException e) {
      // The database: the scheduler tries again later.
      throw new UncheckedIOException(e);
    }
  }

  private CompletionHandler<String> later(Duration pause) {
    return at(clock.instant().plus(pause));
  }

  private static CompletionHandler<String> at(Instant due) {
    return (complete, operations) -> operations.reschedule(complete, due);
  }

  private Optional<Action> known(RuleAction.Key key) {
    return rules.stream()
        .filter(rule -> rule.name().equals(key.rule()))
        .flatMap(rule -> rule.then().stream())
        .filter(action -> action.name().equals(key.action()))
        .findFirst();
  }

  private CompletionHandler<String> run(RuleAction work) throws IOException {
    Optional<Action> action = known(work.key());
    try {
      Optional<RoutedFilm> film = store.film(work.key().instance());
      if (action.isEmpty() || film.isEmpty()) {
        return end(work, State.DROPPED, "the rules do not say this any more");
      }
      return run(action.get(), film.get(), work);
    } catch (DatabaseException e) {
      throw e;
    } catch (OrthancException e) {
      return e.kind() == OrthancException.Kind.GONE
          ? gone(work)
          : failed(work, e, e.kind() == OrthancException.Kind.REJECTED);
    } catch (IOException e) {
      return failed(work, e, false);
    } catch (RuntimeException e) {
      LOG.debug("An attempt at {} failed", work.key(), e);
      return tryAgain(work.failed("it cannot be done (" + e + ")", clock.instant()), false);
    }
  }

  private CompletionHandler<String> failed(RuleAction work, IOException e, boolean hopeless)
      throws IOException {
    return tryAgain(work.failed(String.valueOf(e.getMessage()), clock.instant()), hopeless);
  }

  /** Either the film is not in Orthanc any more, or what the rule names never was. */
  private CompletionHandler<String> gone(RuleAction work) throws IOException {
    try {
      orthanc.placement(work.key().instance());
    } catch (OrthancException e) {
      return e.kind() == OrthancException.Kind.GONE
          ? end(work, State.DROPPED, "it was deleted from Orthanc")
          : failed(work, e, false);
    }
    String why = "Orthanc does not know what is named: " + work.key().action();
    // It may have been restarted with a configuration that somebody mends.
    return tryAgain(work.failed(why, clock.instant()), false);
  }

  private CompletionHandler<String> run(Action action, RoutedFilm film, RuleAction work)
      throws IOException {
    Placement place = film.facts().place();
    if (action instanceof Action.Store send) {
      return send(send, film, work);
    }
    if (action instanceof Action.Webhook hook) {
      return tell(hook, film, work);
    }
    if (action instanceof Action.Metadata metadata) {
      orthanc.putMetadata(Level.INSTANCE, place.instance(), metadata.key(), metadata.value());
      orthanc.putMetadata(Level.STUDY, place.study(), metadata.key(), metadata.value());
    } else if (action instanceof Action.Label label) {
      if (!orthanc.hasLabels()) {
        return end(work, State.DONE, "this Orthanc has no labels");
      }
      orthanc.label(place.study(), label.label());
    } else if (action instanceof Action.Priority priority) {
      films.raise(place.instance(), priority.value());
    }
    return end(work, State.DONE, "");
  }

  private CompletionHandler<String> tell(Action.Webhook hook, RoutedFilm film, RuleAction work)
      throws IOException {
    String receiver = hook.name();
    Instant now = clock.instant();
    Optional<Receivers.Trouble> trouble = receivers.trouble(receiver, now);
    if (trouble.isPresent()) {
      return isOver(work, now)
          ? end(work, State.DEAD, trouble.get().reason())
          : at(trouble.get().until());
    }
    try {
      webhook.send(hook, work, Webhook.message(work.key(), film));
      receivers.works(receiver);
    } catch (Webhook.ReceiverException e) {
      receivers.fails(receiver, String.valueOf(e.getMessage()), clock.instant());
      throw e;
    } catch (IOException e) {
      // It has answered, or was not asked.
      receivers.works(receiver);
      throw e;
    }
    return end(work, State.DONE, "");
  }

  private CompletionHandler<String> send(Action.Store send, RoutedFilm film, RuleAction work)
      throws IOException {
    if (work.job().isEmpty()) {
      return submit(send, film, work);
    }
    String job = work.job().get();
    JsonNode answer;
    try {
      if (work.jobFailed()) {
        orthanc.resubmit(job);
        store.update(work.submitted(job, clock.instant()));
        return later(SHORTEST_POLL);
      }
      answer = orthanc.get("jobs/" + job);
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE || e.kind() == OrthancException.Kind.REJECTED) {
        // Orthanc forgets jobs that have ended, and those that it had when it was ended itself.
        return tryAgain(
            work.jobIsLost("Orthanc does not know the job any more", clock.instant()), false);
      }
      throw e;
    }
    return switch (answer.path("State").asText()) {
      case "Success" -> end(work, State.DONE, "");
      case "Failure" ->
          tryAgain(
              work.jobHasFailed(
                  "Orthanc could not send to "
                      + send.target()
                      + ": "
                      + answer.path("ErrorDescription").asText("no reason given"),
                  clock.instant()),
              false);
      default -> poll(work);
    };
  }

  private CompletionHandler<String> submit(Action.Store send, RoutedFilm film, RuleAction work)
      throws IOException {
    List<String> resources = new ArrayList<>();
    if (send.what() != Action.What.RESULTS) {
      resources.add(film.facts().place().instance());
    }
    if (send.what() != Action.What.FILM) {
      resources.addAll(film.facts().results());
    }
    if (resources.isEmpty()) {
      return end(work, State.DONE, "there are no results");
    }
    String job = orthanc.send(send.kind().path(), send.target(), resources, film.priority());
    store.update(work.submitted(job, clock.instant()));
    return later(SHORTEST_POLL);
  }

  /** Asks again after a fifth of the time that the job has taken until now. */
  private CompletionHandler<String> poll(RuleAction work) throws IOException {
    Instant now = clock.instant();
    if (isOver(work, now)) {
      return end(work, State.DEAD, "Orthanc has not ended the job in time");
    }
    Duration pause = Duration.between(work.changed(), now).dividedBy(POLLS);
    if (pause.compareTo(SHORTEST_POLL) < 0) {
      return later(SHORTEST_POLL);
    }
    return later(pause.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : pause);
  }

  private boolean isOver(RuleAction work, Instant now) {
    return !work.since().plus(backoff.giveUpAfter()).isAfter(now);
  }

  private CompletionHandler<String> tryAgain(RuleAction failed, boolean hopeless)
      throws IOException {
    if (hopeless || isOver(failed, failed.changed())) {
      return end(failed, State.DEAD, failed.detail());
    }
    store.update(failed);
    return later(backoff.pause(failed.attempts()));
  }

  private CompletionHandler<String> end(RuleAction work, State state, String why)
      throws IOException {
    store.update(work.finished(state, why, clock.instant()));
    if (state == State.DEAD) {
      LOG.warn(
          "Given up after {}: rule {}, {}, film {}: {}",
          work.attempts() == 1 ? "1 attempt" : work.attempts() + " attempts",
          work.key().rule(),
          work.key().action(),
          work.key().instance(),
          why);
    }
    return new CompletionHandler.OnCompleteRemove<>();
  }
}
