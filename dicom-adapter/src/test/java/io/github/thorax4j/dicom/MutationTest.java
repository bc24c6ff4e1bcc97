package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.thorax4j.Reading;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.PixelFormat;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file: an image, a refusal, or an IOException that names it. */
class MutationTest {

  private static final int MUTATIONS = 2000;
  private static final long SEED = 20;

  private enum End {
    FILM,
    REFUSED,
    UNREADABLE
  }

  @TempDir Path folder;

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    int[] stored = new Random(SEED).ints(24 * 16, 0, 256).toArray();
    for (TransferSyntax syntax : TransferSyntax.values()) {
      seeds.add(DicomObject.secondaryCapture(24, 16, stored).encodedAs(syntax).toBytes());
      if (syntax != TransferSyntax.JPEG_BASELINE) {
        seeds.add(
            DicomObject.digitalRadiography(24, 16, stored, 12)
                .pixels(24, 16, PixelFormat.grey(12).twosComplement().monochrome1(), stored)
                .setSequence(
                    Tag.MODALITY_LUT_SEQUENCE,
                    DicomObject.empty()
                        .set(Tag.LUT_DESCRIPTOR, Vr.US, 4, 0, 16)
                        .set(Tag.LUT_DATA, Vr.OW, 1, 2, 3, 4))
                .set(Tag.PIXEL_PADDING_VALUE, Vr.SS, 3)
                .undefinedLengths()
                .encodedAs(syntax)
                .toBytes());
      }
    }
    seeds.add(
        DicomObject.computedRadiography(24, 16, stored, 10)
            .encodedAs(TransferSyntax.IMPLICIT_LITTLE_ENDIAN)
            .withoutPreamble()
            .withoutFileMeta()
            .toBytes());
    return seeds;
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    switch (random.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int at = random.nextInt(bytes.length);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), (byte) -1);
      }
      case 2 -> {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(64), bytes.length - Math.max(from, to));
        System.arraycopy(seed, from, bytes, to, length);
      }
      default -> {
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }

  @Test
  void endsInAnImageARefusalOrAnIoException() throws IOException {
    List<byte[]> seeds = seeds();
    DicomFormat format = new DicomFormat();
    Path file = folder.resolve("mutant.dcm");
    Random random = new Random(SEED);
    Map<End, Integer> ends = new EnumMap<>(End.class);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutated(seeds.get(i % seeds.size()), random);
      Files.write(file, bytes);
      ends.merge(end(format, file, i), 1, Integer::sum);
    }
    // The mutations are worth something only if they reach every end.
    assertThat(ends).containsOnlyKeys(End.values());
    assertThat(ends.values()).allMatch(count -> count > MUTATIONS / 50);
  }

  private static End end(DicomFormat format, Path file, int number) {
    try {
      return format.read(file) instanceof Reading.Film ? End.FILM : End.REFUSED;
    } catch (IOException e) {
      assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("null").hasLineCount(1);
      return End.UNREADABLE;
    } catch (RuntimeException | Error e) {
      return fail("mutation " + number + " of seed " + SEED, e);
    }
  }
}
