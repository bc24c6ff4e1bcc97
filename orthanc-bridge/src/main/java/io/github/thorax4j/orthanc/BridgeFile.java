package io.github.thorax4j.orthanc;

import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.orthanc.BridgeConfig.Database;
import io.github.thorax4j.orthanc.BridgeConfig.Drift;
import io.github.thorax4j.orthanc.BridgeConfig.Orthanc;
import io.github.thorax4j.orthanc.BridgeConfig.Results;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The file that says how a bridge is set up, {@code bridge.yaml}. Paths in it are relative to its
 * folder; a value that is {@code ${NAME}} as a whole is that of an environment variable. Passwords
 * and other secrets do not stand in it: it names a file or a variable.
 */
public final class BridgeFile {

  private static final URI LOCAL = URI.create("http://127.0.0.1:8042");
  private static final Duration NONE = Duration.ZERO;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int MOST_WORKERS = 64;
  private static final int LARGEST_PORT = 65_535;
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");

  private final Mistakes mistakes;
  private final YamlMap root;
  private final Given given;
  private final Use use;
  private final Path folder;

  private BridgeFile(Mistakes mistakes, YamlMap root, Given given, Use use, Path folder) {
    this.use = use;
    this.folder = folder;
    this.mistakes = mistakes;
    this.root = root;
    this.given = given;
  }

  /**
   * What the command line and the environment say. It goes before what the file says, but user and
   * password of Orthanc ({@code ORTHANC_USER}, {@code ORTHANC_PASSWORD}), which the file goes
   * before.
   *
   * @param orthanc the archive's address
   * @param state the state folder
   * @param environment the environment's variables
   */
  public record Given(
      Optional<URI> orthanc, Optional<Path> state, Map<String, String> environment) {

    /** Copies the map. */
    public Given {
      environment = Map.copyOf(environment);
    }

    /** Never the environment. */
    @Override
    public String toString() {
      return "Given[" + orthanc.map(URI::getAuthority).orElse("") + "]";
    }
  }

  /** What a file is read for. */
  private enum Use {
    /** All must be there that a bridge needs. */
    RUN,
    /** The command line of a bridge may say the rest; what it would open is opened. */
    CHECK,
    /** The same, and nothing is opened or sent but what it says of the database. */
    RECORDS
  }

  /** What is set up without a file. */
  public static BridgeConfig read(Given given) throws ConfigException {
    Mistakes mistakes = new Mistakes("");
    YamlFile nothing = new YamlFile(Path.of(""), given.environment(), mistakes);
    return new BridgeFile(mistakes, YamlMap.empty(nothing, 0, ""), given, Use.RUN, nothing.folder())
        .config();
  }

  /**
   * Reads a file that need not say what the command line of a bridge may say instead: the archive,
   * which is taken to be on this machine, and the state folder, which is taken to be beside it. The
   * model is opened to see whether it is one.
   *
   * @throws ConfigException if anything in it is wrong
   */
  public static BridgeConfig check(Path path, Given given) throws ConfigException {
    return read(path, given, Use.CHECK);
  }

