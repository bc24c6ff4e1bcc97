package io.github.thorax4j.orthanc;

import io.github.thorax4j.orthanc.RuleAction.State;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rules were asked about and what they do, in the bridge's database. Thread-safe. */
final class RuleStore {

  private final BridgeDatabase database;

  RuleStore(BridgeDatabase database) {
    this.database = database;
  }

  /**
   * Adds a film and what is to be done with it. What is there already stays as it is, but for what
   * is known of the film, unless it is for another arrival of the film or was noted in shadow only:
   * then it begins anew. What waits for another arrival and is not to be done for this one is
   * dropped.
   */
  void add(RoutedFilm film, Instant arrived, List<RuleAction> actions) throws IOException {
    String json = film.json();
    database.transaction(
        connection -> {
          try (PreparedStatement put =
              connection.prepareStatement(
                  "INSERT INTO routed_film (instance, sop_instance, facts, routed)"
                      + " VALUES (?, ?, ?, ?) ON CONFLICT (instance) DO UPDATE SET"
                      + " sop_instance = excluded.sop_instance, facts = excluded.facts,"
                      + " routed = excluded.routed")) {
            put.setString(1, film.facts().place().instance());
            put.setString(2, film.facts().sopInstance().orElse(""));
            put.setString(3, json);
            put.setLong(4, film.routed().toEpochMilli());
            put.executeUpdate();
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO rule_action (instance, rule, action, arrived, state, detail,"
                      + " job_failed, attempts, since, changed)"
                      + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                      + " ON CONFLICT (instance, rule, action) DO UPDATE SET"
                      + " arrived = excluded.arrived, state = excluded.state,"
                      + " detail = excluded.detail, job = NULL, job_failed = excluded.job_failed,"
                      + " attempts = excluded.attempts, since = excluded.since,"
                      + " changed = excluded.changed"
                      + " WHERE rule_action.arrived <> excluded.arrived"
                      + " OR (rule_action.state = 'SHADOW' AND excluded.state <> 'SHADOW')")) {
            for (RuleAction action : actions) {
              insert.setString(1, action.key().instance());
              insert.setString(2, action.key().rule());
              insert.setString(3, action.key().action());
              insert.setLong(4, action.arrived().toEpochMilli());
              insert.setString(5, action.state().name());
              insert.setString(6, action.detail());
              insert.setBoolean(7, action.jobFailed());
              insert.setInt(8, action.attempts());
              insert.setLong(9, action.since().toEpochMilli());
              insert.setLong(10, action.changed().toEpochMilli());
              insert.executeUpdate();
            }
          }
          try (PreparedStatement drop =
              connection.prepareStatement(
                  "UPDATE rule_action SET state = 'DROPPED',"
                      + " detail = 'the film has arrived again, and this is not for it any more'"
                      + " WHERE instance = ? AND arrived <> ? AND state = 'WAITING'")) {
            drop.setString(1, film.facts().place().instance());
            drop.setLong(2, arrived.toEpochMilli());
            drop.executeUpdate();
          }
          return true;
        });
  }

  /**
   * Takes all work from whoever has it, which only the database's sole user may do, who has none.
   */
  void takeOver() throws DatabaseException {
    database.transaction(
        connection -> {
          for (String table : List.of("scheduled_actions", "scheduled_webhooks")) {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "UPDATE "
                        + table
                        + " SET picked = FALSE, picked_by = NULL,"
                        + " last_heartbeat = NULL, version = version + 1 WHERE picked")) {
              update.executeUpdate();
            }
          }
          return true;
        });
  }

  /** Says how far an action is, unless the film has arrived again meanwhile. */
  void update(RuleAction action) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE rule_action SET state = ?, detail = ?, job = ?, job_failed = ?,"
                      + " attempts = ?, since = ?, changed = ?"
                      + " WHERE instance = ? AND rule = ? AND action = ? AND arrived = ?")) {
            update.setString(1, action.state().name());
            update.setString(2, action.detail());
            update.setString(3, action.job().orElse(""));
            update.setBoolean(4, action.jobFailed());
            update.setInt(5, action.attempts());
            update.setLong(6, action.since().toEpochMilli());
            update.setLong(7, action.changed().toEpochMilli());
            update.setString(8, action.key().instance());
            update.setString(9, action.key().rule());
            update.setString(10, action.key().action());
            update.setLong(11, action.arrived().toEpochMilli());
            return update.executeUpdate();
          }
        });
  }

  /** An action, if there is one of that key. */
  Optional<RuleAction> action(RuleAction.Key key) throws DatabaseException {
    return actions(
            "WHERE instance = ? AND rule = ? AND action = ?",
            key.instance(),
            key.rule(),
            key.action())
        .stream()
        .findFirst();
  }

  /** All for a film. */
  List<RuleAction> of(String instance) throws DatabaseException {
    return actions("WHERE instance = ? ORDER BY rule, action", instance);
  }

  /** Those of a state, the one that has not changed for longest first. */
  List<RuleAction> inState(State state, int limit) throws DatabaseException {
    return actions(
        "WHERE state = ? ORDER BY changed, instance, rule, action LIMIT " + Math.max(0, limit),
        state.name());
  }

  /** How many there are of each state. */
  Map<State, Long> counts() throws DatabaseException {
    return database.transaction(
        connection -> {
          Map<State, Long> counts = new EnumMap<>(State.class);
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT state, COUNT(*) FROM rule_action GROUP BY state");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              counts.put(State.valueOf(rows.getString(1)), rows.getLong(2));
            }
          }
          return counts;
        });
  }

  /** What rules knew of a film, if they were asked; by Orthanc's identifier or SOP Instance UID. */
  Optional<RoutedFilm> film(String id) throws IOException {
    List<String> found =
        database.transaction(
            connection -> {
              List<String> facts = new ArrayList<>();
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT facts FROM routed_film WHERE instance = ? OR sop_instance = ?"
                          + " ORDER BY routed DESC")) {
                select.setString(1, id);
                select.setString(2, id);
                try (ResultSet rows = select.executeQuery()) {
                  while (rows.next()) {
                    facts.add(rows.getString(1));
                  }
                }
              }
              return facts;
            });
    return found.isEmpty() ? Optional.empty() : Optional.of(RoutedFilm.parse(found.get(0)));
  }

  /**
   * Reads actions.
   *
   * @param condition what follows the table's name; constant text
   */
  private List<RuleAction> actions(String condition, String... values) throws DatabaseException {
    return database.transaction(
        connection -> {
          List<RuleAction> actions = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT instance, rule, action, arrived, state, detail, job, job_failed,"
                      + " attempts, since, changed FROM rule_action "
                      + condition)) {
            for (int i = 0; i < values.length; i++) {
              select.setString(i + 1, values[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                actions.add(action(rows));
              }
            }
          }
          return List.copyOf(actions);
        });
  }

  private static RuleAction action(ResultSet row) throws SQLException {
    return new RuleAction(
        new RuleAction.Key(
            row.getString("instance"), row.getString("rule"), row.getString("action")),
        Instant.ofEpochMilli(row.getLong("arrived")),
        State.valueOf(row.getString("state")),
        row.getString("detail"),
        Optional.ofNullable(row.getString("job")).filter(job -> !job.isEmpty()),
        row.getBoolean("job_failed"),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("since")),
        Instant.ofEpochMilli(row.getLong("changed")));
  }
}
