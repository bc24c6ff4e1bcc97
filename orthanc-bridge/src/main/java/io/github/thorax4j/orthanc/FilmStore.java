package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cursor and the films in the bridge's database. Thread-safe. */
final class FilmStore {

  private static final String COLUMNS =
      "instance, series, study, state, detail, received, finished, probability, finding, threshold,"
          + " model, priority";

  private final BridgeDatabase database;

  FilmStore(BridgeDatabase database) {
    this.database = database;
  }

  /** The sequence number of the last change that was taken over; empty at the first start. */
  Optional<Long> cursor() throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT seq FROM change_cursor WHERE id = 1");
              ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
          }
        });
  }

  /** Remembers the sequence number of the last change that was taken over. */
  void moveCursor(long sequence) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement put =
              connection.prepareStatement(
                  "INSERT INTO change_cursor (id, seq) VALUES (1, ?)"
                      + " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq")) {
            put.setLong(1, sequence);
            return put.executeUpdate();
          }
        });
  }

  /** Adds instances that are new; those that are known stay as they are. */
  void add(List<String> instances, Instant received) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO film (instance, state, detail, received, priority)"
                      + " VALUES (?, ?, '', ?, 0) ON CONFLICT (instance) DO NOTHING")) {
            for (String instance : instances) {
              insert.setString(1, instance);
              insert.setString(2, State.WAITING.name());
              insert.setLong(3, received.toEpochMilli());
              insert.addBatch();
            }
            return insert.executeBatch();
          }
        });
  }

  /** Says where an instance is. */
  void place(Placement placement) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE film SET series = ?, study = ? WHERE instance = ?")) {
            update.setString(1, placement.series());
            update.setString(2, placement.study());
            update.setString(3, placement.instance());
            return update.executeUpdate();
          }
        });
  }

  /** Gives an instance a state, and an answer if there is one. */
  void finish(String instance, State state, String detail, Optional<Answer> answer, Instant now)
      throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE film SET state = ?, detail = ?, finished = ?, probability = ?,"
                      + " finding = ?, threshold = ?, model = ? WHERE instance = ?")) {
            update.setString(1, state.name());
            update.setString(2, detail);
            update.setLong(3, now.toEpochMilli());
            if (answer.isPresent()) {
              update.setDouble(4, answer.get().probability());
              update.setString(5, answer.get().finding().name());
              update.setDouble(6, answer.get().threshold());
              update.setString(7, answer.get().model());
            } else {
              update.setNull(4, Types.DOUBLE);
              update.setNull(5, Types.VARCHAR);
              update.setNull(6, Types.DOUBLE);
              update.setNull(7, Types.VARCHAR);
            }
            update.setString(8, instance);
            return update.executeUpdate();
          }
        });
  }

  /** Raises the priority of an instance; a lower one changes nothing. */
  void raise(String instance, int priority) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE film SET priority = ? WHERE instance = ? AND priority < ?")) {
            update.setInt(1, priority);
            update.setString(2, instance);
            update.setInt(3, priority);
            return update.executeUpdate();
          }
        });
  }

  /** An instance, if it is known. */
  Optional<Film> film(String instance) throws DatabaseException {
    return select("WHERE instance = ?", instance).stream().findFirst();
  }

  /** All of a state, the longest known first. */
  List<Film> inState(State state) throws DatabaseException {
    return select("WHERE state = ? ORDER BY received, instance", state.name());
  }

  /** What was answered: by priority, then by probability, highest first. */
  List<Film> worklist(int limit) throws DatabaseException {
    return select(
        "WHERE state = 'DONE' ORDER BY priority DESC, probability DESC, received LIMIT "
            + Math.max(0, limit));
  }

  /** How many there are of each state. */
  Map<State, Long> counts() throws DatabaseException {
    return database.transaction(
        connection -> {
          Map<State, Long> counts = new EnumMap<>(State.class);
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT state, COUNT(*) FROM film GROUP BY state");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              counts.put(State.valueOf(rows.getString(1)), rows.getLong(2));
            }
          }
          return counts;
        });
  }

  /**
   * Reads films.
   *
   * @param condition what follows the table's name; constant text
   */
  private List<Film> select(String condition, String... values) throws DatabaseException {
    return database.transaction(
        connection -> {
          List<Film> films = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement("SELECT " + COLUMNS + " FROM film " + condition)) {
            for (int i = 0; i < values.length; i++) {
              select.setString(i + 1, values[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                films.add(film(rows));
              }
            }
          }
          return List.copyOf(films);
        });
  }

  private static Film film(ResultSet row) throws SQLException {
    long finished = row.getLong("finished");
    Optional<Instant> end =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finished));
    double probability = row.getDouble("probability");
    Optional<Answer> answer =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Answer(
                    probability,
                    Finding.valueOf(row.getString("finding")),
                    row.getDouble("threshold"),
                    row.getString("model")));
    return new Film(
        row.getString("instance"),
        Optional.ofNullable(row.getString("series")),
        Optional.ofNullable(row.getString("study")),
        State.valueOf(row.getString("state")),
        row.getString("detail"),
        Instant.ofEpochMilli(row.getLong("received")),
        end,
        answer,
        row.getInt("priority"));
  }
}
