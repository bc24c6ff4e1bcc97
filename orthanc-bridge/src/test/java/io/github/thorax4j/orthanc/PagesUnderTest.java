package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pages over a database of their own, and somebody who looks at them. Not thread-safe. */
final class PagesUnderTest implements AutoCloseable {

  static final String MODEL = "thoraxnet 1 (0123456789ab)";

  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([A-Za-z0-9_-]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

  final BridgeDatabase database;
  final FilmStore films;
  final ReviewStore reviews;
  final AuditLog audit;
  final BridgeMetrics metrics;
  final WebServer server;
  final AtomicInteger wakes = new AtomicInteger();
  final SetClock clock = new SetClock();
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<String> cookie = Optional.empty();
  private Optional<String> forwardedFor = Optional.empty();
  private InetAddress address = InetAddress.getLoopbackAddress();

  PagesUnderTest(
      WebSettings settings, Path state, OrthancClient orthanc, PneumoniaClassifier classifier)
      throws IOException {
    database = BridgeDatabase.open(BridgeConfig.Database.SQLITE, state);
    films = new FilmStore(database);
    reviews = new ReviewStore(database);
    audit = new AuditLog(database, clock);
    ScoreDrift drift =
        new ScoreDrift(
            new Throughput(database), classifier.model(), BridgeConfig.Drift.USUAL, clock);
    metrics = new BridgeMetrics();
    FilmImages images = new FilmImages(orthanc, classifier, state.resolve("pages"), 64 << 20);
    server =
        new WebServer(
            settings, database, orthanc, images, new DatabaseControl(), metrics, drift, clock);
    server.start();
  }

  /** An Orthanc that is not there. */
  static OrthancClient noOrthanc() {
    return new OrthancClient(
        URI.create("http://127.0.0.1:1"), Optional.empty(), Duration.ofSeconds(2));
  }

  static WebSettings loopback() {
    return new WebSettings("127.0.0.1", 0, List.of(), List.of(), List.of(), Optional.empty());
  }

  /** What is left of a bridge that works on nothing. */
  private final class DatabaseControl implements Control {

    @Override
    public void wake() {
      wakes.incrementAndGet();
    }

    @Override
    public boolean retry(String instance) throws IOException {
      return films.revive(instance);
    }

    @Override
    public boolean retry(RuleAction.Key action) throws IOException {
      RuleStore rules = new RuleStore(database);
      rules.update(rules.action(action).orElseThrow().again(clock.instant()));
      return true;
    }

    @Override
    public Health health() {
      try {
        return new Health(
            Optional.of("Orthanc cannot be reached"),
            Optional.empty(),
            7,
            Optional.empty(),
            Optional.empty(),
            films.counts());
      } catch (DatabaseException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A clock that a test moves. */
  static final class SetClock extends Clock {

    private Duration ahead = Duration.ZERO;

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  // ---- films ----

  /** An identifier as Orthanc's are. */
  static String id(int number) {
    String hex = HexFormat.of().toHexDigits(number);
    return String.join("-", hex, hex, hex, hex, hex);
  }

  /** The study of the film of a number. */
  static String study(int number) {
    return id(0x5000_0000 + number);
  }

  /** Adds a film that was answered a second after it had come in. */
  void done(int number, double probability, int priority, Instant received) throws IOException {
    waiting(number, received);
    Finding finding = probability >= 0.5 ? Finding.PNEUMONIA : Finding.NORMAL;
    films.finish(
        films.film(id(number)).orElseThrow(),
        State.DONE,
        "",
        Optional.of(new Answer(probability, finding, 0.5, MODEL)),
        received.plusSeconds(1));
    films.raise(id(number), priority);
  }

  void waiting(int number, Instant received) throws IOException {
    films.add(List.of(id(number)), received);
    films.place(new Placement(id(number), id(0x6000_0000 + number), study(number), 100));
  }

  void dead(int number, String reason) throws IOException {
    waiting(number, clock.instant());
    films.finish(
        films.film(id(number)).orElseThrow(),
        State.DEAD,
        reason,
        Optional.empty(),
        clock.instant());
  }

  void deadAction(RuleAction.Key key, String reason) throws IOException {
    RoutedFilm film = new RoutedFilm(TestFacts.answered(0.7), 0, clock.instant());
    Instant now = clock.instant();
    RuleAction begun = RuleAction.begin(key, now, RuleAction.State.WAITING, now);
    RuleStore rules = new RuleStore(database);
    rules.add(film, now, List.of(begun));
    rules.update(begun.finished(RuleAction.State.DEAD, reason, clock.instant()));
  }

  // ---- somebody who looks ----

  URI url(String path) {
    return URI.create("http://" + address.getHostAddress() + ":" + server.port() + path);
  }

  /** Comes in by another address of this machine, and is from there. */
  void from(InetAddress other) {
    address = other;
  }

  /** Says whom the requests are for. */
  void forwardedFor(String other) {
    forwardedFor = Optional.of(other);
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(url(path)).header("Accept", "text/html"));
  }

  HttpResponse<String> get(String path, String header, String value) throws Exception {
    return send(HttpRequest.newBuilder(url(path)).header(header, value));
  }

  /** Sends a form as a browser does that has loaded the page it is on. */
  HttpResponse<String> submit(String page, String path, Map<String, String> fields)
      throws Exception {
    Map<String, String> all = form(page, path);
    all.putAll(fields);
    return post(path, all);
  }

  /** What a page's form carries unseen; if it has no such form, what every form of it carries. */
  Map<String, String> form(String page, String path) throws Exception {
    String body = get(page).body();
    Matcher token = TOKEN.matcher(body);
    if (!token.find()) {
      throw new AssertionError("no form on " + page);
    }
    Map<String, String> fields = new HashMap<>();
    fields.put("token", token.group(1));
    int start = body.indexOf("action=\"" + path + "\"");
    if (start >= 0) {
      Matcher hidden = HIDDEN.matcher(body.substring(start, body.indexOf("</form>", start)));
      while (hidden.find()) {
        fields.put(hidden.group(1), hidden.group(2));
      }
    }
    return fields;
  }

  HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    String form =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(url(path))
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    cookie.ifPresent(value -> request.header("Cookie", value));
    forwardedFor.ifPresent(value -> request.header("X-Forwarded-For", value));
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(set -> cookie = Optional.of(set.substring(0, set.indexOf(';'))));
    return response;
  }

  /** Somebody else, with a browser of their own. */
  void forgetCookie() {
    cookie = Optional.empty();
  }

  Optional<String> cookie() {
    return cookie;
  }

  @Override
  public void close() {
    server.close();
    metrics.close();
    database.close();
  }
}
