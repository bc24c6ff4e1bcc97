package io.github.thorax4j.orthanc;

import static org.awaitility.Awaitility.await;

import io.github.thorax4j.testdata.ExternalProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on loopback with a cluster of its own. It does not run as root, so there it
 * runs as the user that Debian makes for it. Tests that need one are skipped visibly where it is
 * not installed. Not thread-safe.
 */
final class PostgresServer implements AutoCloseable {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String USER = "bridge";
  private static final String PASSWORD = "under the bridge";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path programs;
  private final Path folder;
  private final int port;
  private Process process;

  private PostgresServer(Path programs, Path folder, int port) throws Exception {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /** Starts one and waits until it answers. */
  static PostgresServer start() throws Exception {
    Path programs = programs();
    // Not below a test's folder, which only the test's user may enter.
    Path folder = Files.createTempDirectory("thorax4j-postgres");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (root()) {
      UserPrincipal owner =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
      Files.setOwner(folder, owner);
      Files.setOwner(password, owner);
    }
    Process initialisation =
        command(
                programs.resolve("initdb"),
                "--pgdata=" + folder.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync")
            .start();
    String output =
        new String(initialisation.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (initialisation.waitFor() != 0) {
      throw new IOException("initdb: " + output);
    }
    return new PostgresServer(programs, folder, LoopbackPort.free());
  }

  private static Path programs() throws IOException {
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        Optional<Path> found =
            versions
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                .max(Comparator.naturalOrder());
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw ExternalProgram.missing("PostgreSQL is missing: apt-get install postgresql");
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static ProcessBuilder command(Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (root()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(program.toString());
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).directory(new File("/"));
  }

  private Process launch() throws IOException {
    Process started =
        command(
                programs.resolve("postgres"),
                "-D",
                folder.resolve("data").toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off")
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
            .start();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !started.isAlive() || answers());
    if (!started.isAlive()) {
      throw new IOException(
          "PostgreSQL does not start:\n" + Files.readString(folder.resolve("postgres.log")));
    }
    return started;
  }

  private boolean answers() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException e) {
      return false;
    }
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** A connection to look with. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  /** How a bridge is told about it. */
  BridgeConfig.Database config() {
    return new BridgeConfig.Database(Optional.of(url()), Optional.of(USER), Optional.of(PASSWORD));
  }

  /** Ends it at once; who is connected is cut off. */
  void kill() throws IOException, InterruptedException {
    // SIGQUIT also ends the processes of its connections, SIGKILL would leave them.
    new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Starts it again, where it was, with what it has stored. */
  void restart() throws IOException {
    process = launch();
  }

  /** Ends it and removes its files. */
  @Override
  public void close() throws IOException, InterruptedException {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
