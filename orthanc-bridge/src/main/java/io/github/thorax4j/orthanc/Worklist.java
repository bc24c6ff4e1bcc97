package io.github.thorax4j.orthanc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The films that the model has seen, in an order, a page at a time. Thread-safe. */
final class Worklist {

  /**
   * The index of the films in the order of their urgency says it in the same words. With IN, SQLite
   * would take the index of the states and sort.
   */
  private static final String SEEN = " WHERE state NOT IN ('WAITING', 'OTHER', 'DEAD', 'GONE')";

  private static final String NOT_REVIEWED =
      " AND NOT EXISTS (SELECT 1 FROM review WHERE review.instance = film.instance)";

  private final BridgeDatabase database;

  Worklist(BridgeDatabase database) {
    this.database = database;
  }

  /** What films can be sorted by. */
  enum Order {
    /** By priority, then by probability, then the longest waiting first. */
    URGENCY("priority %1$s, probability %1$s NULLS LAST, received"),
    PROBABILITY("probability %1$s NULLS LAST, received"),
    FINDING("finding %1$s NULLS LAST, probability DESC NULLS LAST, received"),
    MODEL("model %1$s NULLS LAST, received"),
    AGE("received %1$s"),
    STATE("state %1$s, received");

    private final String columns;

    Order(String columns) {
      this.columns = columns;
    }

    /** The name in addresses. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The order of a name in an address. */
    static Optional<Order> parse(String id) {
      for (Order order : values()) {
        if (order.id().equals(id)) {
          return Optional.of(order);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A page of the list.
   *
   * @param order what it is sorted by
   * @param descending whether the highest comes first
   * @param reviewed whether films that somebody has reviewed are in it too
   * @param number 1 for the first
   */
  record Page(Order order, boolean descending, boolean reviewed, int number) {

    /** How many films are on a page. */
    static final int SIZE = 25;
  }

  /** The films of a page. */
  List<Film> films(Page page) throws DatabaseException {
    String sql = sql(page);
    return database.transaction(
        connection -> {
          List<Film> films = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, Page.SIZE);
            select.setLong(2, (long) Page.SIZE * (page.number() - 1));
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                films.add(FilmStore.film(rows));
              }
            }
          }
          return List.copyOf(films);
        });
  }

  /** What asks for the films of a page, but how many and from which on. */
  static String sql(Page page) {
    String order =
        String.format(Locale.ROOT, page.order().columns, page.descending() ? "DESC" : "ASC");
    return "SELECT "
        + FilmStore.COLUMNS
        + " FROM film"
        + condition(page.reviewed())
        + " ORDER BY "
        + order
        + ", instance LIMIT ? OFFSET ?";
  }

  /** How many films there are, with or without those that somebody has reviewed. */
  long count(boolean reviewed) throws DatabaseException {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT COUNT(*) FROM film" + condition(reviewed));
              ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0L;
          }
        });
  }

  private static String condition(boolean reviewed) {
    return SEEN + (reviewed ? "" : NOT_REVIEWED);
  }
}
