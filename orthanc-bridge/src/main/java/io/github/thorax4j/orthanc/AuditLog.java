package io.github.thorax4j.orthanc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who saw and changed what. Entries are only ever added. Thread-safe. */
final class AuditLog {

  private final BridgeDatabase database;
  private final Clock clock;

  AuditLog(BridgeDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * An entry.
   *
   * @param at when
   * @param who the user's name
   * @param origin the address the request came from
   * @param action such as {@code saw study}
   * @param object what it was done to: Orthanc's identifier, or several; empty if to nothing in
   *     particular
   */
  record Entry(Instant at, String who, String origin, String action, String object) {}

  /** Adds an entry. */
  void add(String who, String origin, String action, String object) throws DatabaseException {
    long now = clock.millis();
    database.transaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO audit (at, who, origin, action, object) VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, now);
            insert.setString(2, who);
            insert.setString(3, origin);
            insert.setString(4, action);
            insert.setString(5, object);
            return insert.executeUpdate();
          }
        });
  }

  /** A page of entries, the newest first. */
  List<Entry> page(long offset, int limit) throws DatabaseException {
    return database.transaction(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT at, who, origin, action, object FROM audit"
                      + " ORDER BY id DESC LIMIT ? OFFSET ?")) {
            select.setInt(1, limit);
            select.setLong(2, offset);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                entries.add(
                    new Entry(
                        Instant.ofEpochMilli(rows.getLong(1)),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5)));
              }
            }
          }
          return List.copyOf(entries);
        });
  }
}
