package io.github.thorax4j.orthanc;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a bridge is set up. Everything but Orthanc's address and the state folder has a default that
 * is safe.
 *
 * @param orthanc the archive
 * @param state the folder of what has to survive a restart
 * @param database where that is, if not in an SQLite file in the folder
 * @param model the model file; the shipped one if absent
 * @param threshold the operating point; the model's own if absent
 * @param results what is written into the archive
 * @param shadow whether everything is recorded and nothing changed in the archive
 * @param quiet how long a series must have been quiet before its films are taken
 * @param workers how many films are worked on at once
 * @param giveUpAfter how long what fails is tried again before somebody has to look at it
 * @param web the pages
 * @param drift when a day's probabilities are distributed so unlike the reference that it is an
 *     alert
 * @param rules what is done with which film, in their order
 */
public record BridgeConfig(
    Orthanc orthanc,
    Path state,
    Database database,
    Optional<Path> model,
    OptionalDouble threshold,
    Results results,
    boolean shadow,
    Duration quiet,
    int workers,
    Duration giveUpAfter,
    WebSettings web,
    Drift drift,
    List<Rule> rules) {

  /** Orthanc's answers may take this long. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** No film's file may be larger, in bytes. */
  public static final long LARGEST_FILM = 256L << 20;

  private static final Duration QUIET = Duration.ofMillis(500);
  private static final int WORKERS = 2;
  private static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

  /** Checks the ranges. */
  public BridgeConfig {
    Objects.requireNonNull(orthanc, "orthanc");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(giveUpAfter, "giveUpAfter");
    Objects.requireNonNull(web, "web");
    Objects.requireNonNull(drift, "drift");
    rules = List.copyOf(rules);
    if (quiet.isNegative() || workers < 1) {
      throw new IllegalArgumentException("quiet must not be negative and workers at least 1");
    }
  }

  /** Everything but the archive and the folder as it is by default. */
  public static BridgeConfig of(Orthanc orthanc, Path state) {
    return new BridgeConfig(
        orthanc,
        state,
        Database.SQLITE,
        Optional.empty(),
        OptionalDouble.empty(),
        Results.BOTH,
        false,
        QUIET,
        WORKERS,
        GIVE_UP_AFTER,
        WebSettings.local(),
        Drift.USUAL,
        List.of());
  }

  /** The same with its pages elsewhere. */
  BridgeConfig withWeb(WebSettings other) {
    return new BridgeConfig(
        orthanc,
        state,
        database,
        model,
        threshold,
        results,
        shadow,
        quiet,
        workers,
        giveUpAfter,
        other,
        drift,
        rules);
  }

  /** The same with a threshold in place of the model's own. */
  BridgeConfig withThreshold(double other) {
    return new BridgeConfig(
        orthanc,
        state,
        database,
        model,
        OptionalDouble.of(other),
        results,
        shadow,
        quiet,
        workers,
        giveUpAfter,
        web,
        drift,
        rules);
  }

  /** The same with another patience for what fails. */
  BridgeConfig withGiveUpAfter(Duration other) {
    return new BridgeConfig(
        orthanc, state, database, model, threshold, results, shadow, quiet, workers, other, web,
        drift, rules);
  }

  /** The same with rules. */
  BridgeConfig withRules(List<Rule> other) {
    return new BridgeConfig(
        orthanc,
        state,
        database,
        model,
        threshold,
        results,
        shadow,
        quiet,
        workers,
        giveUpAfter,
        web,
        drift,
        other);
  }

  /**
   * The archive.
   *
   * @param url such as {@code http://127.0.0.1:8042}
   * @param user the name; none if Orthanc asks for none
   * @param password never shown
   * @param patience how long an answer may take
   * @param largestFilm the most bytes of a film's file
   */
  public record Orthanc(
      URI url,
      Optional<String> user,
      Optional<String> password,
      Duration patience,
      long largestFilm) {

    /** An archive with the default limits. */
    public static Orthanc of(URI url, Optional<String> user, Optional<String> password) {
      return new Orthanc(url, user, password, PATIENCE, LARGEST_FILM);
    }

    /** Never the password. */
    @Override
    public String toString() {
      return "Orthanc[" + url.getAuthority() + "]";
    }
  }

  /**
   * The database.
   *
   * @param url such as {@code jdbc:postgresql://db/bridge}; SQLite if absent
   * @param user the name
   * @param password never shown
   */
  public record Database(Optional<String> url, Optional<String> user, Optional<String> password) {

    /** A file in the state folder. */
    public static final Database SQLITE =
        new Database(Optional.empty(), Optional.empty(), Optional.empty());

    /** Never the password. */
    @Override
    public String toString() {
      return "Database[" + url.orElse("SQLite") + "]";
    }
  }

  /**
   * What is written into the archive.
   *
   * @param report whether a structured report is
   * @param picture whether the heat map is, as a Secondary Capture
   * @param comprehensive whether reports are Comprehensive SR, for viewers that do not know
   *     Comprehensive 3D SR
   */
  public record Results(boolean report, boolean picture, boolean comprehensive) {

    /** The report and the picture. */
    public static final Results BOTH = new Results(true, true, false);
  }

  /**
   * When a day's probabilities are an alert.
   *
   * @param alert from which population stability index on
   * @param fromSite whether they are compared with the site's first films, and not with the
   *     training's hold-out where the model's file has that
   */
  public record Drift(double alert, boolean fromSite) {

    /** What is usually taken for a shift, from the training's hold-out. */
    public static final Drift USUAL = new Drift(0.25, false);
  }
}
