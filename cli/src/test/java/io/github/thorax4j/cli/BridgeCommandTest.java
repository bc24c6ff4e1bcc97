package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class BridgeCommandTest {

  @TempDir Path folder;

  private final TestConsole console = new TestConsole();

  @Test
  void withoutAnArchiveThereIsNothingToDo() {
    assertThat(console.run("bridge", "run", "--state", folder)).isEqualTo(Main.WRONG_USAGE);

    assertThat(console.err()).contains("--orthanc").contains("--config");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPasswordInAnAddressIsRefusedAndNotRepeated() {
    assertThat(
            console.run(
                "bridge", "run", "--state", folder, "--orthanc", "http://me:secret@127.0.0.1:8042"))
        .isEqualTo(Main.WRONG_USAGE);

    assertThat(console.err()).contains("ORTHANC_PASSWORD").doesNotContain("secret");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThat(console.run("bridge", "run", "--state", folder, "--orthanc", "127.0.0.1"))
        .isEqualTo(Main.WRONG_USAGE);

    assertThat(console.err()).contains("'127.0.0.1' is no address");
  }

  @Test
  void aMistakeInTheFileIsNamedWithItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            "orthanc:\n  url: http://127.0.0.1:8042\nstate: state\nworkers: many\n");

    assertThat(console.run("bridge", "run", "--config", file)).isEqualTo(Main.FAILED);

    assertThat(console.err()).contains("bridge.yaml").contains("4").contains("workers");
  }

  /** The library of the pages logged an error of its own beside that sentence. */
  @Test
  void aPortThatIsTakenIsSaidOnce() throws IOException {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    logged.start();
    root.addAppender(logged);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          Files.writeString(
              folder.resolve("bridge.yaml"),
              "orthanc: {url: 'http://127.0.0.1:1'}\nstate: state\nweb: {port: "
                  + taken.getLocalPort()
                  + "}\n");

      assertThat(console.run("bridge", "run", "--config", file)).isEqualTo(Main.FAILED);

      assertThat(console.err()).containsOnlyOnce("the port is taken");
      assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
    } finally {
      root.detachAppender(logged);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(
            console.run(
                "bridge",
                "run",
                "--orthanc",
                "http://127.0.0.1:1",
                "--state",
                file.resolve("state")))
        .isEqualTo(Main.FAILED);

    assertThat(console.err()).contains(file.toString()).doesNotContain("Exception");
  }
}
