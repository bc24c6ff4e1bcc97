package io.github.thorax4j.orthanc;

import static io.github.thorax4j.orthanc.PagesUnderTest.id;
import static io.github.thorax4j.orthanc.PagesUnderTest.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.thorax4j.Finding;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The pages on the machine itself, where nobody has to say who they are. */
class WebServerTest {

  private static final Pattern FILM = Pattern.compile("/films/([0-9a-f-]+)/thumbnail");

  private static PneumoniaClassifier classifier;

  @TempDir private Path state;
  private PagesUnderTest pages;

  @BeforeAll
  static void openModel() {
    classifier = PneumoniaClassifier.open();
  }

  @AfterAll
  static void closeModel() {
    classifier.close();
  }

  @BeforeEach
  void start() throws Exception {
    pages =
        new PagesUnderTest(
            PagesUnderTest.loopback(), state, PagesUnderTest.noOrthanc(), classifier);
  }

  @AfterEach
  void stop() {
    pages.close();
  }

  private static List<String> filmsOf(HttpResponse<String> page) {
    List<String> films = new ArrayList<>();
    Matcher matcher = FILM.matcher(page.body());
    while (matcher.find()) {
      films.add(matcher.group(1));
    }
    return films;
  }

  @Test
  void theMostUrgentFilmComesFirst() throws Exception {
    Instant now = pages.clock.instant();
    pages.done(1, 0.2, 0, now.minusSeconds(10));
    pages.done(2, 0.9, 0, now.minusSeconds(20));
    pages.done(3, 0.1, 7, now.minusSeconds(30));
    pages.done(4, 0.9, 0, now.minusSeconds(60));
    pages.waiting(5, now);

    HttpResponse<String> page = pages.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(filmsOf(page)).containsExactly(id(3), id(4), id(2), id(1));
    assertThat(page.body()).contains("Research software, not for diagnosis.");
  }

  @Test
  void aColumnSortsBothWaysAndDeclinedFilmsComeLast() throws Exception {
    Instant now = pages.clock.instant();
    pages.done(1, 0.2, 0, now);
    pages.done(2, 0.9, 0, now);
    pages.waiting(3, now);
    pages.films.finish(
        pages.films.film(id(3)).orElseThrow(), State.DECLINED, "too small", Optional.empty(), now);

    assertThat(filmsOf(pages.get("/?sort=probability&direction=ascending")))
        .containsExactly(id(1), id(2), id(3));
    HttpResponse<String> down = pages.get("/?sort=probability&direction=descending");
    assertThat(filmsOf(down)).containsExactly(id(2), id(1), id(3));
    assertThat(down.body())
        .contains("aria-sort=\"descending\"")
        .contains("href=\"/?sort=probability&amp;direction=ascending\"")
        .contains("declined: too small");
  }

  @Test
  void onlyFilmsThatTheModelHasSeenAreListed() throws Exception {
    Instant now = pages.clock.instant();
    List<String> seen = new ArrayList<>();
    for (State state : State.values()) {
      int number = state.name().hashCode();
      pages.waiting(number, now);
      if (state != State.WAITING) {
        pages.films.finish(
            pages.films.film(id(number)).orElseThrow(), state, "", Optional.empty(), now);
      }
      if (state == State.DONE || state == State.DECLINED) {
        seen.add(id(number));
      }
    }

    assertThat(filmsOf(pages.get("/?show=all"))).containsExactlyInAnyOrderElementsOf(seen);
    assertThat(pages.get("/").body()).contains("Not reviewed (2)", "All (2)");
  }

