package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same attributes as pydicom reads, from every file that is at hand. */
class AttributeAgreementTest {

  /** Files that are broken and that pydicom reads as far as they go. */
  private static final Set<String> BROKEN =
      Set.of("no_meta.dcm", "rtplan_truncated.dcm", "DICOMDIR-nooffset");

  @TempDir Path folder;

  private final List<String> differences = new ArrayList<>();
  private int compared;

  @Test
  void readsWhatPydicomReadsFromItsOwnFiles() throws Exception {
    compare();
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(3000);
  }

  @Test
  void readsWhatPydicomReadsFromRealFilms() throws Exception {
    Path data = Path.of(System.getProperty("thorax4j.data", "../../shared/data"), "dicom");
    assumeTrue(Files.isDirectory(data), "no real DICOM files here (system property thorax4j.data)");
    try (Stream<Path> files = Files.list(data)) {
      compare(
          files.map(Path::toString).filter(name -> name.endsWith(".dcm")).toArray(String[]::new));
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(300);
  }

  private void compare(String... files) throws IOException, InterruptedException {
    String file = "";
    boolean broken = false;
    Attributes attributes = Attributes.empty();
    for (String line : PythonScript.of("attributes.py", "pydicom", folder).run(files)) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("FILE")) {
        file = fields[1];
        broken = BROKEN.contains(String.valueOf(Path.of(file).getFileName()));
        attributes = attributes(file, broken);
      } else if (!broken) {
        compare(file, attributes, fields[0], fields[1]);
      }
    }
  }

  private Attributes attributes(String file, boolean broken) {
    try {
      Attributes attributes = DicomCodec.open().readHeader(Path.of(file)).attributes();
      if (broken) {
        differences.add(file + " is broken and was read");
      }
      return attributes;
    } catch (IOException e) {
      if (!broken) {
        differences.add(e.getMessage());
      }
      return Attributes.empty();
    }
  }

  /** Compares an attribute, such as 00540220/0/00080104. */
  private void compare(String file, Attributes dataSet, String path, String theirs) {
    Attributes attributes = dataSet;
    String[] steps = path.split("/", -1);
    for (int i = 0; i + 1 < steps.length; i += 2) {
      List<Attributes> items = attributes.items(tag(steps[i]));
      int item = Integer.parseInt(steps[i + 1]);
      if (item >= items.size()) {
        return; // the number of items was compared before
      }
      attributes = items.get(item);
    }
    int tag = tag(steps[steps.length - 1]);
    Optional<Vr> vr = attributes.vr(tag);
    if (vr.filter(Vr.UN::equals).isPresent()) {
      return; // implicit, and not in the short dictionary here
    }
    compared++;
    String ours;
    if (vr.filter(Vr.SQ::equals).isPresent()) {
      ours = Integer.toString(attributes.items(tag).size());
    } else if (vr.filter(Vr::text).isPresent()) {
      ours =
          attributes.strings(tag).stream()
              // pydicom leaves empty components at the end of a name out
              .map(text -> quoted(text.replaceAll("=+$", "")))
              .collect(Collectors.joining(", ", "[", "]"));
    } else {
      ours = attributes.decimals(tag).toString();
      // Python writes some numbers another way.
      theirs = theirs.contains("\"") ? theirs : Arrays.toString(numbers(theirs));
    }
    if (!ours.equals(theirs)) {
      differences.add(file + " " + path + ": " + ours + " here, " + theirs + " there");
    }
  }

  private static int tag(String hexadecimal) {
    return Integer.parseUnsignedInt(hexadecimal, 16);
  }

  private static double[] numbers(String list) {
    return Arrays.stream(list.replaceAll("[\\[\\] ]", "").split(",", -1))
        .filter(number -> !number.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** As Python's json.dumps writes it. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default ->
            json.append(
                c >= ' ' && c <= '~'
                    ? String.valueOf(c)
                    : String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return json.append('"').toString();
  }
}