  /**
   * Reads a file as {@link #check} does, for what a bridge has recorded: the model need not be
   * there, and the rules' secrets are left out.
   *
   * @throws ConfigException if anything in it is wrong
   */
  public static BridgeConfig records(Path path, Given given) throws ConfigException {
    return read(path, given, Use.RECORDS);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if anything in it is wrong
   */
  public static BridgeConfig read(Path path, Given given) throws ConfigException {
    return read(path, given, Use.RUN);
  }

  private static BridgeConfig read(Path path, Given given, Use use) throws ConfigException {
    Mistakes mistakes = new Mistakes(path.toString());
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    YamlFile file = new YamlFile(folder, given.environment(), mistakes);
    Optional<YamlMap> root = file.read(path);
    if (root.isEmpty()) {
      throw new ConfigException(mistakes.sentences());
    }
    return new BridgeFile(mistakes, root.get(), given, use, folder).config();
  }

  private BridgeConfig config() throws ConfigException {
    Optional<Orthanc> orthanc = orthanc(root.map("orthanc"));
    Optional<YamlValue> stateValue = root.take("state");
    Optional<Path> file = stateValue.flatMap(YamlValue::path);
    Optional<Path> usual = use == Use.RUN ? Optional.empty() : Optional.of(folder.resolve("state"));
    Optional<Path> state = given.state().or(() -> file).or(() -> usual);
    if (file.isPresent() && state.equals(file)) {
      checkFolder(stateValue.get(), file.get());
    }
    if (state.isEmpty()) {
      mistakes.add(0, "state is missing: the folder of what has to survive a restart");
    }
    BridgeConfig defaults =
        BridgeConfig.of(
            orthanc.orElseGet(() -> Orthanc.of(LOCAL, Optional.empty(), Optional.empty())),
            state.orElse(Path.of("")));
    Optional<Double> threshold = root.take("threshold").flatMap(value -> value.number(0, 1));
    Results results = root.take("results").map(BridgeFile::results).orElse(defaults.results());
    Optional<Boolean> comprehensive =
        root.take("reportClass")
            .flatMap(value -> value.oneOf(ReportKind.class))
            .map(kind -> kind == ReportKind.COMPREHENSIVE);
    Optional<YamlValue> modelValue = root.take("model");
    Optional<Path> model = modelValue.flatMap(YamlValue::path);
    if (use == Use.CHECK && model.isPresent()) {
      checkModel(modelValue.get(), model.get());
    }
    BridgeConfig config =
        new BridgeConfig(
            defaults.orthanc(),
            defaults.state(),
            root.take("database").map(v -> database(v.map())).orElse(defaults.database()),
            model,
            threshold.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            new Results(results.report(), results.picture(), comprehensive.orElse(false)),
            root.take("shadow").flatMap(YamlValue::flag).orElse(defaults.shadow()),
            root.take("quiet").flatMap(v -> v.duration(NONE, HOUR)).orElse(defaults.quiet()),
            root.take("workers")
                .flatMap(v -> v.integer(1, MOST_WORKERS))
                .orElse(defaults.workers()),
            root.take("giveUpAfter")
                .flatMap(v -> v.duration(SECOND, MONTH))
                .orElse(defaults.giveUpAfter()),
            root.take("web").map(v -> web(v.map())).orElse(defaults.web()),
            new Drift(
                root.take("driftAlert")
                    .flatMap(v -> v.number(0, 100))
                    .orElse(defaults.drift().alert()),
                root.take("driftReference")
                    .flatMap(v -> v.oneOf(Reference.class))
                    .filter(Reference.SITE::equals)
                    .isPresent()),
            List.of());
    List<Rule> rules =
        root.take("rules")
            .map(value -> new RuleReader(config, mistakes, use != Use.RECORDS).rules(value))
            .orElse(List.of());
    root.end();
    if (mistakes.count() > 0) {
      throw new ConfigException(mistakes.sentences());
    }
    return config.withRules(rules);
  }

  /** A folder is made if it is not there, unless a file is in its way. */
  private static void checkFolder(YamlValue value, Path folder) {
    Optional<Path> there = Optional.of(folder.toAbsolutePath().normalize());
    while (there.isPresent() && !Files.exists(there.get())) {
      there = Optional.ofNullable(there.get().getParent());
    }
    if (there.isPresent() && !Files.isDirectory(there.get())) {
      value.wrong("must be a folder, and " + there.get() + " is none");
    }
  }

  private static void checkModel(YamlValue value, Path model) {
    try (PneumoniaClassifier opened = PneumoniaClassifier.open(model)) {
      Objects.requireNonNull(opened.model());
    } catch (IOException e) {
      value.wrong("cannot be used: " + e.getMessage());
    }
  }

  private enum Reference {
    MODEL,
    SITE
  }

  private enum ReportKind {
    COMPREHENSIVE,
    COMPREHENSIVE_3D;

    @Override
    public String toString() {
      return name().replace('_', '-');
    }
  }

  private Optional<Orthanc> orthanc(YamlMap map) {
    Optional<URI> address = map.take("url").flatMap(YamlValue::url);
    Optional<String> user = map.take("user").flatMap(YamlValue::text);
    Optional<String> password = secret(map, "password");
    Optional<Duration> patience =
        map.take("patience").flatMap(value -> value.duration(SECOND, HOUR));
    Optional<Long> largest = map.take("largestFilm").flatMap(YamlValue::size);
    boolean said = map.take("url").isPresent();
    map.end();
    Optional<URI> usual = said || use == Use.RUN ? Optional.empty() : Optional.of(LOCAL);
    Optional<URI> url = given.orthanc().or(() -> address).or(() -> usual);
    if (url.isEmpty() && !said) {
      mistakes.add(
          map.line(), "orthanc: url is missing: the archive, such as http://127.0.0.1:8042");
    }
    return url.map(
        known ->
            new Orthanc(
                known,
                user.or(() -> variable("ORTHANC_USER")),
                password.or(() -> variable("ORTHANC_PASSWORD")),
                patience.orElse(BridgeConfig.PATIENCE),
                largest.orElse(BridgeConfig.LARGEST_FILM)));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(given.environment().get(name)).filter(text -> !text.isEmpty());
  }

  /** A secret from the environment or a file. */
  static Optional<String> secret(YamlMap map, String key) {
    Optional<YamlValue> variable = map.take(key);
    Optional<YamlValue> file = map.take(key + "File");
    if (variable.isPresent() && file.isPresent()) {
      return file.get().wrong("is there as well as " + key + ": one of them is enough");
    }
    return variable.flatMap(YamlValue::secret).or(() -> file.flatMap(YamlValue::fileOfSecret));
  }

  private Database database(YamlMap map) {
    Optional<YamlValue> url = map.take("url");
    Optional<String> text = url.flatMap(YamlValue::text);
    if (url.isPresent() && text.isPresent()) {
      if (!text.get().startsWith("jdbc:postgresql:")) {
        url.get().wrong("must begin with jdbc:postgresql:");
      } else if (text.get().contains("password=") || text.get().contains("@")) {
        url.get().wrong("must not hold a user or password: give user and passwordFile");
      }
    } else if (url.isEmpty()) {
      mistakes.add(
          map.line(), "database: url is missing, such as jdbc:postgresql://127.0.0.1/bridge");
    }
    Database database =
        new Database(text, map.take("user").flatMap(YamlValue::text), secret(map, "password"));
    map.end();
    return database;
  }

  private enum ResultKind {
    BOTH,
    SR,
    SC,
    NONE
  }

  private static Results results(YamlValue value) {
    ResultKind kind = value.oneOf(ResultKind.class).orElse(ResultKind.BOTH);
    return new Results(
        kind == ResultKind.BOTH || kind == ResultKind.SR,
        kind == ResultKind.BOTH || kind == ResultKind.SC,
        false);
  }

  private WebSettings web(YamlMap map) {
    WebSettings local = WebSettings.local();
    int before = mistakes.count();
    String address = map.take("address").flatMap(YamlValue::text).orElse(local.address());
    int port = map.take("port").flatMap(v -> v.integer(0, LARGEST_PORT)).orElse(local.port());
    List<String> hosts = new ArrayList<>();
    map.take("hosts").ifPresent(v -> v.list().forEach(h -> host(h).ifPresent(hosts::add)));
    List<InetAddress> proxies = new ArrayList<>();
    map.take("proxies").ifPresent(v -> v.list().forEach(p -> proxy(p).ifPresent(proxies::add)));
    List<WebSettings.User> users = new ArrayList<>();
    map.take("users").ifPresent(v -> v.list().forEach(u -> user(u).ifPresent(users::add)));
    Optional<String> token = secret(map, "token");
    map.end();
    if (mistakes.count() > before) {
      // What follows from half of it would be a mistake of ours.
      return local;
    }
    try {
      return new WebSettings(address, port, hosts, proxies, users, token);
    } catch (IllegalArgumentException e) {
      mistakes.add(map.line(), "web: " + e.getMessage());
      return local;
    }
  }

  private static Optional<String> host(YamlValue value) {
    Optional<String> text = value.text();
    return text.isEmpty() || HOST.matcher(text.get()).matches()
        ? text
        : value.wrong("must be names without scheme, port or path, such as films.example.org");
  }

  private static Optional<InetAddress> proxy(YamlValue value) {
    Optional<String> text = value.text();
    Optional<InetAddress> address = text.flatMap(WebSettings::ipAddress);
    return text.isEmpty() || address.isPresent()
        ? address
        : value.wrong("must be the addresses of reverse proxies, such as 10.0.0.5");
  }

  private Optional<WebSettings.User> user(YamlValue value) {
    YamlMap map = value.map();
    Optional<String> name = map.take("name").flatMap(YamlValue::text);
    Optional<String> hash = map.take("bcrypt").flatMap(YamlValue::text);
    boolean admin = map.take("admin").flatMap(YamlValue::flag).orElse(false);
    boolean complete = map.take("name").isPresent() && map.take("bcrypt").isPresent();
    map.end();
    if (!complete && value.isMap()) {
      mistakes.add(map.line(), "a user of the pages needs a name and bcrypt, a password's hash");
    }
    if (name.isEmpty() || hash.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new WebSettings.User(name.get(), hash.get(), admin));
    } catch (IllegalArgumentException e) {
      mistakes.add(map.line(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
