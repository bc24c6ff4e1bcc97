package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.batch.CsvRows;
import io.github.thorax4j.orthanc.Film.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What people said about films on the bridge's pages, as a table that a training reads. Films about
 * which reviewers contradict each other, and films that are not in Orthanc any more, are left out.
 * Thread-safe.
 */
public final class Labels {

  /** The name of the table beside the films. */
  public static final String FILE = "labels.csv";

  private static final String HEADER =
      "path,label,patient,instance,study,model,probability,reviewers,reviewed";

  /** Whoever has no Patient ID: Orthanc's identifier is the SHA-1 of none. */
  private static final String NOBODY = "da39a3ee-5e6b4b0d-3255bfef-95601890-afd80709";

  private final FilmStore films;
  private final ReviewStore reviews;
  private final OrthancClient orthanc;

  /** Which patient a study is of, by Orthanc's identifiers; that never changes. */
  private final Map<String, String> patients = new ConcurrentHashMap<>();

  Labels(FilmStore films, ReviewStore reviews, OrthancClient orthanc) {
    this.films = films;
    this.reviews = reviews;
    this.orthanc = orthanc;
  }

  /**
   * What was exported.
   *
   * @param films how many films are in the table
   * @param gone how many films that people reviewed are not in it, as Orthanc has them no more
   */
  public record Exported(int films, int gone) {}

  /**
   * Fetches the labelled films from Orthanc into a folder, those that are there already excepted,
   * and writes the table beside them. A bridge may be running meanwhile.
   *
   * @param folder made if it is not there
   * @return how many films are in the table, and how many are not there
   * @throws IOException if the films cannot be had or not be written; one sentence says why
   */
  public static Exported export(BridgeConfig config, Path folder) throws IOException {
    if (!BridgeDatabase.exists(config.database(), config.state())) {
      throw new IOException(config.state() + ": no bridge has recorded anything there");
    }
    try (BridgeDatabase database = BridgeDatabase.open(config.database(), config.state())) {
      return new Labels(
              new FilmStore(database),
              new ReviewStore(database),
              OrthancClient.of(config.orthanc()))
          .export(folder, config.orthanc().largestFilm());
    }
  }

  /**
   * The table; a film's path is its identifier in Orthanc with {@code .dcm}.
   *
   * @throws OrthancException if Orthanc does not say which patients the films are of
   */
  String csv() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER).append("\r\n");
    for (Row row : rows(new HashSet<>())) {
      if (row.film().state() != State.GONE) {
        csv.append(row.line()).append("\r\n");
      }
    }
    return csv.toString();
  }

  /** The same with what is open already. */
  Exported export(Path folder, long largestFilm) throws IOException {
    PrivateFiles.folder(folder);
    StringBuilder csv = new StringBuilder(HEADER).append("\r\n");
    int exported = 0;
    Set<String> gone = new HashSet<>();
    for (Row row : rows(gone)) {
      Path file = folder.resolve(row.path());
      if (Files.exists(file) || fetch(row, file, largestFilm)) {
        csv.append(row.line()).append("\r\n");
        exported++;
      } else {
        gone.add(row.film().instance());
      }
    }
    PrivateFiles.file(folder.resolve(FILE));
    Files.writeString(folder.resolve(FILE), csv, StandardCharsets.UTF_8);
    return new Exported(exported, gone.size());
  }

  private boolean fetch(Row row, Path file, long largestFilm) throws IOException {
    if (row.film().state() == State.GONE) {
      return false;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      PrivateFiles.file(part);
      orthanc.fetch(row.film().instance(), part, largestFilm);
      Files.move(part, file);
      return true;
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        films.gone(row.film().instance());
        return false;
      }
      throw e;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private record Row(Film film, String patient, List<Review> reviews) {

    private String path() {
      return film.instance() + ".dcm";
    }

    private String line() {
      Review last = reviews.get(reviews.size() - 1);
      return CsvRows.line(
          List.of(
              path(),
              last.label().label(),
              patient,
              film.instance(),
              film.study().orElse(""),
              film.answer().map(Film.Answer::model).orElse(""),
              film.answer().map(a -> Double.toString(a.probability())).orElse(""),
              String.join(" ", reviews.stream().map(Review::reviewer).toList()),
              last.at().truncatedTo(ChronoUnit.SECONDS).toString()));
    }
  }

  /**
   * What people agree about.
   *
   * @param gone gets the films whose study was deleted
   */
  private List<Row> rows(Set<String> gone) throws IOException {
    Map<String, List<Review>> said = new LinkedHashMap<>();
    for (Review review : reviews.all()) {
      said.computeIfAbsent(review.instance(), instance -> new ArrayList<>()).add(review);
    }
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, List<Review>> entry : said.entrySet()) {
      List<Finding> labels = entry.getValue().stream().map(Review::label).distinct().toList();
      Optional<Film> film = films.film(entry.getKey());
      if (labels.size() == 1 && film.isPresent()) {
        Optional<String> patient = patient(film.get());
        if (patient.isPresent()) {
          rows.add(new Row(film.get(), patient.get(), entry.getValue()));
        } else {
          films.gone(film.get().instance());
          gone.add(film.get().instance());
        }
      }
    }
    return rows;
  }

  /** Empty if the study was deleted. */
  private Optional<String> patient(Film film) throws OrthancException {
    String study = film.study().orElse("");
    String known = patients.get(study);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      String parent = orthanc.get("studies/" + study).path("ParentPatient").asText();
      // Those without a name are not all the same person.
      String patient = parent.equals(NOBODY) ? study : parent;
      patients.put(study, patient);
      return Optional.of(patient);
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
