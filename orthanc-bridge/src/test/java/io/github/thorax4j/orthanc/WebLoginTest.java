package io.github.thorax4j.orthanc;

import static io.github.thorax4j.orthanc.PagesUnderTest.id;
import static io.github.thorax4j.orthanc.PagesUnderTest.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.orthanc.WebSettings.User;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages where one has to say who one is. */
class WebLoginTest {

  private static final String TOKEN = "a-token-of-forty-characters-0123456789ab";

  /** The hash of "correct horse" by libxcrypt, another implementation. */
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";

  private static PneumoniaClassifier classifier;

  @TempDir private Path state;
  private PagesUnderTest pages;

  private static String hash(String password) {
    return BCrypt.withDefaults().hashToString(5, password.toCharArray());
  }

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
    WebSettings settings =
        new WebSettings(
            "127.0.0.1",
            0,
            List.of("pacs.example"),
            List.of(),
            List.of(new User("anna", HASH, false), new User("root", hash("admin pw"), true)),
            Optional.of(TOKEN));
    pages = new PagesUnderTest(settings, state, PagesUnderTest.noOrthanc(), classifier);
  }

  @AfterEach
  void stop() {
    pages.close();
  }

  private HttpResponse<String> login(String name, String password) throws Exception {
    return pages.submit("/login", "/login", Map.of("name", name, "password", password));
  }

  @Test
  void whoIsNotLoggedInSeesNothing() throws Exception {
    pages.done(1, 0.9, 0, pages.clock.instant());

    for (String path : List.of("/", "/queue", "/studies/" + study(1), "/audit", "/labels.csv")) {
      HttpResponse<String> answer = pages.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location")).contains("/login");
      assertThat(answer.body()).doesNotContain(study(1));
    }
    assertThat(pages.get("/films/" + id(1) + "/thumbnail", "Accept", "image/png").statusCode())
        .isEqualTo(401);
    assertThat(pages.post("/films/" + id(1) + "/review", Map.of("opinion", "agree")).statusCode())
        .isEqualTo(401);
    assertThat(pages.reviews.all()).isEmpty();
  }

  @Test
  void aUserLogsInSeesReviewsAndLogsOut() throws Exception {
    pages.done(1, 0.9, 0, pages.clock.instant());

    HttpResponse<String> answer = login("anna", "correct horse");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain("Secure", "anna");
    assertThat(pages.get("/").body()).contains("Log out anna");
    pages.submit("/studies/" + study(1), "/films/" + id(1) + "/review", Map.of("opinion", "agree"));
    assertThat(pages.reviews.of(id(1))).extracting(Review::reviewer).containsExactly("anna");

    String old = pages.cookie().orElseThrow();
    assertThat(pages.submit("/", "/logout", Map.of()).statusCode()).isEqualTo(303);
    assertThat(pages.get("/", "Cookie", old).statusCode()).isEqualTo(401);
    assertThat(pages.audit.page(0, 20))
        .extracting(AuditLog.Entry::who, AuditLog.Entry::action)
        .contains(
            org.assertj.core.groups.Tuple.tuple("anna", "logged in"),
            org.assertj.core.groups.Tuple.tuple("anna", "logged out"));
  }

  @Test
  void theSecretOfTheCookieIsNewAfterTheLogin() throws Exception {
    pages.get("/login");
    String before = pages.cookie().orElseThrow();

    login("anna", "correct horse");

    assertThat(pages.cookie().orElseThrow()).isNotEqualTo(before);
    assertThat(pages.get("/", "Cookie", before).statusCode()).isEqualTo(401);
  }

  @Test
  void aTransportThatIsEncryptedKeepsTheCookieToItself() throws Exception {
    HttpResponse<String> page = pages.get("/login", "X-Forwarded-Proto", "https");

    assertThat(page.headers().firstValue("Set-Cookie").orElse("")).contains("; Secure");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "correct hors", "correct horse ", "CORRECT HORSE"})
  void aWrongPasswordDoesNotLogIn(String password) throws Exception {
    assertThat(login("anna", password).statusCode()).isEqualTo(401);
    assertThat(pages.get("/").statusCode()).isEqualTo(303);
    assertThat(pages.audit.page(0, 1).get(0).action()).isEqualTo("failed to log in");
  }

  @Test
  void aPasswordIsNotLoggedInPlaceOfAName() throws Exception {
    login("correct horse", "correct horse");

    assertThat(pages.audit.page(0, 1).get(0).toString()).doesNotContain("correct");
  }

  @Test
  void aLoginWithoutOurFormIsRefused() throws Exception {
    pages.get("/login");

    assertThat(
            pages.post("/login", Map.of("name", "anna", "password", "correct horse")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void whoGuessesHasToWait() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(login("anna", "guess " + i).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> answer = login("anna", "correct horse");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(25, 31);
    assertThat(login("root", "admin pw").statusCode()).isEqualTo(303);
    pages.clock.advance(Duration.ofSeconds(31));
    pages.forgetCookie();
    assertThat(login("anna", "correct horse").statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1 | 10.1.2.3 | 10.1.2.3",
        "127.0.0.1 | 6.6.6.6, 10.1.2.3 | 10.1.2.3",
        "::1 | 2001:DB8:0:0::7 | 2001:db8:0:0:0:0:0:7",
        "10.0.0.5 | 10.1.2.3 | 10.1.2.3",
        "10.0.0.6 | 10.1.2.3 | 10.0.0.6",
        "2001:db8::6 | 10.1.2.3 | 2001:db8::6",
        "127.0.0.1 | | 127.0.0.1",
        "127.0.0.1 | unknown | 127.0.0.1",
        "127.0.0.1 | 10.1.2.3:4567 | 127.0.0.1",
      })
  void onlyAProxyOfOursIsBelievedWhomItAsksFor(String peer, String forwarded, String origin)
      throws Exception {
    WebSettings settings =
        new WebSettings(
            "0.0.0.0",
            0,
            List.of("pacs.example"),
            List.of(InetAddress.getByName("10.0.0.5")),
            List.of(),
            Optional.of(TOKEN));

    assertThat(settings.origin(peer, forwarded == null ? List.of() : List.of(forwarded)))
        .isEqualTo(origin);
    // HAProxy adds a header of its own to what came.
    assertThat(
            settings.origin(
                peer, forwarded == null ? List.of() : List.of("6.6.6.6, 7.7.7.7", forwarded)))
        .isEqualTo(origin);
  }

  @Test
  void withoutAnAnnouncedProxyNobodyIsBelieved() {
    assertThat(WebSettings.local().origin("127.0.0.1", List.of("10.1.2.3"))).isEqualTo("127.0.0.1");
  }

  /** From any peer the header was believed, and with it as many guesses as one likes were free. */
  @Test
  void whoGuessesFromAnotherMachineCannotHideBehindAnAddress() throws Exception {
    InetAddress outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst()
            .orElse(null);
    assumeTrue(outside != null, "this machine has no other address than its own");
    WebSettings settings =
        new WebSettings(
            "0.0.0.0",
            0,
            List.of("pacs.example", outside.getHostAddress()),
            List.of(),
            List.of(new User("anna", HASH, false)),
            Optional.empty());
    try (PagesUnderTest open =
        new PagesUnderTest(
            settings, state.resolve("open"), PagesUnderTest.noOrthanc(), classifier)) {
      open.from(outside);
      for (int i = 0; i < 5; i++) {
        open.forwardedFor("10.1.2." + i);
        open.submit("/login", "/login", Map.of("name", "anna", "password", "guess " + i));
      }

      assertThat(
              open.submit("/login", "/login", Map.of("name", "anna", "password", "guess"))
                  .statusCode())
          .isEqualTo(429);
      assertThat(open.audit.page(0, 100))
          .hasSize(5)
          .allSatisfy(entry -> assertThat(entry.origin()).isEqualTo(outside.getHostAddress()));
    }
  }

  @Test
  void whoGuessesFromManyAddressesHasToWaitAndTheUserDoesNot() throws Exception {
    pages.forwardedFor("10.7.7.7");
    assertThat(login("anna", "correct horse").statusCode()).isEqualTo(303);
    pages.forgetCookie();
    for (int i = 0; i < 30; i++) {
      pages.forwardedFor("10.1.2." + i);
      assertThat(login("anna", "guess " + i).statusCode()).isEqualTo(401);
    }

    pages.forwardedFor("10.1.2.200");
    HttpResponse<String> answer = login("anna", "correct horse");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 6);
    assertThat(login("root", "admin pw").statusCode()).isEqualTo(303);

    // Where she has logged in before she need not wait, and nowhere for long.
    pages.forgetCookie();
    pages.forwardedFor("10.7.7.7");
    assertThat(login("anna", "correct horse").statusCode()).isEqualTo(303);
    pages.clock.advance(Duration.ofSeconds(6));
    pages.forgetCookie();
    pages.forwardedFor("10.1.2.201");
    assertThat(login("anna", "correct horse").statusCode()).isEqualTo(303);
  }

  /** Each password took its turn, and whoever waited for theirs a thread. */
  @Test
  void whoComesWhilePasswordsAreCheckedIsToldSoAtOnce() throws Exception {
    String slow = BCrypt.withDefaults().hashToString(13, "pw".toCharArray());
    Logins logins =
        new Logins(
            new WebSettings(
                "127.0.0.1",
                0,
                List.of(),
                List.of(),
                List.of(new User("anna", slow, false)),
                Optional.empty()),
            Clock.systemUTC());
    List<CompletableFuture<Logins.Result>> tries = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      for (int i = 0; i < 10; i++) {
        String origin = "10.1.2." + i;
        tries.add(
            CompletableFuture.supplyAsync(() -> logins.login("anna", "guess", origin), threads));
      }

      assertThat(tries.stream().map(CompletableFuture::join))
          .hasAtLeastOneElementOfType(Logins.Refused.class)
          .hasAtLeastOneElementOfType(Logins.Busy.class)
          .hasOnlyElementsOfTypes(Logins.Refused.class, Logins.Busy.class);
      assertThat(logins.login("anna", "pw", "10.1.2.0")).isInstanceOf(Logins.Accepted.class);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSessionEnds() throws Exception {
    login("anna", "correct horse");
    pages.clock.advance(Duration.ofMinutes(59));
    assertThat(pages.get("/").statusCode()).isEqualTo(200);
    pages.clock.advance(Duration.ofMinutes(61));

    assertThat(pages.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void theAuditLogIsForAdministrators() throws Exception {
    login("anna", "correct horse");
    assertThat(pages.get("/audit").statusCode()).isEqualTo(403);
    assertThat(pages.get("/").body()).doesNotContain("href=\"/audit\"");

    pages.forgetCookie();
    login("root", "admin pw");
    assertThat(pages.get("/audit").statusCode()).isEqualTo(200);
  }

  @Test
  void aProgramShowsTheToken() throws Exception {
    assertThat(pages.get("/queue", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(pages.get("/queue", "Authorization", "Bearer " + TOKEN + "x").statusCode())
        .isEqualTo(401);
    assertThat(pages.get("/audit", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(403);
  }

  @Test
  void onlyThisMachineMonitorsWithoutALogin() throws Exception {
    for (String path : List.of("/health", "/metrics")) {
      assertThat(pages.get(path, "Accept", "*/*").statusCode()).as(path).isEqualTo(200);
      assertThat(pages.get(path, "X-Forwarded-For", "10.1.2.3").statusCode())
          .as(path)
          .isEqualTo(401);
    }
  }

  /** A probe that only asked for the head was told to log in. */
  @ParameterizedTest
  @ValueSource(strings = {"/health", "/ready", "/metrics"})
  void aMonitorMayAskForTheHeadOnly(String path) throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(pages.url(path))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(head, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(pages.get(path, "Accept", "*/*").statusCode());
    assertThat(answer.body()).isEmpty();
  }

  /** Nobody could see the audit log. */
  @Test
  void whereThereAreNoUsersTheTokenIsTheAdministrators() throws Exception {
    WebSettings settings =
        new WebSettings("127.0.0.1", 0, List.of(), List.of(), List.of(), Optional.of(TOKEN));
    try (PagesUnderTest alone =
        new PagesUnderTest(
            settings, state.resolve("alone"), PagesUnderTest.noOrthanc(), classifier)) {
      assertThat(alone.get("/audit", "Authorization", "Bearer " + TOKEN).statusCode())
          .isEqualTo(200);
      assertThat(alone.submit("/login", "/login", Map.of("password", TOKEN)).statusCode())
          .isEqualTo(303);
      assertThat(alone.get("/").body()).contains("href=\"/audit\"");
      assertThat(alone.get("/audit").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anotherAddressNeedsAUserOrAToken() {
    for (String address : List.of("0.0.0.0", "::", "192.0.2.1")) {
      assertThatThrownBy(
              () ->
                  new WebSettings(address, 8043, List.of(), List.of(), List.of(), Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the pages are to be seen from other machines ("
                  + address
                  + "): that needs a user or a token");
      assertThat(
              new WebSettings(address, 8043, List.of(), List.of(), List.of(), Optional.of(TOKEN))
                  .asksWho())
          .isTrue();
    }
    assertThatThrownBy(
            () ->
                new WebSettings(
                    "127.0.0.1",
                    8043,
                    List.of("pacs.example"),
                    List.of(),
                    List.of(),
                    Optional.empty()))
        .hasMessageContaining("pacs.example");
    assertThatThrownBy(
            () ->
                new WebSettings(
                    "0.0.0.0", 8043, List.of(), List.of(), List.of(), Optional.of("short")))
        .hasMessageContaining("16 characters")
        .hasMessageNotContaining("short");
    assertThatThrownBy(() -> new User("anna", "plain password", false))
        .hasMessageContaining("bcrypt")
        .hasMessageNotContaining("plain password");
  }

  @Test
  void noSecretIsShown() {
    WebSettings settings =
        new WebSettings(
            "0.0.0.0",
            8043,
            List.of(),
            List.of(),
            List.of(new User("anna", HASH, true)),
            Optional.of(TOKEN));

    assertThat(settings + " " + settings.users()).doesNotContain(HASH, TOKEN);
  }
}