  /** Of 100,000 films all were sorted for each page. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstPageIsReadFromAnIndex(boolean reviewed) throws Exception {
    String sql = Worklist.sql(new Worklist.Page(Worklist.Order.URGENCY, true, reviewed, 1));

    List<String> plan =
        pages.database.transaction(
            connection -> {
              List<String> steps = new ArrayList<>();
              try (PreparedStatement explain =
                      connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                  ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                  steps.add(rows.getString("detail"));
                }
              }
              return steps;
            });

    assertThat(plan)
        .contains("SCAN film USING INDEX film_urgency")
        .noneMatch(step -> step.contains("ORDER BY"));
  }

  @Test
  void aLongListHasPages() throws Exception {
    Instant now = pages.clock.instant();
    for (int i = 0; i < 60; i++) {
      pages.done(i, i / 100.0, 0, now);
    }

    List<String> seen = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      seen.addAll(filmsOf(pages.get("/?page=" + number)));
    }

    assertThat(seen).hasSize(60).doesNotHaveDuplicates();
    assertThat(seen.get(0)).isEqualTo(id(59));
    assertThat(seen.get(59)).isEqualTo(id(0));
    assertThat(filmsOf(pages.get("/?page=4"))).isEmpty();
    assertThat(pages.get("/?page=x").statusCode()).isEqualTo(400);
    assertThat(pages.get("/?page=2").body()).contains("Page 2 of 3").contains("page=3");
  }

  @Test
  void whatAnObjectSaysOfItselfCannotBecomePartOfThePage() throws Exception {
    String attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&";
    Instant now = pages.clock.instant();
    pages.waiting(1, now);
    pages.films.finish(
        pages.films.film(id(1)).orElseThrow(), State.DECLINED, attack, Optional.empty(), now);
    pages.dead(2, attack);

    for (String path : List.of("/", "/queue", "/studies/" + study(1), "/studies/" + study(2))) {
      assertThat(pages.get(path).body())
          .as(path)
          .doesNotContain("<script")
          .doesNotContain("<img src=x")
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x");
    }
  }

  @Test
  void aReviewIsKeptWithItsUserAndFeedsNoOtherFilm() throws Exception {
    pages.done(1, 0.9, 0, pages.clock.instant());
    pages.done(2, 0.8, 0, pages.clock.instant());
    String study = "/studies/" + study(1);

    HttpResponse<String> answer =
        pages.submit(study, "/films/" + id(1) + "/review", Map.of("opinion", "disagree"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(study);
    assertThat(pages.reviews.all()).hasSize(1);
    Review review = pages.reviews.all().get(0);
    assertThat(review.instance()).isEqualTo(id(1));
    assertThat(review.reviewer()).isEqualTo("local");
    assertThat(review.label()).isEqualTo(Finding.NORMAL);
    assertThat(review.agrees()).isFalse();
    assertThat(pages.get(study).body()).contains("local disagrees: normal");
    assertThat(filmsOf(pages.get("/"))).containsExactly(id(2));
    assertThat(filmsOf(pages.get("/?show=all"))).containsExactly(id(1), id(2));
  }

  @Test
  void onlyTheLastWordOfAReviewerCounts() throws Exception {
    pages.done(1, 0.9, 0, pages.clock.instant());
    String path = "/films/" + id(1) + "/review";

    pages.submit("/studies/" + study(1), path, Map.of("opinion", "disagree"));
    pages.submit("/studies/" + study(1), path, Map.of("opinion", "agree"));

    assertThat(pages.reviews.of(id(1))).extracting(Review::agrees).containsExactly(true);
  }

  /** The film was classified anew meanwhile, and the agreement held for what nobody had seen. */
  @Test
  void onlyWhatWasShownCanBeAgreedWith() throws Exception {
    Instant now = pages.clock.instant();
    pages.done(1, 0.9, 0, now);
    String study = "/studies/" + study(1);
    String path = "/films/" + id(1) + "/review";
    Answer first = pages.films.film(id(1)).orElseThrow().answer().orElseThrow();
    for (Answer other :
        List.of(
            new Answer(0.2, Finding.NORMAL, 0.5, first.model()),
            new Answer(0.8, first.finding(), 0.5, first.model()),
            new Answer(0.9, first.finding(), 0.5, "thoraxnet 2 (ba9876543210)"))) {
      pages.films.answer(pages.films.film(id(1)).orElseThrow(), first);
      Map<String, String> form = pages.form(study, path);
      form.put("opinion", "agree");
      pages.films.answer(pages.films.film(id(1)).orElseThrow(), other);

      HttpResponse<String> answer = pages.post(path, form);

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("<h1>Conflict</h1>", "load the page again");
      form.remove("shown");
      assertThat(pages.post(path, form).statusCode()).isEqualTo(409);
      assertThat(pages.reviews.all()).isEmpty();
    }
    assertThat(pages.audit.page(0, 100)).noneMatch(entry -> entry.action().equals("agreed with"));

    assertThat(pages.submit(study, path, Map.of("opinion", "agree")).statusCode()).isEqualTo(303);
    assertThat(pages.reviews.all()).hasSize(1);
  }

