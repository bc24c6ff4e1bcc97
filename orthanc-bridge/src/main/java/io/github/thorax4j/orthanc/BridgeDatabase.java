package io.github.thorax4j.orthanc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.thorax4j.orthanc.BridgeConfig.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The one database that holds the cursor, the films, the queue of work and the audit log: an SQLite
 * file in WAL mode, or PostgreSQL, which several bridges may share. Thread-safe.
 */
final class BridgeDatabase implements AutoCloseable {

  private static final String FILE = "bridge.db";
  private static final int BUSY_MILLIS = 15_000;
  private static final int POOL = 8;

  /** The version of the tables; to be raised, with a way from the last, when they change. */
  private static final int SCHEMA = 1;

  private static final int FIRST_PATIENCE_MILLIS = 10_000;
  private static final int PATIENCE_MILLIS = 5_000;

  private final HikariDataSource pool;

  private BridgeDatabase(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Opens a database and makes its tables where they are not there.
   *
   * @param state the bridge's folder, which is made if it is not there
   * @throws IOException if it cannot be opened; one sentence says why
   */
  static BridgeDatabase open(Database config, Path state) throws IOException {
    PrivateFiles.folder(state);
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("bridge");
    hikari.setMaximumPoolSize(POOL);
    boolean postgresql = config.url().isPresent();
    if (postgresql) {
      hikari.setJdbcUrl(config.url().get());
      config.user().ifPresent(hikari::setUsername);
      config.password().ifPresent(hikari::setPassword);
    } else {
      PrivateFiles.file(state.resolve(FILE));
      // Nobody has to be waited for.
      hikari.setConnectionTimeout(PATIENCE_MILLIS);
      hikari.setJdbcUrl(
          "jdbc:sqlite:"
              + state.resolve(FILE)
              + "?journal_mode=WAL&synchronous=NORMAL&transaction_mode=IMMEDIATE&busy_timeout="
              + BUSY_MILLIS);
    }
    // Whoever starts first waits for a database that starts later.
    hikari.setInitializationFailTimeout(-1);
    hikari.setConnectionTimeout(FIRST_PATIENCE_MILLIS);
    BridgeDatabase database = new BridgeDatabase(new HikariDataSource(hikari));
    try {
      database.create(postgresql ? "postgresql.sql" : "sqlite.sql");
      database.check();
      // One that goes away later is told of soon.
      database.pool.getHikariConfigMXBean().setConnectionTimeout(PATIENCE_MILLIS);
      return database;
    } catch (DatabaseException e) {
      database.close();
      throw postgresql ? e : new DatabaseException(state.resolve(FILE) + ": " + e.getMessage(), e);
    }
  }

  /** Whether the tables are those that this version knows. */
  private void check() throws DatabaseException {
    int schema =
        transaction(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("SELECT version FROM bridge_schema")) {
                return row.next() ? row.getInt(1) : 0;
              }
            });
    if (schema != SCHEMA) {
      throw new DatabaseException(
          "the bridge's database is of another version of thorax4j: its tables are version "
              + schema
              + ", known is "
              + SCHEMA);
    }
  }

  /** Whether there is a database; one elsewhere than in the folder is taken to be there. */
  static boolean exists(Database config, Path state) {
    return config.url().isPresent() || Files.isRegularFile(state.resolve(FILE));
  }

  private void create(String script) throws DatabaseException {
    String sql = resource(script);
    transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String command : sql.split(";\\s*\\n", -1)) {
              if (!command.isBlank()) {
                statement.execute(command);
              }
            }
          }
          return true;
        });
  }

  private static String resource(String script) {
    try (InputStream in = BridgeDatabase.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("no " + script + " in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(script + " in this jar cannot be read", e);
    }
  }

  /** For db-scheduler. */
  DataSource dataSource() {
    return pool;
  }

  /** Does something with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Does something wholly or not at all.
   *
   * @throws DatabaseException if it is not done
   */
  <T> T transaction(Work<T> work) throws DatabaseException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        try {
          connection.rollback();
        } catch (SQLException again) {
          // SQLite has done so itself when its disk is full, which its driver does not know:
          // whoever
          // got this connection next would be without a transaction. What went wrong first is told.
          pool.evictConnection(connection);
          e.addSuppressed(again);
        }
        throw e;
      }
    } catch (SQLException e) {
      // Who waited for a connection in vain says only that; why there was none is the cause.
      Throwable why =
          e instanceof SQLTransientConnectionException && e.getCause() != null ? e.getCause() : e;
      throw new DatabaseException("the bridge's database: " + why.getMessage(), e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
