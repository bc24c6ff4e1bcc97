package io.github.thorax4j.orthanc;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A bridge in a Java of its own, which can be killed. Not thread-safe. */
final class BridgeProcess implements AutoCloseable {

  private static final int SHORTEST_PAUSE = 100;

  private final List<String> command = new ArrayList<>();
  private final Path log;
  private Process process;

  private BridgeProcess(
      BridgeConfig.Orthanc orthanc, Path state, BridgeConfig.Database database, List<String> within)
      throws IOException {
    this.log = state.resolveSibling(state.getFileName() + ".log");
    command.addAll(within);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Dai.djl.offline=true", "-Djava.awt.headless=true"));
    // Surefire's own class path is one jar that lists the others.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, BridgeProcess.class.getName()));
    command.addAll(List.of(orthanc.url().toString(), state.toString()));
    database.url().ifPresent(command::add);
    database.user().ifPresent(command::add);
    database.password().ifPresent(command::add);
    this.process = launch();
  }

  /** Starts a bridge with an SQLite file. */
  static BridgeProcess start(BridgeConfig.Orthanc orthanc, Path state) throws IOException {
    return start(orthanc, state, BridgeConfig.Database.SQLITE);
  }

  /** Starts a bridge. */
  static BridgeProcess start(
      BridgeConfig.Orthanc orthanc, Path state, BridgeConfig.Database database) throws IOException {
    return new BridgeProcess(orthanc, state, database, List.of());
  }

  /**
   * Starts a bridge through another program.
   *
   * @param within that program with its arguments
   */
  static BridgeProcess start(BridgeConfig.Orthanc orthanc, Path state, List<String> within)
      throws IOException {
    return new BridgeProcess(orthanc, state, BridgeConfig.Database.SQLITE, within);
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** What the process does: it says how the bridge is whenever that changes, until it is ended. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BridgeConfig plain =
        BridgeConfig.of(OrthancServer.config(URI.create(arguments[0])), Path.of(arguments[1]));
    BridgeConfig.Database database =
        arguments.length == 2
            ? BridgeConfig.Database.SQLITE
            : new BridgeConfig.Database(
                Optional.of(arguments[2]), Optional.of(arguments[3]), Optional.of(arguments[4]));
    BridgeConfig config =
        new BridgeConfig(
            plain.orthanc(),
            plain.state(),
            database,
            plain.model(),
            plain.threshold(),
            plain.results(),
            plain.shadow(),
            plain.quiet(),
            plain.workers(),
            plain.giveUpAfter(),
            plain.web(),
            plain.drift(),
            plain.rules());
    try (Bridge bridge = Bridge.start(config)) {
      String before = "";
      while (!Thread.currentThread().isInterrupted()) {
        Health health = bridge.health();
        String now =
            (health.good() ? "good" : "not good")
                + health.orthanc().map(trouble -> "; " + trouble).orElse("")
                + health.database().map(trouble -> "; " + trouble).orElse("");
        if (!now.equals(before)) {
          System.out.println(now);
          before = now;
        }
        Thread.sleep(SHORTEST_PAUSE);
      }
    }
  }

  /** All it has said. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Its process. */
  long pid() {
    return process.pid();
  }

  /** Whether it is alive. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again with what is in its folder. */
  void restart() throws IOException {
    process = launch();
  }

  /** Ends it as a system does that shuts down. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
