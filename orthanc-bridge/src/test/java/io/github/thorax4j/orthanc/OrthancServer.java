package io.github.thorax4j.orthanc;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.thorax4j.orthanc.OrthancClient.Credentials;
import io.github.thorax4j.testdata.ExternalProgram;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Orthanc on loopback with a storage of its own. Tests that need one are skipped visibly
 * where it is not installed. Not thread-safe.
 */
final class OrthancServer implements AutoCloseable {

  static final String AE_TITLE = "ARCHIVE";
  static final Credentials CREDENTIALS = new Credentials("bridge", "over-troubled-water");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;

  private final ExternalProgram program;
  private final Path folder;
  private final Map<String, Object> settings;
  private final Map<String, String> environment;
  private int httpPort;
  private int dicomPort;
  private Process process;

  private OrthancServer(Path folder, Map<String, Object> settings, Map<String, String> environment)
      throws Exception {
    this.program = program();
    this.folder = Files.createDirectories(folder);
    this.settings = Map.copyOf(settings);
    this.environment = Map.copyOf(environment);
    this.process = launch();
  }

  /** The program that is started. */
  static ExternalProgram program() {
    // Debian installs it where only root has its PATH; another one on the PATH comes first.
    Path debian = Path.of("/usr/sbin/Orthanc");
    boolean another =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "Orthanc")));
    return Files.isExecutable(debian) && !another
        ? new ExternalProgram(debian)
        : ExternalProgram.require("Orthanc", "orthanc");
  }

  /** Starts one that is set up as below, and waits until it answers. */
  static OrthancServer start(Path folder) throws Exception {
    return start(folder, Map.of());
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param folder for its configuration, log and storage
   * @param settings in the words of Orthanc's configuration, such as {@code CheckRevisions}; they
   *     come before those that are set here
   */
  static OrthancServer start(Path folder, Map<String, Object> settings) throws Exception {
    return start(folder, settings, Map.of());
  }

  /** Starts one with more in its environment, and waits until it answers. */
  static OrthancServer start(
      Path folder, Map<String, Object> settings, Map<String, String> environment) throws Exception {
    return new OrthancServer(folder, settings, environment);
  }

  /** The setting that lets Orthanc send to somebody. */
  static Map<String, Object> modality(String name, String aeTitle, int port) {
    return Map.of("DicomModalities", Map.of(name, List.of(aeTitle, "127.0.0.1", port)));
  }

  private Process launch() throws Exception {
    for (int attempt = 1; ; attempt++) {
      httpPort = LoopbackPort.free();
      dicomPort = LoopbackPort.free();
      Process started = run();
      if (answers(started)) {
        return started;
      }
      if (attempt == ATTEMPTS) {
        throw new IOException("Orthanc does not start:\n" + log());
      }
    }
  }

  private Process run() throws IOException {
    Path configuration = folder.resolve("orthanc.json");
    Map<String, Object> all = new HashMap<>();
    all.put("Name", "test");
    all.put("StorageDirectory", folder.resolve("storage").toString());
    all.put("IndexDirectory", folder.resolve("storage").toString());
    all.put("HttpPort", httpPort);
    all.put("DicomPort", dicomPort);
    all.put("DicomAet", AE_TITLE);
    all.put("RemoteAccessAllowed", false);
    all.put("AuthenticationEnabled", true);
    all.put("RegisteredUsers", Map.of(CREDENTIALS.user(), CREDENTIALS.password()));
    all.put("WebDavEnabled", false);
    all.put("StableAge", 2);
    all.put("HttpTimeout", 5);
    // Not to the disk at once: a process that is killed loses nothing by it.
    all.put("SyncStorageArea", false);
    all.putAll(settings);
    Files.write(configuration, new JsonMapper().writeValueAsBytes(all));
    ProcessBuilder builder =
        new ProcessBuilder(program.path().toString(), configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    // Else Orthanc too has each C-STORE wait for 40 ms.
    builder.environment().put("TCP_NODELAY", "1");
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Whether it answers in time; it may end at once, if somebody else was given the port. */
  private boolean answers(Process started) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !started.isAlive() || answers());
    return started.isAlive();
  }

  private boolean answers() {
    try {
      client().version();
      return true;
    } catch (OrthancException e) {
      return false;
    }
  }

  /** Where it answers. */
  URI url() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  /** Where it takes objects by C-STORE. */
  int dicomPort() {
    return dicomPort;
  }

  /** For whom asks it with another program. */
  String basicAuthentication() {
    return CREDENTIALS.user() + ":" + CREDENTIALS.password();
  }

  /** A client that it knows. */
  OrthancClient client() {
    return new OrthancClient(url(), Optional.of(CREDENTIALS), Duration.ofSeconds(20));
  }

  /** How a bridge is told about it. */
  BridgeConfig.Orthanc config() {
    return config(url());
  }

  /** How a bridge is told about it that goes through somebody else, such as a proxy. */
  static BridgeConfig.Orthanc config(URI url) {
    return new BridgeConfig.Orthanc(
        url,
        Optional.of(CREDENTIALS.user()),
        Optional.of(CREDENTIALS.password()),
        Duration.ofSeconds(20),
        100 << 20);
  }

  /** All changes but those that say that something has not changed for a while. */
  List<Changes.Change> changes() throws OrthancException {
    return client().changes(0, 10_000).changes().stream()
        .filter(change -> !change.type().startsWith("Stable"))
        .toList();
  }

  /** Deletes something, such as {@code studies/...}. */
  void delete(String path) throws IOException, InterruptedException {
    String credentials =
        Base64.getEncoder().encodeToString(basicAuthentication().getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/" + path))
            .header("Authorization", "Basic " + credentials)
            .DELETE()
            .build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status != 200) {
      throw new IOException("Orthanc does not delete " + path + ": " + status);
    }
  }

  /** Puts something, such as {@code modalities/...}. */
  void put(String path, String body) throws IOException, InterruptedException {
    String credentials =
        Base64.getEncoder().encodeToString(basicAuthentication().getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/" + path))
            .header("Authorization", "Basic " + credentials)
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status != 200) {
      throw new IOException("Orthanc does not take " + path + ": " + status);
    }
  }

  private Path logFile() {
    return folder.resolve("orthanc.log");
  }

  /** All it has said. */
  String log() throws IOException {
    return Files.readString(logFile());
  }

  /** Ends it as a system does that shuts down. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again, where it was, with what it has stored. */
  void restart() throws Exception {
    if (process.isAlive()) {
      stop();
    }
    process = run();
    if (!answers(process)) {
      throw new IOException("Orthanc does not start again:\n" + log());
    }
  }

  /** Ends it; a test's own folder is removed by the test. */
  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
