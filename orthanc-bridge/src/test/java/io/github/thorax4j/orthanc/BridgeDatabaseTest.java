package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thorax4j.orthanc.BridgeConfig.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a database that cannot be opened: one sentence that names it and the cause. */
class BridgeDatabaseTest {

  @TempDir private Path state;

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws Exception {
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    Path file = Files.write(state.resolve("bridge.db"), noise);

    assertThatThrownBy(() -> BridgeDatabase.open(Database.SQLITE, state))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith(file + ": the bridge's database: ")
        .hasMessageContaining("not a database");
    assertThat(file).hasBinaryContent(noise);
  }

  @Test
  void tablesOfAnotherVersionAreLeftAlone() throws Exception {
    try (BridgeDatabase database = BridgeDatabase.open(Database.SQLITE, state)) {
      database.transaction(
          connection -> {
            try (Statement statement = connection.createStatement()) {
              return statement.executeUpdate("UPDATE bridge_schema SET version = 99");
            }
          });
    }

    assertThatThrownBy(() -> BridgeDatabase.open(Database.SQLITE, state))
        .isInstanceOf(DatabaseException.class)
        .hasMessage(
            state.resolve("bridge.db")
                + ": the bridge's database is of another version of thorax4j: its tables are"
                + " version 99, known is 1");
  }

  @Test
  void aStateThatIsAFileIsNamed() throws Exception {
    Path file = Files.createFile(state.resolve("file"));

    assertThatThrownBy(() -> BridgeDatabase.open(Database.SQLITE, file))
        .hasMessage(file + ": is a file, not a folder");
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    int port = LoopbackPort.free();
    Database nobody =
        new Database(
            Optional.of("jdbc:postgresql://127.0.0.1:" + port + "/bridge?connectTimeout=1"),
            Optional.of("b"),
            Optional.of("secret"));

    assertThatThrownBy(() -> BridgeDatabase.open(nobody, state))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("secret");
  }
}
