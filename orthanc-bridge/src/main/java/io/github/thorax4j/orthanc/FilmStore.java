package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.orthanc.Changes.Change;
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

  /** A film's columns, for {@link #film(ResultSet)}. */
  static final String COLUMNS =
      "instance, series, study, state, detail, received, finished, probability, finding, threshold,"
          + " model, priority";

  /** Why an instance is gone. */
  static final String GONE = "it was deleted from Orthanc";

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

  /** What the last change that was taken over was; empty if that is not known. */
  String cursorIdentity() throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT identity FROM change_cursor WHERE id = 1");
              ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : "";
          }
        });
  }

  /**
   * Remembers the last change that was taken over.
   *
   * @param identity what it was, to know the log again; empty if that is not known
   */
  void moveCursor(long sequence, String identity) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement put =
              connection.prepareStatement(
                  "INSERT INTO change_cursor (id, seq, identity) VALUES (1, ?, ?) ON CONFLICT (id)"
                      + " DO UPDATE SET seq = excluded.seq, identity = excluded.identity")) {
            put.setLong(1, sequence);
            put.setString(2, identity);
            return put.executeUpdate();
          }
        });
  }

  /**
   * Adds instances that Orthanc lists; those that are known stay as they are.
   *
   * @return those of them that wait
   */
  List<String> add(List<String> instances, Instant received) throws DatabaseException {
    return arrived(
        instances.stream().map(instance -> new Change(0, "Listed", instance)).toList(), received);
  }

  /**
   * Adds instances that have arrived. One that is known stays as it is, unless it has arrived once
   * more since: then it was deleted meanwhile, and its results may have been too.
   *
   * @return those of them that wait
   */
  List<String> arrived(List<Change> changes, Instant received) throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO film (instance, state, detail, received, priority, seq, crashes)"
                      + " VALUES (?, ?, '', ?, 0, ?, 0) ON CONFLICT (instance) DO UPDATE SET"
                      + " state = excluded.state, detail = '', received = excluded.received,"
                      + " finished = NULL, seq = excluded.seq, crashes = 0"
                      + " WHERE excluded.seq > film.seq")) {
            for (Change change : changes) {
              insert.setString(1, change.resource());
              insert.setString(2, State.WAITING.name());
              insert.setLong(3, received.toEpochMilli());
              insert.setLong(4, change.sequence());
              insert.addBatch();
            }
            insert.executeBatch();
          }
          List<String> waiting = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT 1 FROM film WHERE instance = ? AND state = 'WAITING'")) {
            for (Change change : changes) {
              select.setString(1, change.resource());
              try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                  waiting.add(change.resource());
                }
              }
            }
          }
          return List.copyOf(waiting);
        });
  }

  /** Forgets when instances arrived: from now on every one that is listed is to be done anew. */
  void forgetArrivals() throws DatabaseException {
    update("UPDATE film SET seq = -1");
  }

  /** The instances that wait and that nobody is going to work on. */
  List<String> stranded() throws DatabaseException {
    return database.transaction(
        connection -> {
          List<String> stranded = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT instance FROM film WHERE state = 'WAITING' AND NOT EXISTS"
                          + " (SELECT 1 FROM scheduled_tasks WHERE task_name = 'film'"
                          + " AND task_instance = film.instance)");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              stranded.add(rows.getString(1));
            }
          }
          return List.copyOf(stranded);
        });
  }

  /**
   * Takes all work from whoever has it, which only the database's sole user may do, who has none.
   */
  void takeOver() throws DatabaseException {
    update(
        "UPDATE scheduled_tasks SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL,"
            + " version = version + 1 WHERE picked");
  }

  /** Notes that the bridge ended in the middle of an instance. */
  void crashed(String instance) throws DatabaseException {
    update("UPDATE film SET crashes = crashes + 1 WHERE instance = ?", instance);
  }

  /** How often the bridge ended in the middle of an instance. */
  int crashes(String instance) throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT crashes FROM film WHERE instance = ?")) {
            select.setString(1, instance);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getInt(1) : 0;
            }
          }
        });
  }

  /**
   * Lets an instance wait again that was given up.
   *
   * @return whether it was
   */
  boolean revive(String instance) throws DatabaseException {
    return update(
            "UPDATE film SET state = 'WAITING', detail = '', finished = NULL, crashes = 0"
                + " WHERE instance = ? AND state = 'DEAD'",
            instance)
        > 0;
  }

  /** When the last instance of a series was received, of those that were looked at. */
  Optional<Instant> lastOfSeries(String series) throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT MAX(received) FROM film WHERE series = ?")) {
            select.setString(1, series);
            try (ResultSet row = select.executeQuery()) {
              long last = row.next() ? row.getLong(1) : 0;
              return last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last));
            }
          }
        });
  }

  /**
   * Notes what the model said before the instance is done with.
   *
   * @param film as it was when the work on it began; nothing is noted if it has arrived again since
   */
  void answer(Film film, Answer answer) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE film SET probability = ?, finding = ?, threshold = ?, model = ?"
                      + " WHERE instance = ? AND received = ?")) {
            setAnswer(update, 1, Optional.of(answer));
            update.setString(5, film.instance());
            update.setLong(6, film.received().toEpochMilli());
            return update.executeUpdate();
          }
        });
  }

  /** The film of a study with the highest probability, of those answered as this one was. */
  Optional<Film> highest(String study, Answer like) throws DatabaseException {
    return select(
            "WHERE study = ? AND model = ? AND threshold = "
                + like.threshold()
                + " AND state IN ('WAITING', 'DONE') ORDER BY probability DESC, instance LIMIT 1",
            study,
            like.model())
        .stream()
        .findFirst();
  }

  /** Notes of an instance that it is not in Orthanc any more; one that waits is left to wait. */
  void gone(String instance) throws DatabaseException {
    update(
        "UPDATE film SET state = 'GONE', detail = '"
            + GONE
            + "' WHERE instance = ? AND state <> 'WAITING'",
        instance);
  }

  /** Notes what keeps an instance waiting. */
  void waits(String instance, String detail) throws DatabaseException {
    update("UPDATE film SET detail = ? WHERE instance = ? AND state = 'WAITING'", detail, instance);
  }

  private int update(String sql, String... values) throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              update.setString(i + 1, values[i]);
            }
            return update.executeUpdate();
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

  /**
   * Gives an instance that waits a state, and an answer if there is one.
   *
   * @param film as it was when the work on it began
   * @return false if somebody else has done so, or if it has arrived again since; then nothing is
   *     changed
   */
  boolean finish(Film film, State state, String detail, Optional<Answer> answer, Instant now)
      throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE film SET state = ?, detail = ?, finished = ?, probability = ?,"
                      + " finding = ?, threshold = ?, model = ? WHERE instance = ? AND received = ?"
                      + " AND state = 'WAITING'")) {
            update.setString(1, state.name());
            update.setString(2, detail);
            update.setLong(3, now.toEpochMilli());
            setAnswer(update, 4, answer);
            update.setString(8, film.instance());
            update.setLong(9, film.received().toEpochMilli());
            return update.executeUpdate() > 0;
          }
        });
  }

  private static void setAnswer(PreparedStatement update, int first, Optional<Answer> answer)
      throws SQLException {
    if (answer.isPresent()) {
      update.setDouble(first, answer.get().probability());
      update.setString(first + 1, answer.get().finding().name());
      update.setDouble(first + 2, answer.get().threshold());
      update.setString(first + 3, answer.get().model());
    } else {
      update.setNull(first, Types.DOUBLE);
      update.setNull(first + 1, Types.VARCHAR);
      update.setNull(first + 2, Types.DOUBLE);
      update.setNull(first + 3, Types.VARCHAR);
    }
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

  /** The films of a study, the longest known first. */
  List<Film> ofStudy(String study) throws DatabaseException {
    return select("WHERE study = ? ORDER BY received, instance", study);
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

  /** The film of a row of {@link #COLUMNS}. */
  static Film film(ResultSet row) throws SQLException {
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
