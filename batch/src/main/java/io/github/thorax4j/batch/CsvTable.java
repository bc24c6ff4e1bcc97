package io.github.thorax4j.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A small table in UTF-8, such as results or labels: comma-separated values (RFC 4180), read also
 * with tabs and behind the byte order mark that spreadsheets write. Immutable.
 *
 * @param columns the names in the first line
 * @param rows the others, each with a value for every column
 */
public record CsvTable(List<String> columns, List<List<String>> rows) {

  private static final String BYTE_ORDER_MARK = "\ufeff";

  /** Copies the lists and checks that every row has a value for every column. */
  public CsvTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            row.size() + " values in " + columns.size() + " columns");
      }
    }
  }

  /** Where a column is, counted from 0; empty if there is none of that name. */
  public OptionalInt column(String name) {
    int index = columns.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * Reads a table.
   *
   * @throws IOException if it cannot be read or is none; the message names the file and the cause
   */
  public static CsvTable read(Path file) throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": may not be read", e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is not text in UTF-8", e);
    } catch (UncheckedIOException e) {
      throw new IOException(file + ": " + cause(e), e);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static String cause(UncheckedIOException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  private static CsvTable parse(String marked) throws IOException {
    String text = marked.startsWith(BYTE_ORDER_MARK) ? marked.substring(1) : marked;
    boolean tabs = text.lines().findFirst().orElse("").indexOf('\t') >= 0;
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setDelimiter(tabs ? '\t' : ',').setIgnoreEmptyLines(true).get();
    List<String> columns = List.of();
    List<List<String>> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      for (CSVRecord row : parser) {
        if (row.getRecordNumber() == 1) {
          columns = row.stream().map(String::strip).toList();
        } else if (row.size() == columns.size()) {
          rows.add(row.toList());
        } else {
          throw new IOException(
              "record " + (row.getRecordNumber() - 1) + " has too few or too many columns");
        }
      }
    }
    if (columns.isEmpty()) {
      throw new IOException("the file is empty");
    }
    return new CsvTable(columns, rows);
  }

  /**
   * Writes the table with commas, replacing one that is there only once the new one is complete.
   *
   * @throws IOException if it cannot be written; the message names the file and the cause
   */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(CsvRows.line(columns)).append('\n');
    for (List<String> row : rows) {
      text.append(CsvRows.line(row)).append('\n');
    }
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path part = target.resolveSibling(target.getFileName() + ".part");
      try {
        Files.write(part, text.toString().getBytes(StandardCharsets.UTF_8));
        try {
          Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
          Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new IOException(
          file + ": cannot be written: its folder is missing or may not be written to", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
