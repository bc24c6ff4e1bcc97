package io.github.thorax4j.orthanc;

import io.github.thorax4j.orthanc.Film.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** The films that are not done with. Thread-safe. */
final class Queue {

  private final BridgeDatabase database;

  Queue(BridgeDatabase database) {
    this.database = database;
  }

  /**
   * A film that is not done with.
   *
   * @param film the film
   * @param failures how many attempts at it have failed in a row
   */
  record Entry(Film film, int failures) {}

  /** The films of a state that have been known longest. */
  List<Entry> first(State state, int limit) throws DatabaseException {
    return database.transaction(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + FilmStore.COLUMNS
                      + ", (SELECT MAX(consecutive_failures) FROM scheduled_tasks"
                      + " WHERE task_name = ? AND task_instance = instance) AS failures"
                      + " FROM film WHERE state = ? ORDER BY received, instance LIMIT ?")) {
            select.setString(1, FilmWork.TASK);
            select.setString(2, state.name());
            select.setInt(3, limit);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                entries.add(new Entry(FilmStore.film(rows), rows.getInt("failures")));
              }
            }
          }
          return List.copyOf(entries);
        });
  }
}
