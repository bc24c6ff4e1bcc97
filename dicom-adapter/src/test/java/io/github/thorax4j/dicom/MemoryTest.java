package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a large film costs. */
class MemoryTest {

  private static final int COLUMNS = 6000;
  private static final int ROWS = 5000;
  private static final int REST = 5_000_000;

  @TempDir Path folder;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A film of 30 megapixels, all zero but the first. */
  private Path film(int bits) throws IOException {
    DicomObject object =
        DicomObject.digitalRadiography(1, 1, new int[] {(1 << bits) - 1}, bits)
            .set(Tag.COLUMNS, Vr.US, COLUMNS)
            .set(Tag.ROWS, Vr.US, ROWS)
            .declareLength(Tag.PIXEL_DATA, COLUMNS * ROWS * bits / 8);
    Path file = object.writeTo(folder.resolve("film.dcm"));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(sparse.length() - 2 + (long) COLUMNS * ROWS * bits / 8);
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({"8", "16"})
  void holdsThePixelsOfALargeFilmOnce(int bits) throws IOException {
    Path file = film(bits);
    DicomFormat format = new DicomFormat();
    format.read(DicomObject.digitalRadiography(1, 1, new int[1], 8).writeTo(folder.resolve("x")));
    long before = memory.getCurrentThreadAllocatedBytes();
    Radiograph film = ((Reading.Film) format.read(file)).radiograph();
    long allocated = memory.getCurrentThreadAllocatedBytes() - before;
    assertThat(film.pixel(0, 0)).isEqualTo(1);
    assertThat(film.pixel(COLUMNS - 1, ROWS - 1)).isZero();
    assertThat(allocated).isLessThan((long) COLUMNS * ROWS * bits / 8 + REST);
  }

  /** Run lengths without any run, so that the stream is as long as the pixels. */
  @ParameterizedTest
  @CsvSource({"1", "50"})
  void holdsACompressedStreamOnceInHoweverManyFragments(int count) throws IOException {
    int columns = 1 << 12;
    int rows = 1 << 12;
    byte[] stream = new byte[64 + columns * rows / 128 * 129];
    stream[0] = 1;
    stream[4] = 64;
    for (int run = 64; run < stream.length; run += 129) {
      stream[run] = 127;
      Arrays.fill(stream, run + 1, run + 129, (byte) (run / 129));
    }
    byte[][] fragments = new byte[count][];
    int length = (stream.length + count - 1) / count + 1 & ~1;
    for (int i = 0; i < count; i++) {
      int end = Math.min(stream.length, (i + 1) * length);
      fragments[i] = Arrays.copyOfRange(stream, i * length, end);
    }
    Path file =
        DicomObject.secondaryCapture(1, 1, new int[1])
            .set(Tag.COLUMNS, Vr.US, columns)
            .set(Tag.ROWS, Vr.US, rows)
            .fragments(TransferSyntax.RLE.uid(), fragments)
            .writeTo(folder.resolve("film.dcm"));
    DicomCodec codec = DicomCodec.open();
    codec.readHeader(file);
    long before = memory.getCurrentThreadAllocatedBytes();
    StoredPixels pixels = codec.read(file).pixels();
    long allocated = memory.getCurrentThreadAllocatedBytes() - before;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x += 128) {
        int run = (y * columns + x) / 128;
        assertThat(pixels.cell(x, y)).isEqualTo(run & 0xFF);
      }
    }
    assertThat(allocated).isLessThan((long) columns * rows + stream.length + REST);
  }

  @Test
  void readsNoPixelsForTheHeader() throws IOException {
    Path file = film(16);
    DicomCodec codec = DicomCodec.open();
    codec.readHeader(file);
    long before = memory.getCurrentThreadAllocatedBytes();
    codec.readHeader(file);
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }
}
