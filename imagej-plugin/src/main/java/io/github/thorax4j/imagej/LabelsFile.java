package io.github.thorax4j.imagej;

import io.github.thorax4j.Finding;
import io.github.thorax4j.batch.CsvTable;
import io.github.thorax4j.djl.LabelledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A table of labels as {@code thorax4j train} takes it, one line for each film, complete on disk
 * after every change. Lines and columns of others are kept. Not thread-safe.
 */
final class LabelsFile {

  private static final String PATH = "path";
  private static final String LABEL = "label";

  /** The patient is left empty: a reader then goes by the file's name, as in a folder. */
  private static final String PATIENT = "patient";

  private static final String MODEL_FINDING = "model_finding";
  private static final String PROBABILITY = "probability";
  private static final String REVIEWED = "reviewed";

  private final Path file;
  private final InstantSource clock;
  private CsvTable table;

  private LabelsFile(Path file, InstantSource clock, CsvTable table) {
    this.file = file;
    this.clock = clock;
    this.table = table;
  }

  /**
   * A table that is there, to be continued, or one that begins with the first label.
   *
   * @param clock tells when a film was reviewed
   * @throws IOException if a file is there that is no table of labels; the message names it and the
   *     cause
   */
  static LabelsFile open(Path file, InstantSource clock) throws IOException {
    CsvTable table = new CsvTable(List.of(PATH, LABEL, PATIENT), List.of());
    if (Files.exists(file)) {
      if (Files.isDirectory(file)) {
        throw new IOException(file + ": is a folder, not a table of labels");
      }
      LabelledFiles.read(file);
      table = CsvTable.read(file);
    }
    return new LabelsFile(file, clock, withOurColumns(table));
  }

  private static CsvTable withOurColumns(CsvTable table) {
    List<String> columns = new ArrayList<>(table.columns());
    for (String column : List.of(MODEL_FINDING, PROBABILITY, REVIEWED)) {
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : table.rows()) {
      List<String> longer = new ArrayList<>(row);
      while (longer.size() < columns.size()) {
        longer.add("");
      }
      rows.add(longer);
    }
    return new CsvTable(columns, rows);
  }

  Path file() {
    return file;
  }

  /** The films that have a label, by {@link ReviewItem#key()}. */
  List<Path> films() {
    return table.rows().stream().map(this::film).toList();
  }

  /** The label of a film, if it has one. */
  Optional<Finding> label(ReviewItem item) {
    return table.rows().stream()
        .filter(row -> film(row).equals(item.key()))
        .map(row -> Finding.parse(value(row, LABEL)))
        .findFirst();
  }

  /**
   * Gives a film a label, in place of the one it has.
   *
   * @throws IOException if it cannot be written, in which case the file is as it was
   */
  void put(ReviewItem item, Finding label) throws IOException {
    List<String> line = new ArrayList<>();
    for (String column : table.columns()) {
      line.add(
          switch (column) {
            case PATH -> item.file().toAbsolutePath().toString();
            case LABEL -> label.name();
            case MODEL_FINDING -> item.finding().name();
            case PROBABILITY -> Double.toString(item.probability());
            case REVIEWED -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            default -> "";
          });
    }
    List<List<String>> rows = new ArrayList<>();
    boolean replaced = false;
    for (List<String> row : table.rows()) {
      boolean same = film(row).equals(item.key());
      if (!same) {
        rows.add(row);
      } else if (!replaced) {
        rows.add(line);
        replaced = true;
      }
    }
    if (!replaced) {
      rows.add(line);
    }
    save(rows);
  }

  /**
   * Takes a film's label away, if it has one.
   *
   * @throws IOException if it cannot be written, in which case the file is as it was
   */
  void remove(ReviewItem item) throws IOException {
    List<List<String>> rows =
        table.rows().stream().filter(row -> !film(row).equals(item.key())).toList();
    if (rows.size() < table.rows().size()) {
      save(rows);
    }
  }

  private void save(List<List<String>> rows) throws IOException {
    CsvTable next = new CsvTable(table.columns(), rows);
    next.write(file);
    table = next;
  }

  private Path film(List<String> row) {
    return file.toAbsolutePath().resolveSibling(value(row, PATH)).normalize();
  }

  private String value(List<String> row, String column) {
    OptionalInt index = table.column(column);
    return index.isPresent() ? row.get(index.getAsInt()).strip() : "";
  }
}
