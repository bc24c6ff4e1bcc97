package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other programs made of one film, decoded. */
class EncodedFilmsTest {

  @TempDir Path folder;

  /**
   * How far the furthest cell is from the film: for JPEG-LS the bound that it was encoded with, for
   * the others what it is as dcmtk or gdcm decodes them.
   */
  @ParameterizedTest
  @CsvSource({
    "IMPLICIT_LITTLE_ENDIAN, 0",
    "EXPLICIT_LITTLE_ENDIAN, 0",
    "EXPLICIT_BIG_ENDIAN, 0",
    "DEFLATED, 0",
    "rle, 0",
    "rle_8, 0",
    "jpeg_lossless, 0",
    "jpeg_lossless_sv1, 0",
    "jpeg_ls, 0",
    "jpeg_ls_near_3, 3",
    "jpeg_2000_lossless, 0",
    "jpeg_2000_tiles, 0",
    "jpeg_2000, 356",
    "jpeg_2000_irreversible, 261",
    "jpeg_baseline, 9",
    "jpeg_extended, 9"
  })
  void decoded(String name, int tolerance) throws IOException {
    Map<String, byte[]> films = EncodedFilms.all();
    assertThat(films).hasSize(16);
    Path file = Files.write(folder.resolve("film.dcm"), films.get(name));
    StoredPixels pixels = DicomCodec.open().read(file).pixels();
    assertThat(pixels.columns()).isEqualTo(EncodedFilms.COLUMNS);
    assertThat(pixels.rows()).isEqualTo(EncodedFilms.ROWS);
    assertThat(pixels.bitsAllocated()).isEqualTo(EncodedFilms.bitsAllocated(name));
    int[] stored = EncodedFilms.stored(name);
    int furthest = 0;
    for (int i = 0; i < stored.length; i++) {
      int cell = pixels.cell(i % pixels.columns(), i / pixels.columns());
      furthest = Math.max(furthest, Math.abs(cell - stored[i]));
    }
    assertThat(furthest).isEqualTo(tolerance);
  }
}
