package io.github.thorax4j.imagej;

import ij.measure.ResultsTable;
import io.github.thorax4j.batch.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The films of a table of results that can be looked at: rows with a probability whose file is
 * there. Of several rows of a file the last counts.
 */
final class ReviewItems {

  private final Map<Path, ReviewItem> items = new LinkedHashMap<>();

  private ReviewItems() {}

  /**
   * Those of an open table.
   *
   * @throws IllegalArgumentException if the table is not one of results
   */
  static List<ReviewItem> of(ResultsTable table) {
    ReviewItems films = new ReviewItems();
    for (String column :
        List.of(ResultRows.FILE, ResultRows.PROBABILITY, ResultRows.OPERATING_POINT)) {
      if (!table.columnExists(column)) {
        throw new IllegalArgumentException(
            "there are no results to review: classify a folder first, or choose a CSV of results");
      }
    }
    for (int row = 0; row < table.size(); row++) {
      double probability = table.getValue(ResultRows.PROBABILITY, row);
      if (!Double.isNaN(probability)) {
        Optional<Path> file =
            path(table.getStringValue(ResultRows.FILE, row)).filter(Path::isAbsolute);
        films.add(file, probability, table.getValue(ResultRows.OPERATING_POINT, row));
      }
    }
    return List.copyOf(films.items.values());
  }

  /**
   * Those of a file that {@code thorax4j classify --csv} or <i>Classify Folder...</i> wrote.
   * Relative names count from the folder of the table, or else from the working folder.
   *
   * @throws IOException if it cannot be read or is no table of results; the message names it and
   *     the cause
   */
  static List<ReviewItem> read(Path csv) throws IOException {
    CsvTable table = CsvTable.read(csv);
    OptionalInt file = table.column("file");
    OptionalInt probability = table.column("probability");
    OptionalInt threshold = table.column("threshold");
    if (file.isEmpty() || probability.isEmpty() || threshold.isEmpty()) {
      throw new IOException(
          csv + ": is no table of results, which has the columns file, probability and threshold");
    }
    ReviewItems films = new ReviewItems();
    int record = 0;
    for (List<String> row : table.rows()) {
      record++;
      String value = row.get(probability.getAsInt());
      if (!value.isBlank()) {
        try {
          films.add(
              path(row.get(file.getAsInt())).map(name -> located(name, csv)),
              Double.parseDouble(value),
              Double.parseDouble(row.get(threshold.getAsInt())));
        } catch (IllegalArgumentException e) {
          throw new IOException(csv + ": record " + record + ": " + e.getMessage(), e);
        }
      }
    }
    return List.copyOf(films.items.values());
  }

  private static Path located(Path name, Path csv) {
    Path beside = csv.toAbsolutePath().resolveSibling(name);
    return Files.exists(beside) ? beside : name.toAbsolutePath();
  }

  private static Optional<Path> path(String name) {
    try {
      return Optional.of(name).filter(text -> !text.isEmpty()).map(Path::of);
    } catch (InvalidPathException e) {
      // The title of an image, which need not be a file.
      return Optional.empty();
    }
  }

  private void add(Optional<Path> file, double probability, double threshold) {
    if (file.isPresent() && Files.isRegularFile(file.get())) {
      ReviewItem item = new ReviewItem(file.get(), probability, threshold);
      items.remove(item.key());
      items.put(item.key(), item);
    }
  }
}
