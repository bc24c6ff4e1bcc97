package io.github.thorax4j.orthanc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many films are done, how quickly, and with which probabilities. Thread-safe. */
final class Throughput {

  private static final String FILMS = " FROM film WHERE state IN ('DONE', 'DECLINED')";
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** More than any film's age is worth looking at for a median. */
  private static final int MOST = 20_000;

  private final BridgeDatabase database;

  Throughput(BridgeDatabase database) {
    this.database = database;
  }

  /** How many films were done in each hour, by its number since 1970; hours without are absent. */
  SortedMap<Long, Long> hours(Instant since) throws DatabaseException {
    return database.transaction(
        connection -> {
          SortedMap<Long, Long> hours = new TreeMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT finished / "
                      + HOUR
                      + ", COUNT(*)"
                      + FILMS
                      + " AND finished >= ? GROUP BY finished / "
                      + HOUR)) {
            select.setLong(1, since.toEpochMilli());
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                hours.put(rows.getLong(1), rows.getLong(2));
              }
            }
          }
          return hours;
        });
  }

  /** From coming in to being done, of the last films since a moment; the shortest first. */
  List<Duration> latencies(Instant since) throws DatabaseException {
    return database.transaction(
        connection -> {
          List<Duration> latencies = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT finished - received"
                      + FILMS
                      + " AND finished >= ? ORDER BY finished DESC LIMIT "
                      + MOST)) {
            select.setLong(1, since.toEpochMilli());
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                latencies.add(Duration.ofMillis(rows.getLong(1)));
              }
            }
          }
          latencies.sort(null);
          return List.copyOf(latencies);
        });
  }

  /** A model's probabilities since a moment. */
  double[] scores(String model, Instant since) throws DatabaseException {
    return probabilities(
        "AND finished >= " + since.toEpochMilli() + " ORDER BY finished DESC LIMIT " + MOST, model);
  }

  /** The first probabilities that a model gave here. */
  double[] firstScores(String model, int number) throws DatabaseException {
    return probabilities("ORDER BY received, instance LIMIT " + number, model);
  }

  private double[] probabilities(String condition, String model) throws DatabaseException {
    return database.transaction(
        connection -> {
          List<Double> found = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT probability FROM film WHERE state = 'DONE' AND model = ? " + condition)) {
            select.setString(1, model);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(rows.getDouble(1));
              }
            }
          }
          return found.stream().mapToDouble(Double::doubleValue).toArray();
        });
  }

  /** When the film that waits longest came in; empty if none waits. */
  Optional<Instant> longestWaiting() throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT MIN(received) FROM film WHERE state = 'WAITING'");
              ResultSet row = select.executeQuery()) {
            row.next();
            long received = row.getLong(1);
            return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(received));
          }
        });
  }
}
