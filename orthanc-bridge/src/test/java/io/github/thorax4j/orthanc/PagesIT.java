package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.djl.LabelledFiles;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import io.github.thorax4j.orthanc.Films.Kind;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in a real browser, over films in a real Orthanc. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {

  private static final int TAB = 9;
  private static final int FILMS = 6;

  private Path folder;
  private OrthancServer orthanc;
  private PneumoniaClassifier classifier;
  private Chromium browser;
  private PagesUnderTest pages;
  private final List<Film> done = new ArrayList<>();
  private int run;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    orthanc = OrthancServer.start(folder.resolve("orthanc"));
    classifier = PneumoniaClassifier.open();
    browser = Chromium.start(folder.resolve("chromium"));
  }

  @AfterAll
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (classifier != null) {
      classifier.close();
    }
    if (orthanc != null) {
      orthanc.close();
    }
  }

  /** Six chest films in Orthanc, the probabilities made up, and one that was given up. */
  @BeforeEach
  void fill() throws Exception {
    pages =
        new PagesUnderTest(
            PagesUnderTest.loopback(),
            folder.resolve("state-" + run++),
            orthanc.client(),
            classifier);
    done.clear();
    Films made = new Films();
    Instant now = Instant.now();
    for (int i = 0; i < FILMS; i++) {
      DicomObject film = made.object(Kind.CHEST, i);
      // Two studies do not say whose they are.
      String instance =
          orthanc.client().store((i < 4 ? film : film.setEmpty(Tag.PATIENT_ID, Vr.LO)).toBytes());
      double probability = (1 + (i * 5) % FILMS) / 10.0 + 0.15;
      pages.films.add(List.of(instance), now.minusSeconds(3600L * i));
      pages.films.place(orthanc.client().placement(instance));
      Finding finding = probability >= 0.5 ? Finding.PNEUMONIA : Finding.NORMAL;
      pages.films.finish(
          pages.films.film(instance).orElseThrow(),
          State.DONE,
          "",
          Optional.of(
              new Answer(probability, finding, 0.5, classifier.model().identity().toString())),
          now.minusSeconds(3600L * i - 2));
      done.add(pages.films.film(instance).orElseThrow());
    }
    pages.films.raise(done.get(2).instance(), 5);
    pages.dead(77, "Orthanc cannot decode it <b>either</b>");
  }

  @AfterEach
  void end() {
    pages.close();
  }

  private void open(String path) throws Exception {
    browser.complaints.clear();
    browser.open(pages.url(path));
    waitForPictures();
  }

  private void waitForPictures() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                browser
                    .evaluate(
                        "[...document.images].filter(i => i.checkVisibility())"
                            + ".every(i => i.complete)")
                    .asBoolean());
  }

  private List<String> texts(String selector) throws Exception {
    List<String> texts = new ArrayList<>();
    browser
        .evaluate("[...document.querySelectorAll('" + selector + "')].map(e => e.innerText)")
        .forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Where a screenshot is left for people, beside the test's reports. */
  private static Path picture(String name) {
    return Path.of("target", "screenshots", name + ".png");
  }

  @Test
  void theListIsSortedByWhatOneClicksOn() throws Exception {
    open("/");
    assertThat(texts("tbody td:nth-child(6)").get(0)).isEqualTo("5");
    assertThat(texts("tbody td:nth-child(7)").subList(1, FILMS))
        .isSortedAccordingTo(
            (a, b) -> Double.compare(Double.parseDouble(b), Double.parseDouble(a)));

    browser.follow("thead th:nth-child(7) a");
    List<String> down = texts("tbody td:nth-child(7)");
    browser.follow("thead th:nth-child(7) a");
    List<String> up = texts("tbody td:nth-child(7)");

    assertThat(down)
        .hasSize(FILMS)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(Double.parseDouble(b), Double.parseDouble(a)));
    assertThat(up)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)));
    assertThat(browser.evaluate("document.querySelector('[aria-sort]').ariaSort").asText())
        .isEqualTo("ascending");
    waitForPictures();
    browser.screenshot(picture("worklist-sorted"));
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void aFilmIsSeenInSmallAndItsHeatMapOnHover() throws Exception {
    open("/");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.thumbnail')].every(i => i.naturalWidth > 50)")
                .asBoolean())
        .isTrue();
    assertThat(browser.evaluate("document.querySelector('.heatmap').checkVisibility()").asBoolean())
        .isFalse();

    browser.hover("tbody tr:nth-child(3) a.film");
    waitForPictures();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                browser
                        .evaluate(
                            "document.querySelector('tbody tr:nth-child(3) .heatmap img').naturalWidth")
                        .asInt()
                    > 300);

    assertThat(
            browser
                .evaluate(
                    "document.querySelector('tbody tr:nth-child(3) .heatmap').checkVisibility()")
                .asBoolean())
        .isTrue();
    browser.screenshot(picture("worklist-hover"));
    assertThat(pages.audit.page(0, 100))
        .filteredOn(entry -> entry.action().equals("saw heat map"))
        .hasSize(1);
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void aStudyIsOpenedAndAgreedWith() throws Exception {
    open("/");
    browser.follow("tbody tr:nth-child(1) th a");
    waitForPictures();
    assertThat(texts("h1"))
        .containsExactly("Study " + done.get(2).study().orElseThrow().substring(0, 8));
    assertThat(texts("dd")).contains("2000-01-01", done.get(2).instance());
    browser.screenshot(picture("study"));

    browser.follow("button[value=agree]");

    waitForPictures();
    assertThat(pages.reviews.of(done.get(2).instance()))
        .singleElement()
        .satisfies(review -> assertThat(review.agrees()).isTrue());
    assertThat(texts("section li").get(0)).startsWith("local agrees: ");
    browser.screenshot(picture("study-reviewed"));
    assertThat(browser.complaints).isEmpty();
  }

  /** Nobody could tell which patient a row was about. */
  @Test
  void thePagesSayWhoseFilmsTheyShowAndKeepItNowhere() throws Exception {
    String attack = "<script>alert(1)</script>" + "x".repeat(39);
    DicomObject film =
        new Films()
            .object(Kind.CHEST, 9)
            .set(Tag.PATIENT_ID, Vr.LO, "<b>P9</b>")
            .set(Tag.ACCESSION_NUMBER, Vr.SH, "A-4711")
            .set(Tag.STUDY_DESCRIPTION, Vr.LO, attack);
    String instance = orthanc.client().store(film.toBytes());
    pages.films.add(List.of(instance), Instant.now());
    pages.films.place(orthanc.client().placement(instance));
    pages.films.finish(
        pages.films.film(instance).orElseThrow(),
        State.DECLINED,
        "too small",
        Optional.empty(),
        Instant.now());

    open("/");
    List<String> rows = texts("tbody tr");
    assertThat(rows.get(0)).contains("MÜLLER JÖRG 2", "P2", "2000-01-01");
    assertThat(rows.get(FILMS)).contains("MÜLLER JÖRG 9", "<b>P9</b>", "A-4711", attack);
    assertThat(texts("thead th")).contains("Arrived").doesNotContain("Age");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(browser.evaluate("document.documentElement.clientWidth").asInt());
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('th[scope=row] a')]"
                        + ".every(a => a.getClientRects().length == 1)")
                .asBoolean())
        .isTrue();
    browser.screenshot(picture("worklist"));
    String study = pages.films.film(instance).orElseThrow().study().orElseThrow();
    open("/studies/" + study);
    assertThat(texts("dd")).contains("MÜLLER JÖRG 9", "<b>P9</b>", "A-4711", attack);
    assertThat(browser.complaints).isEmpty();

    assertThat(pages.audit.page(0, 100).toString()).doesNotContain("MÜLLER", "P9", "4711");
    try (Stream<Path> files = Files.walk(folder.resolve("state-" + (run - 1)))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("LLER", "4711", "alert(1)");
      }
    }
  }

  /** It stayed on the list for ever, without a picture and with a question. */
  @Test
  void aFilmThatWasDeletedFromOrthancIsOnTheListNoMore() throws Exception {
    Film deleted = done.get(2);
    Film other = done.get(3);
    for (Film film : List.of(deleted, other)) {
      pages.submit(
          "/studies/" + film.study().orElseThrow(),
          "/films/" + film.instance() + "/review",
          Map.of("opinion", "agree"));
    }
    Map<String, String> form =
        pages.form(
            "/studies/" + deleted.study().orElseThrow(),
            "/films/" + deleted.instance() + "/review");
    form.put("opinion", "disagree");
    delete(deleted);
    delete(other);

    // Whoever asks for its picture only notes it too.
    assertThat(pages.get("/films/" + other.instance() + "/picture").statusCode()).isEqualTo(404);
    assertThat(pages.films.film(other.instance()).orElseThrow().state()).isEqualTo(State.GONE);
    open("/?show=all");
    assertThat(texts("tbody tr")).hasSize(FILMS - 2);
    assertThat(texts(".filter a")).contains("All (" + (FILMS - 2) + ")");
    assertThat(texts("main").get(0))
        .contains("Without 2 reviewed films that are not in Orthanc any more.");
    open("/studies/" + deleted.study().orElseThrow());
    assertThat(texts("main").get(0)).contains("This film is not in Orthanc any more.");
    assertThat(count("main img")).isZero();
    assertThat(count("main button")).isZero();
    assertThat(browser.complaints).isEmpty();
    assertThat(pages.post("/films/" + deleted.instance() + "/review", form).statusCode())
        .isEqualTo(409);
    assertThat(pages.get("/labels.csv").body()).doesNotContain(deleted.instance());
    assertThat(
            new Labels(pages.films, pages.reviews, orthanc.client())
                .export(folder.resolve("export-gone"), 64 << 20))
        .isEqualTo(new Labels.Exported(0, 2));
  }

  private void delete(Film film) throws Exception {
    orthanc.delete("instances/" + film.instance());
  }

  @Test
  void whatWasGivenUpIsTriedAgain() throws Exception {
    open("/queue");
    assertThat(texts("tbody td")).contains("Orthanc cannot decode it <b>either</b>");
    browser.screenshot(picture("queue"));

    browser.follow("td button");

    assertThat(pages.films.counts()).containsEntry(State.WAITING, 1L).doesNotContainKey(State.DEAD);
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void theAuditLogNamesTheFilmsOfAPageOnce() throws Exception {
    open("/");
    open("/audit");
    assertThat(texts("tbody tr:nth-child(1) summary")).containsExactly("page 1, 6 films");

    browser.evaluate("document.querySelector('summary').click(); 1");

    assertThat(texts("tbody tr:nth-child(1) details").get(0))
        .contains(done.stream().map(Film::instance).toList());
    browser.screenshot(picture("audit"));
    assertThat(pages.audit.page(0, 100))
        .extracting(AuditLog.Entry::action)
        .contains("saw worklist")
        .doesNotContain("saw thumbnail");
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void throughputIsDrawn() throws Exception {
    open("/throughput");

    browser.screenshot(picture("throughput"));
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.bar')].filter(b => b.getBBox().height > 0).length")
                .asInt())
        .isBetween(FILMS - 1, FILMS);
    assertThat(browser.complaints).isEmpty();
  }

  /** The heat map has the film under it: bone and lung where Orthanc draws them. */
  @Test
  void theHeatMapLiesOverTheFilmAsItIsSeen() throws Exception {
    for (Film film : done) {
      BufferedImage plain = png("/films/" + film.instance() + "/picture");
      BufferedImage map = png("/films/" + film.instance() + "/heatmap");

      assertThat((double) map.getWidth() / map.getHeight())
          .isCloseTo((double) plain.getWidth() / plain.getHeight(), within(0.02));
      assertThat(correlation(plain, map)).isGreaterThan(0.5);
    }
  }

  /** Debian's Orthanc cannot decode JPEG 2000. */
  @Test
  void aFilmThatOrthancCannotDrawIsDrawn() throws Exception {
    Path file =
        Path.of(
            System.getProperty("thorax4j.data", "../../shared/data"),
            "dicom",
            "chest_cr_mono1_15bit_j2k_lossy.dcm");
    assumeTrue(Files.exists(file), "no real films here (system property thorax4j.data)");
    String instance = orthanc.client().store(Files.readAllBytes(file));
    pages.films.add(List.of(instance), Instant.now());

    BufferedImage plain = png("/films/" + instance + "/picture");
    BufferedImage map = png("/films/" + instance + "/heatmap");

    assertThat(Math.max(plain.getWidth(), plain.getHeight())).isEqualTo(768);
    assertThat(correlation(plain, map)).isGreaterThan(0.5);
  }

  private BufferedImage png(String path) throws Exception {
    byte[] bytes =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(pages.url(path)).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  private static double correlation(BufferedImage a, BufferedImage b) {
    double n = 0;
    double sumA = 0;
    double sumB = 0;
    double sumAa = 0;
    double sumBb = 0;
    double sumAb = 0;
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        double va = grey(a, x, y);
        double vb = grey(b, x, y);
        n++;
        sumA += va;
        sumB += vb;
        sumAa += va * va;
        sumBb += vb * vb;
        sumAb += va * vb;
      }
    }
    return (n * sumAb - sumA * sumB)
        / Math.sqrt((n * sumAa - sumA * sumA) * (n * sumBb - sumB * sumB));
  }

  private static double grey(BufferedImage image, int x, int y) {
    int rgb =
        image.getRGB((2 * x + 1) * image.getWidth() / 64, (2 * y + 1) * image.getHeight() / 64);
    return ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3.0;
  }

  // ---- labels ----

  @Test
  void whatPeopleSaidTrainsAModel() throws Exception {
    for (int i = 0; i < FILMS; i++) {
      Film film = done.get(i);
      pages.submit(
          "/studies/" + film.study().orElseThrow(),
          "/films/" + film.instance() + "/review",
          Map.of("opinion", i == 0 ? "disagree" : "agree"));
    }
    // Somebody else contradicts: that film is no example of anything.
    Film disputed = done.get(1);
    Finding other =
        disputed.answer().orElseThrow().finding() == Finding.NORMAL
            ? Finding.PNEUMONIA
            : Finding.NORMAL;
    pages.reviews.add(new Review(disputed.instance(), "eva", Instant.now(), other, false));

    Path export = folder.resolve("export");
    Labels.Exported exported =
        new Labels(pages.films, pages.reviews, orthanc.client()).export(export, 64 << 20);

    assertThat(exported).isEqualTo(new Labels.Exported(FILMS - 1, 0));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(export)) {
      assertThat(files.toList())
          .hasSize(FILMS)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
    LabelledImages read = LabelledFiles.read(export.resolve("labels.csv"));
    assertThat(read.images()).hasSize(FILMS - 1);
    assertThat(read.images()).allSatisfy(image -> assertThat(image.file()).exists());
    assertThat(read.images().stream().map(image -> image.patient()).distinct()).hasSize(FILMS - 1);
    Film first = done.get(0);
    assertThat(read.images())
        .filteredOn(image -> image.file().endsWith(first.instance() + ".dcm"))
        .singleElement()
        .satisfies(
            image ->
                assertThat(image.label()).isNotEqualTo(first.answer().orElseThrow().finding()));
    String csv = pages.get("/labels.csv").body();
    assertThat(csv).isEqualTo(Files.readString(export.resolve("labels.csv")));
    assertThat(csv).doesNotContain("MÜLLER", "JÖRG");
  }

  // ---- accessibility ----

  Stream<String> paths() {
    return Stream.of(
        "/", "/?show=all&sort=model", "study", "/queue", "/throughput", "/audit", "/no");
  }

  private void openForAll(String path) throws Exception {
    open(path.equals("study") ? "/studies/" + done.get(0).study().orElseThrow() : path);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void theStructureIsToldToAScreenReader(String path) throws Exception {
    openForAll(path);

    assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("en");
    assertThat(browser.evaluate("document.title").asText()).endsWith(" - thorax4j");
    assertThat(texts("h1")).hasSize(1);
    List<Integer> levels = new ArrayList<>();
    browser
        .evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
        .forEach(level -> levels.add(level.asInt()));
    for (int i = 1; i < levels.size(); i++) {
      assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
    }
    assertThat(count("main")).isEqualTo(1);
    assertThat(count("header")).isEqualTo(1);
    assertThat(count("img:not([alt]), img[alt=\"\"]")).isZero();
    assertThat(count("th:not([scope])")).isZero();
    assertThat(count("table:not(:has(> caption))")).isZero();
    assertThat(count("table:not(:has(> thead th[scope=col]))")).isZero();
    assertThat(count("svg:not([role=img][aria-label])")).isZero();
    assertThat(count("nav:not([aria-label])")).isZero();
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('[id]')].map(e => e.id)"
                        + ".filter((id, i, all) => all.indexOf(id) != i).length")
                .asInt())
        .isZero();
  }

  private int count(String selector) throws Exception {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void whateverCanBeUsedHasANameOfItsOwn(String path) throws Exception {
    openForAll(path);

    List<String> buttons = new ArrayList<>();
    for (JsonNode node : browser.accessibilityTree()) {
      String role = node.path("role").path("value").asText();
      String name = node.path("name").path("value").asText();
      if (Set.of("link", "button", "textbox", "image", "table", "heading", "navigation")
          .contains(role)) {
        assertThat(name).as(role).isNotBlank();
      }
      if (role.equals("button")) {
        buttons.add(name);
      }
    }
    assertThat(buttons).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void theKeyboardReachesEverythingInTheOrderOfThePage(String path) throws Exception {
    openForAll(path);
    int targets =
        browser
            .evaluate(
                "[...document.querySelectorAll('a[href], button, input:not([type=hidden]),"
                    + " summary')].filter(e => e.checkVisibility())"
                    + ".map((e, i) => e.dataset.order = i).length")
            .asInt();

    List<Integer> reached = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      browser.press("Tab", TAB);
      reached.add(browser.evaluate("+document.activeElement.dataset.order").asInt(-1));
      assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText())
          .isEqualTo("solid");
    }

    assertThat(reached)
        .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1).limit(targets).toList());
  }

  /** What the accessibility checker axe finds on the page, rule by rule. */
  private List<String> axe() throws Exception {
    try (InputStream script =
        PagesIT.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      browser.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8) + "; 1");
    }
    List<String> violations = new ArrayList<>();
    browser
        .evaluate(
            "axe.run().then(result => result.violations.map(violation => violation.id + ': '"
                + " + violation.nodes.map(node => node.html).join(' ')))")
        .forEach(violation -> violations.add(violation.asText()));
    return violations;
  }

  @ParameterizedTest
  @MethodSource("paths")
  void axeFindsNothing(String path) throws Exception {
    openForAll(path);

    assertThat(axe()).isEmpty();
  }

  @Test
  void axeFindsTextThatDoesNotStandOutAndPicturesWithoutWords() throws Exception {
    open("/");
    browser.evaluate(
        "document.querySelector('h1').style.color = '#ddd';"
            + " document.querySelector('main').append(document.createElement('img')); 1");

    assertThat(axe())
        .anyMatch(violation -> violation.startsWith("color-contrast: <h1"))
        .anyMatch(violation -> violation.startsWith("image-alt: <img"));
  }

  @Test
  void theLoginFormHasLabels() throws Exception {
    WebSettings settings =
        new WebSettings(
            "127.0.0.1",
            0,
            List.of(),
            List.of(),
            List.of(
                new WebSettings.User(
                    "anna", "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2", true)),
            Optional.empty());
    try (PagesUnderTest closed =
        new PagesUnderTest(
            settings, folder.resolve("login"), PagesUnderTest.noOrthanc(), classifier)) {
      browser.open(closed.url("/"));
      List<String> named = new ArrayList<>();
      for (JsonNode node : browser.accessibilityTree()) {
        if (node.path("role").path("value").asText().toLowerCase(Locale.ROOT).equals("textbox")) {
          named.add(node.path("name").path("value").asText());
        }
      }
      assertThat(named).containsExactly("User", "Password");
      browser.screenshot(picture("login"));

      browser.evaluate(
          "document.querySelector('#name').value = 'anna';"
              + " document.querySelector('#password').value = 'correct horse'; 1");
      browser.follow("button");

      assertThat(texts("h1")).containsExactly("Worklist");
      browser.screenshot(picture("worklist-empty"));
    }
  }
}
