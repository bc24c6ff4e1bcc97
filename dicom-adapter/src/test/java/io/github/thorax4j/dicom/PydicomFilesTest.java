package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The test files that pydicom brings along, most of them odd and some broken: each is an image, a
 * refusal or an error of one sentence, and what pydicom decodes has the same pixels here. The
 * outcomes are written to {@code target/pydicom.md}.
 */
class PydicomFilesTest {

  /** Decoders round the irreversible transform of JPEG 2000 each in their way (T.800 annex F). */
  private static final int IRREVERSIBLE_ROUNDING = 1;

  @TempDir Path folder;

  private final DicomCodec codec = DicomCodec.open();
  private final DicomFormat format = new DicomFormat();
  private int compared;

  /** Reads a file and says what came of it. */
  @FunctionalInterface
  private interface Reader {
    String read() throws IOException;
  }

  @Test
  void endInAnImageARefusalOrAnErrorAndHaveThePixelsThatPydicomSees() throws Exception {
    List<String> table = new ArrayList<>();
    table.add("| file | transfer syntax | as a film | pixels of the codec |");
    table.add("|---|---|---|---|");
    for (String line :
        PythonScript.of("pixels.py", "pydicom, numpy, PIL", folder).run(folder.toString())) {
      String[] fields = line.split("\t", -1);
      Path file = Path.of(fields[0], fields[1]);
      String theirs = fields[2];
      String syntax = outcome(file, () -> syntax(file));
      String film = outcome(file, () -> film(file));
      String pixels = outcome(file, () -> pixels(file, theirs));
      table.add(String.join(" | ", "| " + fields[1], syntax, film, pixels + " |"));
    }
    Files.write(Path.of("target", "pydicom.md"), table);
    assertThat(compared).isGreaterThan(40);
  }

  /** What came of reading, in a cell of the table; only an IOException may end it. */
  private static String outcome(Path file, Reader reader) {
    String outcome;
    try {
      outcome = reader.read();
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("null");
      outcome = "error: " + e.getMessage().substring((file + ": ").length());
    }
    assertThat(outcome).hasLineCount(1).isNotBlank();
    return outcome.replace("|", "\\|");
  }

  private String syntax(Path file) throws IOException {
    return TransferSyntax.describe(codec.readHeader(file).transferSyntax());
  }

  private String film(Path file) throws IOException {
    Reading reading = format.read(file);
    return reading instanceof Reading.Film film
        ? "image of " + film.radiograph().width() + "x" + film.radiograph().height()
        : "refused: " + ((Reading.Refused) reading).detail();
  }

  private String pixels(Path file, String theirs) throws IOException {
    DicomImage image = codec.read(file);
    String size = image.pixels().columns() + "x" + image.pixels().rows();
    if (theirs.isEmpty()) {
      return size;
    }
    compare(file, image, Files.readAllBytes(Path.of(theirs)));
    compared++;
    return size + ", as in pydicom";
  }

  private static void compare(Path file, DicomImage image, byte[] words) {
    StoredPixels pixels = image.pixels();
    Attributes attributes = image.header().attributes();
    int bits = attributes.integer(Tag.BITS_STORED).orElseThrow();
    int shift = attributes.integer(Tag.HIGH_BIT).orElseThrow() + 1 - bits;
    boolean irreversible = image.header().transferSyntax().equals(TransferSyntax.JPEG_2000.uid());
    int tolerance = irreversible ? IRREVERSIBLE_ROUNDING : 0;
    assertThat(words).as("%s", file).hasSize(2 * pixels.columns() * pixels.rows());
    ByteBuffer theirs = ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN);
    int largest = 0;
    for (int y = 0; y < pixels.rows(); y++) {
      for (int x = 0; x < pixels.columns(); x++) {
        int ours = pixels.cell(x, y) >> shift & (1 << bits) - 1;
        largest = Math.max(largest, Math.abs(ours - (theirs.getShort() & 0xFFFF)));
      }
    }
    assertThat(largest).as("largest difference in %s", file).isLessThanOrEqualTo(tolerance);
  }
}
