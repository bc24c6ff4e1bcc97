package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.thorax4j.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeFileTest {

  private static final String START = "orthanc: {url: 'http://127.0.0.1:8042'}\nstate: s\n";

  @TempDir private Path folder;

  private BridgeConfig read(String text, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("bridge.yaml");
    Files.writeString(file, text);
    return BridgeFile.read(
        file, new BridgeFile.Given(Optional.empty(), Optional.empty(), environment));
  }

  private BridgeConfig read(String text) throws IOException {
    return read(text, Map.of());
  }

  /** The mistakes without the folder's name. */
  private List<String> mistakes(String text, Map<String, String> environment) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(text, environment));
    assertThat(e).as("nothing was found to be wrong").isNotNull();
    return e.mistakes().stream().map(m -> m.replace(folder + "/", "")).toList();
  }

  private List<String> mistakes(String text) {
    return mistakes(text, Map.of());
  }

  private List<String> ruleMistakes(String when) {
    return mistakes(
        START + "rules:\n- name: r\n  when:\n    " + when + "\n  then: [{priority: 1}]\n");
  }

  @Test
  void theExampleIsValidAndSaysTheDefaults() throws Exception {
    String example;
    try (InputStream in = BridgeFile.class.getResourceAsStream("bridge.yaml")) {
      example = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    BridgeConfig config = read(example, Map.of("ORTHANC_PASSWORD", "p", "HOOK_SECRET", "s"));

    BridgeConfig defaults = BridgeConfig.of(config.orthanc(), folder.resolve("state"));
    assertThat(config.withRules(List.of())).isEqualTo(defaults);
    assertThat(config.orthanc())
        .isEqualTo(
            BridgeConfig.Orthanc.of(
                URI.create("http://127.0.0.1:8042"), Optional.of("bridge"), Optional.of("p")));
    assertThat(config.rules())
        .first()
        .isEqualTo(
            new Rule(
                "urgent",
                List.of(
                    new Condition.Found(Set.of(Finding.PNEUMONIA)),
                    new Condition.Probability(0.9, 1),
                    new Condition.Text(Condition.Attribute.MODALITY, Set.of("CR", "DX")),
                    new Condition.Text(
                        Condition.Attribute.REMOTE_AE_TITLE, Set.of("ER_CR1", "ER_CR2")),
                    new Condition.Age(18, 120)),
                List.of(
                    new Action.Priority(100),
                    new Action.Store(Action.TargetKind.MODALITY, "READING", Action.What.BOTH),
                    new Action.Label("pneumonia-suspected"),
                    new Action.Metadata("5000", "urgent"),
                    new Action.Webhook(URI.create("http://127.0.0.1:9000/film"), Optional.of("s"))),
                List.of(57, 58, 59, 60, 61)));
    assertThat(config.rules().get(1).when())
        .containsExactly(new Condition.Declined(EnumSet.allOf(io.github.thorax4j.Reason.class)));
  }

  @Test
  void everythingCanBeSet() throws Exception {
    Files.writeString(folder.resolve("pw"), "orthanc's\n");
    Files.writeString(folder.resolve("dbpw"), "db's");
    Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
    BridgeConfig config =
        read(
            """
            orthanc:
              url: https://pacs.example.org/orthanc
              user: ${WHO}
              passwordFile: pw
              patience: 2 min
              largestFilm: 1 GB
            state: /var/lib/bridge
            database:
              url: jdbc:postgresql://db/bridge
              user: b
              passwordFile: dbpw
            model: m.thorax
            threshold: 0.25
            results: sr
            reportClass: comprehensive
            shadow: yes
            quiet: 1500 ms
            workers: 8
            giveUpAfter: 7 d
            driftAlert: 0.1
            driftReference: site
            web:
              address: 0.0.0.0
              port: 9
              hosts: bridge.example.org
              proxies: [10.0.0.5, 'fd00::5']
              tokenFile: token
              users:
              - name: anna
                bcrypt: $2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234
                admin: true
            """,
            Map.of("WHO", "me", "ORTHANC_USER", "other"));

    assertThat(config)
        .isEqualTo(
            new BridgeConfig(
                new BridgeConfig.Orthanc(
                    URI.create("https://pacs.example.org/orthanc"),
                    Optional.of("me"),
                    Optional.of("orthanc's"),
                    Duration.ofMinutes(2),
                    1L << 30),
                Path.of("/var/lib/bridge"),
                new BridgeConfig.Database(
                    Optional.of("jdbc:postgresql://db/bridge"),
                    Optional.of("b"),
                    Optional.of("db's")),
                Optional.of(folder.resolve("m.thorax")),
                java.util.OptionalDouble.of(0.25),
                new BridgeConfig.Results(true, false, true),
                true,
                Duration.ofMillis(1500),
                8,
                Duration.ofDays(7),
                new WebSettings(
                    "0.0.0.0",
                    9,
                    List.of("bridge.example.org"),
                    List.of(InetAddress.getByName("10.0.0.5"), InetAddress.getByName("fd00::5")),
                    List.of(
                        new WebSettings.User(
                            "anna",
                            "$2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                            true)),
                    Optional.of("0123456789abcdef")),
                new BridgeConfig.Drift(0.1, true),
                List.of()));
  }

  @Test
  void theCommandLineGoesBeforeTheFileAndTheFileBeforeTheEnvironment() throws Exception {
    Path file = folder.resolve("b.yaml");
    Files.writeString(file, START);
    BridgeFile.Given given =
        new BridgeFile.Given(
            Optional.of(URI.create("http://10.0.0.1:1")),
            Optional.of(Path.of("t")),
            Map.of("ORTHANC_USER", "u", "ORTHANC_PASSWORD", "p"));

    BridgeConfig config = BridgeFile.read(file, given);

    assertThat(config.orthanc().url()).isEqualTo(URI.create("http://10.0.0.1:1"));
    assertThat(config.orthanc().user()).contains("u");
    assertThat(config.orthanc().password()).contains("p");
    assertThat(config.state()).isEqualTo(Path.of("t"));
    assertThat(BridgeFile.read(given)).isEqualTo(config);
  }

  @Test
  void withoutAFileWhatIsMissingIsSaidWithoutALine() {
    BridgeFile.Given nothing = new BridgeFile.Given(Optional.empty(), Optional.empty(), Map.of());

    assertThat(
            catchThrowableOfType(ConfigException.class, () -> BridgeFile.read(nothing)).mistakes())
        .containsExactly(
            "orthanc: url is missing: the archive, such as http://127.0.0.1:8042",
            "state is missing: the folder of what has to survive a restart");
  }

  @Test
  void allMistakesAreSaidEachWithItsLine() {
    assertThat(
            mistakes(
                """
                orthanc:
                  url: pacs
                  pasword: x
                state: s
                workers: many
                quiet: 5
                treshold: 1
                threshold: 1.5
                results: [sr]
                quiet: 1 s
                rules:
                - name: a
                  then:
                  - priority: 0
                  - sotre: {peer: x}
                - name: a
                  when:
                    finding: [pneumonia, cancer]
                    probability: {min: 0.9, max: 0.1}
                  then: []
                """))
        .containsExactly(
            "bridge.yaml:2: url must be an address such as http://127.0.0.1:8042",
            "bridge.yaml:3: 'pasword' is not known in orthanc; known are largestFilm, password,"
                + " passwordFile, patience, url, user",
            "bridge.yaml:5: workers must be a whole number from 1 to 64, not 'many'",
            "bridge.yaml:6: quiet must be a time from 0 ms to 1 h with ms, s, min, h or d, not"
                + " '5'",
            "bridge.yaml:7: 'treshold' is not known; known are database, driftAlert,"
                + " driftReference, giveUpAfter, model, orthanc, quiet, reportClass, results,"
                + " rules, shadow, state, threshold, web, workers",
            "bridge.yaml:8: threshold must be a number from 0.0 to 1.0, not '1.5'",
            "bridge.yaml:9: results must be one value, not several",
            "bridge.yaml:10: quiet is given twice, first in line 6",
            "bridge.yaml:14: priority must be a whole number from 1 to 1000, not '0'",
            "bridge.yaml:15: 'sotre' is not known in then; known are label, metadata, priority,"
                + " store, webhook",
            "bridge.yaml:16: name 'a' is that of the rule in line 12 too",
            "bridge.yaml:16: the rule does nothing: it needs actions below then",
            "bridge.yaml:18: finding must be normal or pneumonia, not 'cancer'",
            "bridge.yaml:19: probability can never hold: min is above max");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "finding: [] | finding can never hold: its list is empty",
        "station: [] | station can never hold: its list is empty",
        "declined: [] | declined can never hold: its list is empty",
        "declined: [no_content, NOT-FRONTAL] | declined can never hold: such objects are not"
            + " classified at all",
        "declined: maybe | declined must be not_a_radiograph, other_body_part, not_frontal,"
            + " multi_frame, colour, unsuitable_size or no_content, not 'maybe'",
        "age: {min: 18, max: 17} | age can never hold: min is above max",
        "age: {min: 151} | min must be a whole number from 0 to 150, not '151'",
        "age: {} | age needs min or max or both",
        "age: 18 | age must consist of keys and values",
        "probability: {min: 1.01} | min must be a number from 0.0 to 1.0, not '1.01'",
        "probability: {min: NaN} | min must be a number from 0.0 to 1.0, not 'NaN'",
        "aeTitle: LONGER_THAN_16_CH | aeTitle can never hold: it has at most 16 characters in DICOM",
        "modality: [CR, CT] | modality can never hold: such films are not classified",
        "bodyPart: HAND | bodyPart can never hold: such films are not classified",
        "colour: red | 'colour' is not known in when; known are aeTitle, age, bodyPart,"
            + " calledAeTitle, declined, finding, modality, probability, station",
      })
  void aConditionThatCanNeverHoldIsAMistake(String when, String mistake) {
    assertThat(ruleMistakes(when)).containsExactly("bridge.yaml:6: " + mistake);
  }

  @Test
  void conditionsThatRuleEachOtherOutAreAMistake() {
    assertThat(ruleMistakes("finding: normal\n    declined: true"))
        .containsExactly(
            "bridge.yaml:7: declined can never hold together with finding: a film that is"
                + " declined has none");
    assertThat(ruleMistakes("declined: no_content\n    probability: {min: 0.5}"))
        .containsExactly(
            "bridge.yaml:6: declined can never hold together with probability: a film that is"
                + " declined has none");
  }

  @Test
  void aFindingAndAProbabilityOnTheOtherSideOfTheThresholdAreAMistake() throws Exception {
    String rule =
        START
            + "threshold: 0.4\nrules:\n- name: r\n  when: {finding: %s, probability: {%s}}\n"
            + "  then: {priority: 1}\n";

    assertThat(mistakes(rule.replaceFirst("%s", "pneumonia").replaceFirst("%s", "max: 0.39")))
        .containsExactly(
            "bridge.yaml:6: probability can never hold: from pneumonia on it is at least the"
                + " threshold of 0.4");
    assertThat(mistakes(rule.replaceFirst("%s", "normal").replaceFirst("%s", "min: 0.4")))
        .containsExactly(
            "bridge.yaml:6: probability can never hold: of a normal film it is below the"
                + " threshold of 0.4");
    assertThat(read(rule.replaceFirst("%s", "pneumonia").replaceFirst("%s", "max: 0.4")).rules())
        .hasSize(1);
    assertThat(read(rule.replaceFirst("%s", "normal").replaceFirst("%s", "min: 0.39")).rules())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "store: {what: film} | store needs a modality or a peer, by its name in Orthanc",
        "store: {peer: A, modality: B} | store needs a modality or a peer, by its name in Orthanc",
        "store: {peer: A, what: all} | what must be film, results or both, not 'all'",
        "store: A | store must consist of keys and values",
        "metadata: {1023: x} | 1023 is no metadata that may be set: a name that Orthanc knows, or"
            + " a number from 1024 to 65535",
        "metadata: {a/b: x} | a/b is no metadata that may be set: a name that Orthanc knows, or a"
            + " number from 1024 to 65535",
        "metadata: {05000: x} | 05000 is no metadata that may be set: a name that Orthanc knows, or a"
            + " number from 1024 to 65535",
        "metadata: {5101: x} | 5101 is no metadata that may be set: it says what the model answered",
        "metadata: {5102: x} | 5102 is no metadata that may be set: it says what the model answered",
        "metadata: {5103: x} | 5103 is no metadata that may be set: it says what the model answered",
        "metadata: {ReceptionDate: x} | ReceptionDate is no metadata that may be set: it is Orthanc's"
            + " own",
        "label: thorax4j-normal | label must not begin with thorax4j-: such labels say what the model"
            + " answered",
        "store: {peer: \"A\\tB\"} | peer must not hold line breaks or other control characters",
        "store: {modality: \"A\\nB\"} | modality must not hold line breaks or other control"
            + " characters",
        "label: a b | label must be 1 to 64 letters, digits, - and _",
        "webhook: {} | webhook needs a url",
        "webhook: {url: 'ftp://h/'} | url must be an address such as http://127.0.0.1:8042",
        "webhook: {url: 'http://u:hunter2@h/'} | url must not hold a user or password",
      })
  void anActionThatCannotBeDoneIsAMistake(String action, String mistake) {
    String text = START + "rules:\n- name: r\n  then:\n  - " + action + "\n";

    assertThat(mistakes(text)).containsExactly("bridge.yaml:6: " + mistake);
  }

  @Test
  void whatASiteHasRegisteredMayBeSet() throws Exception {
    BridgeConfig config =
        read(
            START
                + "rules:\n- name: r\n  then:\n"
                + "  - metadata: {MyOwn: x, receptiondate: x, 5100: x, 5104: x}\n"
                + "  - label: thorax4j\n");

    assertThat(config.rules().get(0).then())
        .containsExactly(
            new Action.Metadata("MyOwn", "x"),
            new Action.Metadata("receptiondate", "x"),
            new Action.Metadata("5100", "x"),
            new Action.Metadata("5104", "x"),
            new Action.Label("thorax4j"));
  }

  @Test
  void anotherPathOfTheSameHostIsAnotherAction() throws Exception {
    BridgeConfig config =
        read(
            START
                + "rules:\n- name: r\n  then:\n"
                + "  - webhook: {url: 'http://h/a'}\n  - webhook: {url: 'http://h/b'}\n");

    assertThat(config.rules().get(0).then().stream().map(Action::name).distinct()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "a\\rb", "a\\tb", "a\\0b", "a\\x85b"})
  void aRulesNameHasNoControlCharacters(String name) {
    assertThat(mistakes(START + "rules:\n- then: {priority: 1}\n  name: \"" + name + "\"\n"))
        .containsExactly(
            "bridge.yaml:5: name must not hold line breaks or other control characters");
  }

  @Test
  void theSameActionTwiceIsAMistake() {
    assertThat(
            mistakes(
                START + "rules:\n- name: r\n  then:\n  - label: a\n  - label: b\n  - label: a\n"))
        .containsExactly("bridge.yaml:8: then has an action twice: label a");
  }

  @Test
  void resultsThatThereAreNotCannotBeStored() {
    assertThat(
            mistakes(
                START
                    + "results: none\nrules:\n- name: r\n  then:\n"
                    + "  - store: {peer: A, what: results}\n"))
        .containsExactly("bridge.yaml:7: what is results, and there are none: results is none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: hunter2",
        "password: 'hunter2'",
        "password: ${hunter2",
        "password: *hunter2",
        "password: !hunter2 x",
        "password: [hunter2]",
        "password: {hunter2: hunter2x}",
        "passwordFile: pw\n  password: hunter2",
        "url: 'http://u:hunter2@h'",
        "url: 'hunter2'",
        "patience: ${SECRET}",
        "largestFilm: ${SECRET}",
        "password: \"hunter2",
      })
  void noSecretIsEverSaid(String line) throws Exception {
    Files.writeString(folder.resolve("pw"), "hunter2");

    assertThat(mistakes("orthanc:\n  " + line + "\nstate: s\n", Map.of("SECRET", "hunter2")))
        .isNotEmpty()
        .allSatisfy(mistake -> assertThat(mistake).doesNotContain("hunter2"));
  }

  @Test
  void noSecretIsPartOfATextOfTheConfiguration() throws Exception {
    Files.writeString(folder.resolve("pw"), "hunter2hunter2hunter2");
    BridgeConfig config =
        read(
            """
            orthanc: {url: 'http://h', user: u, passwordFile: pw}
            state: s
            database: {url: 'jdbc:postgresql://h/d', passwordFile: pw}
            web: {tokenFile: pw}
            rules:
            - name: r
              then: {webhook: {url: 'http://h/hunter2?key=hunter2', secretFile: pw}}
            """);

    assertThat(config.orthanc().password()).contains("hunter2hunter2hunter2");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void aSecretThatIsNotThereIsAMistake() throws Exception {
    Files.writeString(folder.resolve("empty"), "\n");

    assertThat(
            mistakes(
                """
                orthanc: {url: 'http://h', passwordFile: nowhere}
                state: s
                database:
                  url: jdbc:postgresql://h/d
                  passwordFile: empty
                web:
                  token: ${NOT_SET}
                """))
        .containsExactly(
            "bridge.yaml:1: passwordFile names nowhere, which is no file",
            "bridge.yaml:5: passwordFile names empty, which is empty",
            "bridge.yaml:7: token asks for the environment variable NOT_SET, which is not set");
  }

  @Test
  void anotherAddressNeedsSomebodyWhoMayComeIn() {
    assertThat(mistakes(START + "web:\n  address: 0.0.0.0\n"))
        .singleElement()
        .asString()
        .startsWith("bridge.yaml:4: web: the pages are to be seen from other machines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example", "10.0.0", "10.0.0.256", "10.0.0.0/8", "10.0.0.5:80"})
  void aProxyIsNamedByItsAddress(String proxy) {
    assertThat(mistakes(START + "web:\n  proxies:\n  - 10.0.0.5\n  - '" + proxy + "'\n"))
        .containsExactly(
            "bridge.yaml:6: proxies must be the addresses of reverse proxies, such as 10.0.0.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a: [1 | 2",
        "a: b: c | 1",
        "- 1 | 1",
        "text | 1",
      })
  void whatIsNoYamlIsAMistakeWithItsLine(String text, int line) {
    assertThat(mistakes(text + "\n"))
        .singleElement()
        .asString()
        .startsWith("bridge.yaml:" + line + ": ");
  }

  @Test
  void aFileThatIsNotThereOrNoTextIsOneMistake() throws Exception {
    Path file = folder.resolve("n.yaml");
    BridgeFile.Given nothing = new BridgeFile.Given(Optional.empty(), Optional.empty(), Map.of());

    assertThat(catchThrowableOfType(ConfigException.class, () -> BridgeFile.read(file, nothing)))
        .hasMessage(file + ": no such file");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThat(catchThrowableOfType(ConfigException.class, () -> BridgeFile.read(file, nothing)))
        .hasMessage(file + ": is not text in UTF-8");
  }

  @Test
  void aFileMayBeEmpty() {
    assertThat(mistakes("# nothing\n"))
        .containsExactly(
            "bridge.yaml: state is missing: the folder of what has to survive a restart",
            "bridge.yaml:1: orthanc: url is missing: the archive, such as http://127.0.0.1:8042");
  }

  private List<String> checkMistakes(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("bridge.yaml"), text);
    BridgeFile.Given given =
        new BridgeFile.Given(Optional.empty(), Optional.empty(), Map.of("SET", "x"));
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> BridgeFile.check(file, given));
    assertThat(e).as("nothing was found to be wrong").isNotNull();
    return e.mistakes().stream().map(m -> m.replace(folder + "/", "")).toList();
  }

  /** The check found no mistake in it, and the bridge did not start. */
  @Test
  void aModelThatIsNoneIsAMistakeForWhoChecks() throws Exception {
    Files.writeString(folder.resolve("m.thorax"), "none");

    assertThat(checkMistakes("shadow: true\nmodel: nowhere.thorax\n"))
        .containsExactly("bridge.yaml:2: model cannot be used: nowhere.thorax: no such file");
    assertThat(checkMistakes("model: m.thorax\n"))
        .singleElement()
        .asString()
        .startsWith("bridge.yaml:1: model cannot be used: m.thorax: is no thorax4j model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "file/below"})
  void aStateThatIsAFileIsAMistake(String state) throws Exception {
    Files.writeString(folder.resolve("file"), "x");

    assertThat(checkMistakes("workers: 1\nstate: " + state + "\n"))
        .containsExactly("bridge.yaml:2: state must be a folder, and file is none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://films.example.org",
        "films.example.org:8443",
        "films.example.org/bridge",
        "[::1]:80",
        "films.example.org.",
        "*.example.org"
      })
  void aHostThatNobodyCanAskForIsAMistake(String host) {
    assertThat(mistakes(START + "web:\n  hosts:\n  - ok.example.org\n  - '" + host + "'\n"))
        .containsExactly(
            "bridge.yaml:6: hosts must be names without scheme, port or path, such as"
                + " films.example.org");
  }

  @Test
  void theClassOfReportsIsSpeltAsTheDocumentationDoes() throws Exception {
    assertThat(mistakes(START + "reportClass: basic\n"))
        .containsExactly(
            "bridge.yaml:3: reportClass must be comprehensive or comprehensive-3d, not 'basic'");
    assertThat(read(START + "reportClass: comprehensive_3d\n"))
        .isEqualTo(read(START + "reportClass: comprehensive-3d\n"));
  }

  /** Nothing is sent, and whoever reads what was recorded need not know the secret. */
  @Test
  void forWhatWasRecordedNeitherSecretsNorTheModelAreNeeded() throws Exception {
    String text =
        """
        model: nowhere.thorax
        rules:
        - name: r
          then:
          - webhook: {url: 'http://h/', secret: '${HOOK_SECRET}'}
        """;
    Path file = Files.writeString(folder.resolve("bridge.yaml"), text);
    BridgeFile.Given given = new BridgeFile.Given(Optional.empty(), Optional.empty(), Map.of());

    assertThat(BridgeFile.records(file, given).rules()).hasSize(1);
    assertThat(checkMistakes(text))
        .containsExactly(
            "bridge.yaml:1: model cannot be used: nowhere.thorax: no such file",
            "bridge.yaml:5: secret asks for the environment variable HOOK_SECRET, which is not"
                + " set");
  }
}