  @Test
  void aFilmWithoutAnAnswerCannotBeAgreedWith() throws Exception {
    pages.done(1, 0.9, 0, pages.clock.instant());
    pages.dead(2, "broken");

    HttpResponse<String> answer =
        pages.submit(
            "/studies/" + study(1), "/films/" + id(2) + "/review", Map.of("opinion", "agree"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(pages.reviews.all()).isEmpty();
  }

  @Test
  void aFormThatIsNotOursChangesNothing() throws Exception {
    pages.dead(1, "broken");
    pages.get("/queue");

    String path = "/films/" + id(1) + "/retry";
    assertThat(pages.post(path, Map.of()).statusCode()).isEqualTo(403);
    assertThat(pages.post(path, Map.of("token", "AAAA")).statusCode()).isEqualTo(403);
    pages.forgetCookie();
    assertThat(pages.post(path, Map.of("token", "AAAA")).statusCode()).isEqualTo(403);

    assertThat(pages.films.film(id(1)).orElseThrow().state()).isEqualTo(State.DEAD);
  }

  @Test
  void whatWasGivenUpIsTriedAgain() throws Exception {
    pages.dead(1, "Orthanc cannot decode it");
    pages.dead(2, "neither");
    pages.dead(3, "nor");
    assertThat(pages.get("/queue").body()).contains("Orthanc cannot decode it", "Retry all 3");

    HttpResponse<String> one = pages.submit("/queue", "/films/" + id(1) + "/retry", Map.of());

    assertThat(one.statusCode()).isEqualTo(303);
    assertThat(pages.films.counts())
        .containsExactlyInAnyOrderEntriesOf(Map.of(State.WAITING, 1L, State.DEAD, 2L));

    pages.submit("/queue", "/queue/retry", Map.of());

    assertThat(pages.films.counts()).isEqualTo(Map.of(State.WAITING, 3L));
  }

  @Test
  void anActionOfARuleThatWasGivenUpIsTriedAgain() throws Exception {
    RuleAction.Key key = new RuleAction.Key(id(1), "night & day", "store film to peer <B>");
    pages.deadAction(key, "Orthanc could not send to <B>");
    assertThat(pages.get("/queue").body())
        .contains("night &amp; day", "Orthanc could not send to &lt;B&gt;")
        .doesNotContain("<B>");
    RuleStore rules = new RuleStore(pages.database);
    Map<String, String> fields =
        Map.of("instance", key.instance(), "rule", key.rule(), "action", key.action());

    assertThat(pages.post("/actions/retry", fields).statusCode()).isEqualTo(403);
    assertThat(pages.submit("/queue", "/actions/retry", Map.of("rule", "x")).statusCode())
        .isEqualTo(400);
    assertThat(rules.counts()).isEqualTo(Map.of(RuleAction.State.DEAD, 1L));

    HttpResponse<String> answer = pages.submit("/queue", "/actions/retry", fields);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(rules.counts()).isEqualTo(Map.of(RuleAction.State.WAITING, 1L));
  }

  @Test
  void allActionsThatWereGivenUpAreTriedAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      pages.deadAction(new RuleAction.Key(id(i), "night", "label a"), "Orthanc refused it");
    }
    assertThat(pages.get("/queue").body()).contains("Retry all 3 actions");
    assertThat(pages.post("/actions/retry-all", Map.of()).statusCode()).isEqualTo(403);

    HttpResponse<String> answer = pages.submit("/queue", "/actions/retry-all", Map.of());

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(new RuleStore(pages.database).counts())
        .isEqualTo(Map.of(RuleAction.State.WAITING, 3L));
  }

