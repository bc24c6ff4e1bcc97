package io.github.thorax4j.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dcm4che3.imageio.codec.ImageReaderFactory;
import org.dcm4che3.imageio.codec.ImageReaderFactory.ImageReaderParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file, dcm4che's exceptions stay behind the codec's. */
class MutationTest {

  private static final int MUTATIONS = 2000;
  private static final long SEED = 24;

  @TempDir Path folder;

  @BeforeEach
  void letDcm4cheDecode() {
    ImageReaderFactory readers = new ImageReaderFactory();
    readers.put(TransferSyntax.JPEG_BASELINE.uid(), new ImageReaderParam("jpeg", "", ""));
    readers.put(RLE, new ImageReaderParam("rle", "", ""));
    ImageReaderFactory.setDefault(readers);
  }

  @AfterEach
  void reset() {
    ImageReaderFactory.resetDefault();
  }

  private static final String RLE = "1.2.840.10008.1.2.5";

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    int[] stored = new Random(SEED).ints(24 * 16, 0, 256).toArray();
    for (TransferSyntax syntax : TransferSyntax.values()) {
      seeds.add(DicomObject.secondaryCapture(24, 16, stored).encodedAs(syntax).toBytes());
      if (syntax != TransferSyntax.JPEG_BASELINE) {
        seeds.add(
            DicomObject.digitalRadiography(24, 16, stored, 12)
                .set(0x00090010, Vr.LO, "VENDOR")
                .setSequence(0x00091001, DicomObject.code("1", "2", "3"))
                .set(Tag.PIXEL_PADDING_VALUE, Vr.SS, 3)
                .undefinedLengths()
                .encodedAs(syntax)
                .toBytes());
      }
    }
    byte[] runs = new byte[64 + 6];
    runs[0] = 1;
    runs[4] = 64;
    for (int at = 64; at < runs.length; at += 2) {
      runs[at] = -63; // 64 times the next byte
      runs[at + 1] = (byte) at;
    }
    seeds.add(
        DicomObject.secondaryCapture(16, 12, new int[16 * 12]).fragments(RLE, runs).toBytes());
    return seeds;
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int at = random.nextInt(bytes.length);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), (byte) -1);
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
  void endsInAnImageOrAnIoException() throws IOException {
    List<byte[]> seeds = seeds();
    List<DicomCodec> codecs = List.of(new Dcm4cheCodec(), new Dcm4cheCodec(Optional.empty()));
    Path file = folder.resolve("mutant.dcm");
    Random random = new Random(SEED);
    int images = 0;
    int unreadable = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Files.write(file, mutated(seeds.get(i % seeds.size()), random));
      for (DicomCodec codec : codecs) {
        try {
          codec.read(file);
          images++;
        } catch (IOException e) {
          assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("null").hasLineCount(1);
          unreadable++;
        } catch (RuntimeException | Error e) {
          fail("mutation " + i + " of seed " + SEED, e);
        }
      }
    }
    // The mutations are worth something only if they reach both ends.
    assertThat(images).isGreaterThan(MUTATIONS / 10);
    assertThat(unreadable).isGreaterThan(MUTATIONS / 10);
  }
}
