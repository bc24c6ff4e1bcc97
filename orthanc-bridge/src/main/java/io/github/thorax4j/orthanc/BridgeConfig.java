package io.github.thorax4j.orthanc;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
    int workers) {

  /** Checks the ranges. */
  public BridgeConfig {
    Objects.requireNonNull(orthanc, "orthanc");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(results, "results");
    if (quiet.isNegative() || workers < 1) {
      throw new IllegalArgumentException("quiet must not be negative and workers at least 1");
    }
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
  public record Results(boolean report, boolean picture, boolean comprehensive) {}
}