  /** The bridge's own results were listed as films that are none. */
  @Test
  void whatIsNoFilmIsOnlyCounted() throws Exception {
    Instant now = pages.clock.instant();
    pages.done(1, 0.9, 0, now);
    for (int i = 2; i <= 3; i++) {
      pages.films.add(List.of(id(i)), now);
      pages.films.place(new Placement(id(i), id(0x6000_0001), study(1), 100));
      pages.films.finish(
          pages.films.film(id(i)).orElseThrow(),
          State.OTHER,
          "SOPClassUID is 1.2.3",
          Optional.empty(),
          now);
    }

    assertThat(pages.get("/studies/" + study(1)).body())
        .contains(id(1), "2 other objects in this study")
        .doesNotContain(id(2), id(3), "SOPClassUID");
  }

  @Test
  void aSlowOrthancHoldsNoPageUp(@TempDir Path other) throws Exception {
    try (FaultyProxy slow = FaultyProxy.before(URI.create("http://127.0.0.1:1"));
        PagesUnderTest waiting =
            new PagesUnderTest(
                PagesUnderTest.loopback(),
                other,
                new OrthancClient(slow.url(), Optional.empty(), Duration.ofMinutes(5)),
                classifier)) {
      slow.delay(Duration.ofMinutes(2));
      for (int i = 0; i < 25; i++) {
        waiting.done(i, 0.9, 0, waiting.clock.instant());
      }
      for (String path : List.of("/", "/studies/" + study(1), "/")) {
        HttpRequest request =
            HttpRequest.newBuilder(waiting.url(path)).timeout(Duration.ofSeconds(15)).build();
        HttpResponse<String> page =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(page.statusCode()).as(path).isEqualTo(200);
        assertThat(page.body()).contains("/films/" + id(1));
      }
      assertThat(slow.requests()).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void theAuditLogTellsWhoSawAndChangedWhat() throws Exception {
    pages.done(1, 0.9, 0, pages.clock.instant());
    pages.get("/");
    pages.submit("/studies/" + study(1), "/films/" + id(1) + "/review", Map.of("opinion", "agree"));

    assertThat(pages.audit.page(0, 10))
        .extracting(entry -> entry.who() + " " + entry.action() + " " + entry.object())
        .containsExactly(
            "local agreed with " + id(1),
            "local saw study " + study(1),
            "local saw worklist page 1, 1 film: " + id(1));
    assertThat(pages.audit.page(0, 1).get(0).origin()).isEqualTo("127.0.0.1");
    assertThat(pages.get("/audit").body()).contains("agreed with", id(1), "127.0.0.1");
  }

  /** The films of a page were in no entry, nor was a thumbnail, which shows any film. */
  @Test
  void noFilmIsSeenWithoutAnEntry() throws Exception {
    for (int i = 0; i < 30; i++) {
      pages.done(i, i / 100.0, 0, pages.clock.instant());
    }

    String worklist = pages.get("/").body();

    AuditLog.Entry entry = pages.audit.page(0, 1).get(0);
    assertThat(entry.action()).isEqualTo("saw worklist");
    assertThat(entry.object()).startsWith("page 1, 25 films: " + id(29) + " " + id(28));
    for (int i = 0; i < 30; i++) {
      assertThat(entry.object().contains(id(i))).as("film " + i).isEqualTo(i >= 5);
    }
    assertThat(pages.get("/audit").body())
        .contains("<summary>page 1, 25 films</summary>", id(29), id(5));

    // What that entry holds needs no other one.
    Matcher thumbnail = Pattern.compile("/films/" + id(29) + "/thumbnail[^\"]*").matcher(worklist);
    assertThat(thumbnail.find()).isTrue();
    String shown = thumbnail.group();
    pages.get(shown);
    assertThat(thumbnails()).isEmpty();

    pages.get("/films/" + id(2) + "/thumbnail");
    pages.get(shown.replace(id(29), id(3)));
    pages.forgetCookie();
    pages.get(shown);
    assertThat(thumbnails()).containsExactly(id(29), id(3), id(2));
  }

  private List<String> thumbnails() throws Exception {
    return pages.audit.page(0, 100).stream()
        .filter(entry -> entry.action().equals("saw thumbnail"))
        .map(AuditLog.Entry::object)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/queue", "/throughput", "/audit", "/login", "/nothing", "/labels.csv"})
  void everyAnswerForbidsWhatABrowserNeedNotDo(String path) throws Exception {
    HttpResponse<String> page = pages.get(path);

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.headers().firstValue("Server")).isEmpty();
    assertThat(page.body()).doesNotContain("<script", "style=", "javascript:", "http://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/queue", "/throughput", "/audit", "/nothing"})
  void everyPageSaysWhatItIsNotFor(String path) throws Exception {
    assertThat(pages.get(path).body()).contains("Research software, not for diagnosis.");
  }

  @Test
  void aNameThatSomebodyElseMakesLeadHereGetsNothing() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example:8043\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("Worklist</h1>");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw("GET / HTTP/1.1\r\nHost: [::1]:1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void whatAProxyPassesOnIsNotFromThisMachine() throws Exception {
    assertThat(pages.get("/", "X-Forwarded-For", "10.1.2.3").statusCode()).isEqualTo(401);
    assertThat(pages.get("/metrics", "X-Forwarded-For", "10.1.2.3").statusCode()).isEqualTo(401);
  }

  @Test
  void nobodyIsAskedForATokenThatThereIsNot() throws Exception {
    HttpResponse<String> page = pages.get("/login");

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("Nobody can log in here").doesNotContain("password");
    assertThat(pages.post("/login", Map.of("name", "", "password", "")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aRequestThatIsTooLargeIsRefused() throws Exception {
    String long1 = "a".repeat(10_000);
    assertThat(raw("GET /?" + long1 + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 414");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + long1 + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    pages.dead(1, "broken");
    HttpResponse<String> answer =
        pages.submit("/queue", "/queue/retry", Map.of("more", "a".repeat(20_000)));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(pages.films.counts()).isEqualTo(Map.of(State.DEAD, 1L));
  }

  /** Sixty of them had all threads, and a probe got no answer for half a minute. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 10000", "Transfer-Encoding: chunked"})
  void whoSendsSlowlyHoldsNoThread(String length) throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), pages.server.port());
        slow.add(socket);
        String request =
            "POST /login HTTP/1.1\r\nHost: localhost\r\n"
                + length
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n1";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      }
      for (String path : List.of("/health", "/", "/health")) {
        HttpRequest request =
            HttpRequest.newBuilder(pages.url(path)).timeout(Duration.ofSeconds(10)).build();
        assertThat(
                HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode())
            .isEqualTo(200);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aBodyWithoutALengthHasALimitToo() throws Exception {
    String body = "a".repeat(60_000);
    assertThat(
            raw(
                "POST /queue/retry HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nea60\r\n"
                    + body
                    + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  /** Any value of that header was as good as a form's token. */
  @Test
  void whereNobodyHasATokenNoneMakesUpForAForm() throws Exception {
    pages.dead(1, "broken");
    HttpRequest request =
        HttpRequest.newBuilder(pages.url("/queue/retry"))
            .header("Authorization", "Bearer x")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();

    assertThat(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(403);
    assertThat(pages.films.counts()).isEqualTo(Map.of(State.DEAD, 1L));
  }

  /** They were mistakes of ours, with fifty lines in the log. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST /login | text/xml; charset=nonsense | a=b | 415",
        "POST /login | text/xml; charset=utf-8 | a=b | 415",
        "POST /login | multipart/form-data | a=b | 415",
        "POST /login | application/x-www-form-urlencoded; charset=nonsense | a=b | 400",
        "POST /login | application/x-www-form-urlencoded; charset=.,? | a=b | 400",
        "POST /login | application/x-www-form-urlencoded | token=%zz | 403",
        "POST /queue/retry | application/x-www-form-urlencoded | token=%zz | 403",
        "POST /login | ;;; | a=b | 415",
        "GET /?sort=%zz | text/plain | | 200",
        "GET /?sort=%ff%fe | text/plain | | 200",
        "GET /studies/%zz | text/plain | | 400",
        "GET /films/%ff/thumbnail | text/plain | | 400",
        "GET /pages.css?a=%zz | text/plain | | 200",
        "GET /?sort=% | text/plain; charset=nonsense | | 200",
      })
  void whatCannotBeReadIsTheSendersMistake(String what, String type, String body, int status)
      throws Exception {
    String text = body == null ? "" : body;
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    log.addAppender(said);
    try {
      assertThat(
              raw(
                  what
                      + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                      + type
                      + "\r\nContent-Length: "
                      + text.length()
                      + "\r\n\r\n"
                      + text))
          .startsWith("HTTP/1.1 " + status);
    } finally {
      log.detachAppender(said);
    }
    assertThat(said.list).noneMatch(event -> event.getThrowableProxy() != null);
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), pages.server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/studies/00000001-00000001-00000001-00000001-00000001",
        "/studies/..%2f..%2fsystem",
        "/films/x/thumbnail",
        "/films/00000001-00000001-00000001-00000001-00000001/heatmap"
      })
  void whatHasNotComeInIsNotAskedOrthancFor(String path) throws Exception {
    assertThat(pages.get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void anOrthancThatIsAwayIsSaidSo() throws Exception {
    pages.done(1, 0.9, 0, pages.clock.instant());

    assertThat(pages.get("/films/" + id(1) + "/picture").statusCode()).isEqualTo(502);
    assertThat(pages.get("/studies/" + study(1)).statusCode()).isEqualTo(200);
    HttpResponse<String> ready = pages.get("/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("database: yes", "orthanc: Orthanc cannot be reached");
    assertThat(pages.get("/health").statusCode()).isEqualTo(200);
  }

  /** Forty pictures waited for took all threads, and a probe would have restarted the bridge. */
  @Test
  void programsAndTheWorklistAreAnsweredWhileOrthancIsSlow(@TempDir Path other) throws Exception {
    try (FaultyProxy slow = FaultyProxy.before(URI.create("http://127.0.0.1:1"));
        PagesUnderTest waiting =
            new PagesUnderTest(
                PagesUnderTest.loopback(),
                other,
                new OrthancClient(slow.url(), Optional.empty(), Duration.ofMinutes(5)),
                classifier)) {
      slow.delay(Duration.ofMinutes(2));
      for (int i = 0; i < 40; i++) {
        waiting.done(i, 0.9, 0, waiting.clock.instant());
      }
      HttpClient http = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<Void>>> asked = new ArrayList<>();
      for (String what : List.of("/thumbnail", "/picture", "/heatmap")) {
        for (int i = 0; i < 40; i++) {
          URI picture = waiting.url("/films/" + id(i) + what);
          asked.add(
              http.sendAsync(
                  HttpRequest.newBuilder(picture).build(), HttpResponse.BodyHandlers.discarding()));
        }
        URI study = waiting.url("/studies/" + study(1));
        for (int i = 0; i < 10; i++) {
          asked.add(
              http.sendAsync(
                  HttpRequest.newBuilder(study).build(), HttpResponse.BodyHandlers.discarding()));
        }
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> slow.requests().size() >= 12);

      for (String path : List.of("/health", "/ready", "/metrics", "/", "/queue", "/health")) {
        HttpRequest request =
            HttpRequest.newBuilder(waiting.url(path)).timeout(Duration.ofSeconds(15)).build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
            .as(path)
            .isEqualTo(path.equals("/ready") ? 503 : 200);
      }

      // Whoever gets no place is told so at once.
      HttpResponse<Void> refused =
          asked.stream()
              .filter(CompletableFuture::isDone)
              .map(CompletableFuture::join)
              .filter(answer -> answer.statusCode() == 503)
              .findFirst()
              .orElseThrow();
      assertThat(refused.headers().firstValue("Retry-After")).contains("10");
    }
  }

  @Test
  void aDatabaseThatIsAwayIsSaidSo() throws Exception {
    pages.database.close();

    HttpResponse<String> page = pages.get("/");

    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body()).contains("database does not answer");
    assertThat(pages.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aCallThatWakesIsAnsweredAtOnce() throws Exception {
    assertThat(pages.post("/wake", Map.of()).statusCode()).isEqualTo(202);
    assertThat(pages.wakes).hasValue(1);
  }

  @Test
  void prometheusCanReadTheNumbers() throws Exception {
    Instant now = pages.clock.instant();
    pages.done(1, 0.9, 0, now.minusSeconds(5));
    pages.waiting(2, now.minusSeconds(90));
    pages.dead(3, "broken");
    pages.deadAction(new RuleAction.Key(id(1), "night", "label a"), "Orthanc refused it");
    pages.metrics.finished(pages.films.film(id(1)).orElseThrow());
    pages.metrics.failed();
    pages.metrics.spent(BridgeEvents.Phase.MODEL, Duration.ofMillis(250));

    Map<String, Double> metrics = MetricsText.parse(pages.get("/metrics").body());

    assertThat(metrics)
        .containsEntry("thorax4j_films{state=\"done\"}", 1.0)
        .containsEntry("thorax4j_queue_depth", 1.0)
        .containsEntry("thorax4j_dead_letters", 1.0)
        .containsEntry("thorax4j_actions{state=\"dead\"}", 1.0)
        .containsEntry("thorax4j_actions{state=\"waiting\"}", 0.0)
        .containsEntry("thorax4j_changes_behind", 7.0)
        .containsEntry("thorax4j_outcomes_total{outcome=\"pneumonia\"}", 1.0)
        .containsEntry("thorax4j_failures_total", 1.0)
        .containsEntry("thorax4j_up", 0.0)
        .containsEntry("thorax4j_score_drift_alert", 0.0)
        .containsEntry("thorax4j_score_distance_threshold", 0.25)
        .containsEntry("thorax4j_film_latency_seconds_count", 1.0)
        .containsEntry("thorax4j_film_latency_seconds_bucket{le=\"0.5\"}", 0.0)
        .containsEntry("thorax4j_film_latency_seconds_bucket{le=\"1.0\"}", 1.0)
        .containsEntry("thorax4j_phase_seconds_sum{phase=\"model\"}", 0.25);
    assertThat(metrics.get("thorax4j_ingest_lag_seconds")).isBetween(90.0, 150.0);
    assertThat(metrics.get("thorax4j_score_distance")).isNaN();
  }

  @Test
  void throughputIsDrawn() throws Exception {
    Instant now = pages.clock.instant();
    for (int i = 0; i < 20; i++) {
      pages.done(i, 0.9, 0, now.minus(Duration.ofHours(i)));
    }

    assertThat(pages.get("/throughput").body())
        .contains("<svg", "Films in the last 24 hours", "<dd>20</dd>", "<dd>1.00 s</dd>");
  }
}
