package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to a compressed stream: pixels, or an IOException of one sentence. */
class DecoderMutationTest {

  private static final int MUTATIONS = 2000;
  private static final long SEED = 31;

  /** Size of the frame and of a cell, before the stream. */
  private static final int START = 4;

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    int length = bytes.length - START;
    switch (random.nextInt(5)) {
      case 0 -> bytes = Arrays.copyOf(bytes, START + random.nextInt(length));
      case 1 -> {
        int at = START + random.nextInt(length);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), (byte) -1);
      }
      case 2 -> { // mostly in the headers
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          bytes[START + random.nextInt(Math.min(length, 140))] = (byte) random.nextInt(256);
        }
      }
      default -> {
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
          bytes[START + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(
      value = FuzzTarget.class,
      names = {"READER", "PREPROCESSING"},
      mode = EnumSource.Mode.EXCLUDE)
  void endsInPixelsOrInASentence(FuzzTarget target) throws IOException {
    List<byte[]> seeds = target.seeds();
    Random random = new Random(SEED);
    int decoded = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      try {
        target.run(mutated(seeds.get(i % seeds.size()), random));
        decoded++;
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotNull().hasLineCount(1);
      } catch (RuntimeException | Error e) {
        fail("mutation " + i + " of seed " + SEED, e);
      }
    }
    // The mutations are worth something only if they reach both ends.
    assertThat(decoded).isBetween(MUTATIONS / 50, MUTATIONS - MUTATIONS / 50);
  }
}
