package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What people said about the films. All of it is kept; each reviewer's last word on a film counts.
 * Thread-safe.
 */
final class ReviewStore {

  private static final String LAST_WORDS =
      "SELECT instance, reviewer, at, label, agrees FROM review WHERE id IN"
          + " (SELECT MAX(id) FROM review GROUP BY instance, reviewer)";

  private final BridgeDatabase database;

  ReviewStore(BridgeDatabase database) {
    this.database = database;
  }

  /** Keeps a review. */
  void add(Review review) throws DatabaseException {
    database.transaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO review (instance, reviewer, at, label, agrees)"
                      + " VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, review.instance());
            insert.setString(2, review.reviewer());
            insert.setLong(3, review.at().toEpochMilli());
            insert.setString(4, review.label().name());
            insert.setInt(5, review.agrees() ? 1 : 0);
            return insert.executeUpdate();
          }
        });
  }

  /** Each reviewer's last word on a film, the oldest first. */
  List<Review> of(String instance) throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(LAST_WORDS + " AND instance = ? ORDER BY id")) {
            select.setString(1, instance);
            return read(select);
          }
        });
  }

  /** Each reviewer's last word on each film, by film. */
  List<Review> all() throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(LAST_WORDS + " ORDER BY instance, id")) {
            return read(select);
          }
        });
  }

  /** How many films were reviewed and are not in Orthanc any more. */
  long gone() throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT COUNT(*) FROM film WHERE state = 'GONE' AND EXISTS"
                          + " (SELECT 1 FROM review WHERE review.instance = film.instance)");
              ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0L;
          }
        });
  }

  private static List<Review> read(PreparedStatement select) throws SQLException {
    List<Review> reviews = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        reviews.add(
            new Review(
                rows.getString(1),
                rows.getString(2),
                Instant.ofEpochMilli(rows.getLong(3)),
                Finding.valueOf(rows.getString(4)),
                rows.getInt(5) != 0));
      }
    }
    return List.copyOf(reviews);
  }
}
