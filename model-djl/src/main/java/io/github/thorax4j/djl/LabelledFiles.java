package io.github.thorax4j.djl;

import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.RadiographReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Finds labelled images: in folders named after the labels, or in a table. */
public final class LabelledFiles {

  /** File names that tell the patient: {@code person12_bacteria_3}, {@code IM-0115-0001}. */
  private static final Pattern PATIENT =
      Pattern.compile(
          "(?:normal2-)?im-\\d+|(?:person|patient|subject|case)[-_]?\\d+",
          Pattern.CASE_INSENSITIVE);

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private LabelledFiles() {}

  /**
   * Finds the labelled images of a folder or a table.
   *
   * <p>A folder holds {@code NORMAL} and {@code PNEUMONIA} folders (in any case), whose images at
   * any depth have that label; files that neither name nor content shows to be images are left out.
   * The patient is what a file's name begins with where that is {@code person}, {@code patient},
   * {@code subject} or {@code case} and a number, or {@code IM-} and a number; any other file
   * counts as a patient of its own. Symbolic links are followed; files and folders whose names
   * begin with a dot are passed over.
   *
   * <p>A table is a UTF-8 file of comma- or tab-separated values whose first line names the
   * columns: {@code path} (relative to the table's folder), {@code label} and, if patients have
   * more than one image, {@code patient}; other columns are passed over.
   *
   * @return the images, sorted by file in a folder, in the table's order in a table
   * @throws IOException if there is no such folder or table, or it is not as described; the message
   *     names the file, the line and the cause
   */
  public static LabelledImages read(Path source) throws IOException {
    return Files.isDirectory(source) ? folders(source) : table(source);
  }

  private static LabelledImages folders(Path root) throws IOException {
    RadiographReader reader = RadiographReader.open();
    List<LabelledImage> images = new ArrayList<>();
    for (Finding label : Finding.values()) {
      List<Path> folders;
      try (Stream<Path> children = Files.list(root)) {
        folders =
            children
                .filter(Files::isDirectory)
                .filter(f -> name(f).equalsIgnoreCase(label.name()))
                .sorted()
                .toList();
      }
      if (folders.isEmpty()) {
        throw new IOException(
            root + ": has no folder " + label.name() + "; NORMAL and PNEUMONIA are expected in it");
      }
      for (Path folder : folders) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
          files
              .filter(Files::isRegularFile)
              .filter(f -> !isHidden(folder.relativize(f)))
              .sorted(Comparator.comparing(f -> folder.relativize(f).toString()))
              .forEach(found::add);
        } catch (UncheckedIOException e) {
          throw new IOException(folder + ": cannot be listed: " + e.getCause(), e);
        }
        for (Path file : found) {
          if (reader.expects(file)) {
            images.add(new LabelledImage(file, label, patient(file)));
          }
        }
      }
    }
    return new LabelledImages(images);
  }

  private static boolean isHidden(Path file) {
    return StreamSupport.stream(file.spliterator(), false).anyMatch(f -> name(f).startsWith("."));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String patient(Path file) {
    Matcher matcher = PATIENT.matcher(name(file));
    return matcher.lookingAt() ? matcher.group().toLowerCase(Locale.ROOT) : file.toString();
  }

  private static LabelledImages table(Path table) throws IOException {
    if (!Files.exists(table)) {
      throw new IOException(table + ": no such file or folder");
    }
    List<LabelledImage> images = new ArrayList<>();
    try (Reader reader = open(table);
        CSVParser rows = CSVParser.builder().setReader(reader).setFormat(format(table)).get()) {
      List<String> columns = rows.getHeaderNames();
      if (!columns.contains("path") || !columns.contains("label")) {
        throw new IOException(
            "the first line must name the columns path and label, and patient where known");
      }
      Path folder = table.toAbsolutePath().getParent();
      for (CSVRecord row : rows) {
        images.add(image(row, columns.contains("patient"), folder == null ? table : folder));
      }
    } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
      throw new IOException(table + ": " + cause(e), e);
    }
    return new LabelledImages(images);
  }

  private static String cause(Exception e) {
    Throwable root = e instanceof UncheckedIOException ? e.getCause() : e;
    return root instanceof CharacterCodingException
        ? "is not text in UTF-8"
        : String.valueOf(e.getMessage());
  }

  /** Opens a table, past the byte order mark that spreadsheets write. */
  private static BufferedReader open(Path table) throws IOException {
    BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  private static LabelledImage image(CSVRecord row, boolean hasPatient, Path folder)
      throws IOException {
    if (!row.isConsistent()) {
      throw new IOException("record " + row.getRecordNumber() + " has too few or too many columns");
    }
    try {
      if (row.get("path").isBlank()) {
        throw new IllegalArgumentException("the path is empty");
      }
      Path file = folder.resolve(row.get("path"));
      String patient = hasPatient ? row.get("patient") : "";
      return new LabelledImage(
          file, Finding.parse(row.get("label")), patient.isBlank() ? patient(file) : patient);
    } catch (InvalidPathException e) {
      throw new IOException("record " + row.getRecordNumber() + " holds no valid path", e);
    } catch (IllegalArgumentException e) {
      throw new IOException("record " + row.getRecordNumber() + ": " + e.getMessage(), e);
    }
  }

  private static CSVFormat format(Path table) throws IOException {
    String first;
    try (BufferedReader reader = open(table)) {
      first = reader.readLine();
    }
    if (first == null) {
      throw new IOException("the file is empty");
    }
    boolean tabs = first.indexOf('\t') >= 0;
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(tabs ? '\t' : ',')
        .setHeader()
        .setSkipHeaderRecord(true)
        .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
        .setIgnoreEmptyLines(true)
        .setTrim(true)
        .get();
  }
}
