package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Layout.Place;
import io.github.thorax4j.orthanc.Worklist.Order;
import io.github.thorax4j.orthanc.Worklist.Page;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages and what programs ask for, by HTTP. Thread-safe. */
final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  /** More than may wait for Orthanc, for pictures and else: programs are answered at any time. */
  private static final int MOST_THREADS = 48;

  private static final int MOST_ASKING = 6;
  private static final int MOST_CONNECTIONS = 256;
  private static final int LONGEST_REQUEST = 16 << 10;
  private static final int MOST_RETAINED = LONGEST_REQUEST * 2;
  private static final int BYTES_PER_CHUNK = 16;
  private static final int LONGEST_HEADERS = 8 << 10;
  private static final int IDLE_MILLIS = 30_000;
  private static final int SLOWEST_BYTES_PER_SECOND = 100;
  private static final int LONGEST_LIST = 100;
  private static final int AUDIT_PAGE = 100;
  private static final int MOST_PAGES = 1_000_000;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{8}){4}");

  private final Javalin javalin;
  private final Access access;
  private final StudyQuery studies;
  private final FilmStore films;
  private final FilmImages images;
  private final Control control;
  private final BridgeMetrics metrics;
  private final ScoreDrift drift;
  private final Throughput throughput;
  private final Labels labels;
  private final Queue queue;
  private final RuleStore rules;
  private final Worklist worklist;
  private final ReviewStore reviews;
  private final AuditLog audit;
  private final Clock clock;

  /** Whoever asks Orthanc for something else than a picture has one of these. */
  private final Semaphore asking = new Semaphore(MOST_ASKING);

  private final String css;
  private final String icon;

  /**
   * A server; it listens from {@link #start} on.
   *
   * @param database closed by whoever opened it
   * @param metrics closed by whoever opened them
   */
  WebServer(
      WebSettings settings,
      BridgeDatabase database,
      OrthancClient orthanc,
      FilmImages images,
      Control control,
      BridgeMetrics metrics,
      ScoreDrift drift,
      Clock clock) {
    this.films = new FilmStore(database);
    this.studies = new StudyQuery(orthanc, films, asking);
    this.images = images;
    this.control = control;
    this.metrics = metrics;
    this.drift = drift;
    this.throughput = new Throughput(database);
    this.queue = new Queue(database);
    this.rules = new RuleStore(database);
    this.worklist = new Worklist(database);
    this.reviews = new ReviewStore(database);
    this.labels = new Labels(films, reviews, orthanc);
    this.audit = new AuditLog(database, clock);
    this.access = new Access(settings, audit, clock);
    this.clock = clock;
    this.css = resource("pages.css");
    this.icon = resource("icon.svg");
    this.javalin = Javalin.create(config -> configure(config, settings));
  }

  private static String resource(String name) {
    try (InputStream in = WebServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " in this jar cannot be read", e);
    }
  }

  private void configure(JavalinConfig config, WebSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = LONGEST_REQUEST;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.generateEtags = false;
    config.router.javaLangErrorHandler(WebServer::breakdown);
    config.jetty.host = settings.address();
    config.jetty.port = settings.port();
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
    threads.setName("pages");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(WebServer::limit);
    config.jetty.modifyServer(
        server -> {
          server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
          // Whoever sends slowly gets no thread before all is there.
          server.setHandler(
              new MinimumDataRateHandler(
                  new EagerContentHandler(
                      new RetainedContentLoaderFactory(MOST_RETAINED, BYTES_PER_CHUNK, true)),
                  SLOWEST_BYTES_PER_SECOND,
                  0));
        });
    routes(config);
  }

  private static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(LONGEST_HEADERS);
    http.setIdleTimeout(IDLE_MILLIS);
  }

  private void routes(JavalinConfig config) {
    config.routes.before(access::before);
    config.routes.beforeMatched(access::check);

    config.routes.get("/pages.css", this::css, Access.Role.ANYBODY);
    config.routes.get("/icon.svg", this::icon, Access.Role.ANYBODY);
    config.routes.get("/login", this::loginPage, Access.Role.ANYBODY);
    config.routes.post("/login", ctx -> access.login(ctx, clock.instant()), Access.Role.ANYBODY);
    config.routes.post("/logout", access::logout, Access.Role.USER);

    monitor(config, "/health", ctx -> ctx.result("up\n"));
    monitor(config, "/ready", this::ready);
    monitor(config, "/metrics", this::metrics);
    config.routes.post("/wake", this::wake, Access.Role.MONITOR);

    config.routes.get("/", this::worklist, Access.Role.USER);
    config.routes.get("/studies/{id}", this::study, Access.Role.USER);
    config.routes.get("/films/{id}/thumbnail", this::thumbnail, Access.Role.USER);
    config.routes.get("/films/{id}/picture", this::picture, Access.Role.USER);
    config.routes.get("/films/{id}/heatmap", this::heatMap, Access.Role.USER);
    config.routes.post("/films/{id}/review", this::review, Access.Role.USER);
    config.routes.get("/queue", this::queue, Access.Role.USER);
    config.routes.post("/films/{id}/retry", this::retry, Access.Role.USER);
    config.routes.post("/queue/retry", this::retryAll, Access.Role.USER);
    config.routes.post("/actions/retry", this::retryAction, Access.Role.USER);
    config.routes.post("/actions/retry-all", this::retryActions, Access.Role.USER);
    config.routes.get("/throughput", this::throughput, Access.Role.USER);
    config.routes.get("/labels.csv", this::labels, Access.Role.USER);
    config.routes.get("/audit", this::audit, Access.Role.ADMIN);

    config.routes.exception(HttpResponseException.class, this::refusal);
    config.routes.exception(OrthancException.class, this::orthancFailure);
    config.routes.exception(IOException.class, this::failure);
    config.routes.exception(RuntimeException.class, this::mistake);
    config.routes.error(404, ctx -> problem(ctx, 404, "There is no such page."));
  }

  private static void monitor(JavalinConfig config, String path, Handler handler) {
    config.routes.get(path, handler, Access.Role.MONITOR);
    config.routes.head(path, handler, Access.Role.MONITOR);
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the port is taken
   */
  void start() throws IOException {
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      throw new IOException(
          "the pages cannot be had at "
              + javalin.unsafe.jetty.host
              + ":"
              + javalin.unsafe.jetty.port
              + ": the port is taken or the address not this machine's",
          e);
    }
  }

  /** The port it listens on. */
  int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
    studies.close();
  }

  // ---- programs ----

  private void css(Context ctx) {
    ctx.contentType("text/css; charset=utf-8").header("Cache-Control", "max-age=300").result(css);
  }

  private void icon(Context ctx) {
    ctx.contentType("image/svg+xml").header("Cache-Control", "max-age=86400").result(icon);
  }

  /** Whether it does what it is for; the model is open from the start on. */
  private void ready(Context ctx) {
    Health health = control.health();
    ctx.status(health.good() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .result(
            "database: "
                + health.database().orElse("yes")
                + "\northanc: "
                + health.orthanc().orElse(health.heard().isPresent() ? "yes" : "not asked yet")
                + "\nmodel: yes\n");
  }

  private void metrics(Context ctx) {
    Optional<Duration> lag = Optional.empty();
    Optional<ScoreDrift.State> scores = Optional.empty();
    Optional<Map<RuleAction.State, Long>> actions = Optional.empty();
    try {
      Instant now = clock.instant();
      lag = Optional.of(Duration.between(throughput.longestWaiting().orElse(now), now));
      scores = Optional.of(drift.now());
      actions = Optional.of(rules.counts());
    } catch (DatabaseException e) {
      LOG.warn("The numbers are incomplete: {}", e.getMessage());
    }
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
        .result(metrics.scrape(control.health(), lag, scores, actions));
  }

  private void wake(Context ctx) {
    control.wake();
    ctx.status(HttpStatus.ACCEPTED);
  }

  // ---- pages ----

  private Layout layout(Context ctx) {
    return access.layout(ctx, clock.instant());
  }

  private void show(Context ctx, String title, Place place, Html content) {
    ctx.html(layout(ctx).page(title, place, content));
  }

  private void worklist(Context ctx) throws IOException {
    Order order =
        Optional.ofNullable(ctx.queryParam("sort")).flatMap(Order::parse).orElse(Order.URGENCY);
    boolean descending = !"ascending".equals(ctx.queryParam("direction"));
    Page page = new Page(order, descending, "all".equals(ctx.queryParam("show")), pageNumber(ctx));
    List<Film> listed = worklist.films(page);
    StudyQuery.Answers answers = studies.ask(listed);
    List<Film> shown = listed.stream().filter(answers::isThere).toList();
    saw(
        ctx,
        "worklist",
        AuditPage.list(
            "page "
                + page.number()
                + ", "
                + shown.size()
                + (shown.size() == 1 ? " film" : " films"),
            shown.stream().map(Film::instance).toList()));
    show(
        ctx,
        "Worklist",
        Place.WORKLIST,
        WorklistPage.content(
            layout(ctx),
            page,
            shown,
            answers,
            instance -> access.filmToken(ctx, instance),
            worklist.count(false),
            worklist.count(true),
            reviews.gone()));
  }

  private static int pageNumber(Context ctx) {
    String number = ctx.queryParam("page");
    if (number == null) {
      return 1;
    }
    if (!number.matches("[0-9]{1,7}")) {
      throw new BadRequestResponse("That is no page number.");
    }
    return Math.max(1, Math.min(MOST_PAGES, Integer.parseInt(number)));
  }

  private void study(Context ctx) throws IOException {
    String study = id(ctx);
    List<Film> found = films.ofStudy(study);
    if (found.isEmpty()) {
      throw new NotFoundResponse("No film of such a study has come in.");
    }
    StudyQuery.Answers answers =
        studies.ask(found.stream().filter(film -> film.state() != State.OTHER).toList());
    if (!answers.gone().isEmpty()) {
      found = films.ofStudy(study);
    }
    saw(ctx, "study", study);
    Map<String, List<Review>> said = new HashMap<>();
    for (Film film : found) {
      said.put(film.instance(), reviews.of(film.instance()));
    }
    show(
        ctx,
        "Study " + Layout.shortId(study),
        Place.NONE,
        StudyPage.content(layout(ctx), study, answers, found, said));
  }

  private void thumbnail(Context ctx) throws IOException {
    Film film = film(ctx);
    if (!access.wasOnPage(ctx, film.instance())) {
      saw(ctx, "thumbnail", film.instance());
    }
    png(ctx, film, images::thumbnail);
  }

  private void picture(Context ctx) throws IOException {
    Film film = film(ctx);
    saw(ctx, "film", film.instance());
    png(ctx, film, images::large);
  }

  private void heatMap(Context ctx) throws IOException {
    Film film = film(ctx);
    saw(ctx, "heat map", film.instance());
    png(ctx, film, images::heatMap);
  }

  private void png(Context ctx, Film film, Picture picture) throws IOException {
    Optional<byte[]> png;
    try {
      png = picture.of(film.instance());
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        studies.lookFor(film.instance());
      }
      throw e;
    }
    if (png.isEmpty()) {
      ctx.status(HttpStatus.SERVICE_UNAVAILABLE).header("Retry-After", "10");
    } else {
      ctx.contentType("image/png").result(png.get());
    }
  }

  /** A picture of a film; empty if there is none now. */
  @FunctionalInterface
  private interface Picture {
    Optional<byte[]> of(String instance) throws IOException;
  }

  private void review(Context ctx) throws DatabaseException {
    Film film = film(ctx);
    Answer answer =
        film.answer()
            .orElseThrow(() -> new BadRequestResponse("The model gave no answer about this film."));
    if (film.state() == State.GONE) {
      throw new ConflictResponse("That film is not in Orthanc any more.");
    }
    String opinion = ctx.formParam("opinion");
    if (!"agree".equals(opinion) && !"disagree".equals(opinion)) {
      throw new BadRequestResponse("The opinion must be agree or disagree.");
    }
    if (!field(ctx, "shown").equals(StudyPage.shown(answer))) {
      throw new ConflictResponse(
          "The model's answer is not the one that was shown: go back, load the page again and look"
              + " at it.");
    }
    boolean agrees = opinion.equals("agree");
    Finding label = agrees ? answer.finding() : other(answer.finding());
    Instant now = clock.instant();
    String who = access.visitor(ctx).name();
    changed(ctx, agrees ? "agreed with" : "disagreed with", film.instance());
    reviews.add(new Review(film.instance(), who, now, label, agrees));
    ctx.redirect(film.study().map(study -> "/studies/" + study).orElse("/"), HttpStatus.SEE_OTHER);
  }

  private static Finding other(Finding finding) {
    return finding == Finding.NORMAL ? Finding.PNEUMONIA : Finding.NORMAL;
  }

  private void queue(Context ctx) throws DatabaseException {
    saw(ctx, "queue", "");
    show(
        ctx,
        "Queue",
        Place.QUEUE,
        QueuePage.content(
                layout(ctx),
                films.counts(),
                queue.first(State.WAITING, LONGEST_LIST),
                queue.first(State.DEAD, LONGEST_LIST))
            .add(
                ActionTable.content(
                    layout(ctx),
                    rules.inState(RuleAction.State.DEAD, LONGEST_LIST),
                    rules.counts().getOrDefault(RuleAction.State.DEAD, 0L))));
  }

  private void retryAction(Context ctx) throws IOException {
    RuleAction.Key key =
        new RuleAction.Key(field(ctx, "instance"), field(ctx, "rule"), field(ctx, "action"));
    if (rules.action(key).isEmpty()) {
      throw new BadRequestResponse("There is no such action.");
    }
    changed(ctx, "retried an action for", key.instance());
    control.retry(key);
    ctx.redirect("/queue", HttpStatus.SEE_OTHER);
  }

  private void retryActions(Context ctx) throws IOException {
    changed(ctx, "retried all actions", "");
    for (RuleAction action : rules.inState(RuleAction.State.DEAD, Integer.MAX_VALUE)) {
      control.retry(action.key());
    }
    ctx.redirect("/queue", HttpStatus.SEE_OTHER);
  }

  private static String field(Context ctx, String name) {
    return Optional.ofNullable(ctx.formParam(name)).orElse("");
  }

  private void retry(Context ctx) throws IOException {
    Film film = film(ctx);
    changed(ctx, "retried", film.instance());
    control.retry(film.instance());
    ctx.redirect("/queue", HttpStatus.SEE_OTHER);
  }

  private void retryAll(Context ctx) throws IOException {
    changed(ctx, "retried all", "");
    for (Film film : films.inState(State.DEAD)) {
      control.retry(film.instance());
    }
    ctx.redirect("/queue", HttpStatus.SEE_OTHER);
  }

  private void throughput(Context ctx) throws DatabaseException {
    Instant now = clock.instant();
    saw(ctx, "throughput", "");
    show(
        ctx,
        "Throughput",
        Place.THROUGHPUT,
        ThroughputPage.content(
            layout(ctx),
            throughput.hours(
                now.truncatedTo(ChronoUnit.HOURS)
                    .minus(Duration.ofHours(ThroughputPage.HOURS - 1))),
            throughput.latencies(now.minus(Duration.ofDays(1))),
            drift.now()));
  }

  private void labels(Context ctx) throws IOException {
    if (!asking.tryAcquire()) {
      throw new ServiceUnavailableResponse("Orthanc is being asked too much: try again later.");
    }
    try {
      saw(ctx, "labels", "");
      ctx.contentType("text/csv; charset=utf-8")
          .header("Content-Disposition", "attachment; filename=\"labels.csv\"")
          .result(labels.csv());
    } finally {
      asking.release();
    }
  }

  private void audit(Context ctx) throws DatabaseException {
    int number = pageNumber(ctx);
    List<AuditLog.Entry> entries = audit.page((long) AUDIT_PAGE * (number - 1), AUDIT_PAGE + 1);
    saw(ctx, "audit log", "page " + number);
    show(ctx, "Audit log", Place.AUDIT, AuditPage.content(entries, number, AUDIT_PAGE));
  }

  private void loginPage(Context ctx) {
    if (!access.asksWho()) {
      throw new ForbiddenResponse(
          "Nobody can log in here: without users or a token these pages are for this machine alone.");
    }
    show(ctx, "Log in", Place.NONE, access.loginForm(layout(ctx), ""));
  }

  private static String id(Context ctx) {
    String id = ctx.pathParam("id");
    if (!ID.matcher(id).matches()) {
      throw new NotFoundResponse("That is none of Orthanc's identifiers.");
    }
    return id;
  }

  private Film film(Context ctx) throws DatabaseException {
    return films.film(id(ctx)).orElseThrow(() -> new NotFoundResponse("No such film has come in."));
  }

  private void saw(Context ctx, String what, String object) throws DatabaseException {
    audit.add(access.visitor(ctx).name(), access.origin(ctx), "saw " + what, object);
  }

  private void changed(Context ctx, String action, String object) throws DatabaseException {
    audit.add(access.visitor(ctx).name(), access.origin(ctx), action, object);
  }

  // ---- what goes wrong ----

  private void refusal(HttpResponseException e, Context ctx) {
    e.getDetails().forEach(ctx::header);
    problem(ctx, e.getStatus(), String.valueOf(e.getMessage()));
  }

  private void orthancFailure(OrthancException e, Context ctx) {
    if (e.kind() == OrthancException.Kind.GONE) {
      problem(ctx, 404, "That is not in Orthanc any more.");
    } else {
      LOG.warn("{}", e.getMessage());
      problem(ctx, 502, "Orthanc does not answer as it should: the bridge's log says more.");
    }
  }

  private void failure(IOException e, Context ctx) {
    LOG.warn("A page failed: {}", e.getMessage());
    if (e instanceof DatabaseException) {
      problem(ctx, 503, "The bridge's database does not answer: its log says more.");
    } else {
      problem(ctx, 500, "Something went wrong: the bridge's log says more.");
    }
  }

  private void mistake(RuntimeException e, Context ctx) {
    LOG.error("A page failed", e);
    problem(ctx, 500, "Something went wrong: the bridge's log says more.");
  }

  private static void breakdown(HttpServletResponse response, Error e) {
    LOG.error("A page failed", e);
    response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.getCode());
  }

  private void problem(Context ctx, int status, String sentence) {
    ctx.status(status);
    show(ctx, HttpStatus.forStatus(status).getMessage(), Place.NONE, Html.of("p", sentence));
  }
}
