package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomBytesTest {

  @Test
  void keepIsThatOfALoopOverBytes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int limit = 0; limit <= 256; limit++) {
      for (int i = 0; i < 200; i++) {
        long bytes = random.nextLong();
        long expected = 0;
        for (int k = 0; k < 8; k++) {
          long value = (bytes >>> (8 * k)) & 0xff;
          expected |= (value >= limit ? 1L : 0L) << (8 * k);
        }
        assertThat(RandomBytes.keep(bytes, limit)).as("limit %d", limit).isEqualTo(expected);
      }
    }
  }

  @Test
  void keepAtTheEdges() {
    assertThat(RandomBytes.keep(0xff00ff00ff00ff00L, 1)).isEqualTo(0x0100010001000100L);
    assertThat(RandomBytes.keep(0x00ff00ff00ff00ffL, 255)).isEqualTo(0x0001000100010001L);
    assertThat(RandomBytes.keep(-1L, 256)).isZero();
    assertThat(RandomBytes.keep(0L, 0)).isEqualTo(0x0101010101010101L);
  }

  @Test
  void asManyAreDroppedAsTheLimitSays() {
    for (int limit : new int[] {13, 51, 77, 128, 250}) {
      byte[] mask = mask(new RandomBytes(42), 1_000_000, limit);
      int dropped = 0;
      for (byte b : mask) {
        assertThat(b == 0 || b == 1).isTrue();
        dropped += 1 - b;
      }
      // Four standard deviations of a binomial distribution are at most 0.002.
      assertThat(dropped / 1e6).isBetween(limit / 256.0 - 0.002, limit / 256.0 + 0.002);
    }
  }

  @Test
  void theSequenceDependsOnTheSeedAlone() {
    RandomBytes used = new RandomBytes(5);
    mask(used, 1003, 100);
    used.reseed(7);

    assertThat(mask(used, 1003, 100))
        .isEqualTo(mask(new RandomBytes(7), 1003, 100))
        .isNotEqualTo(mask(new RandomBytes(8), 1003, 100));
  }

  @Test
  void aBufferOfAnyLengthIsFilled() {
    for (int length = 0; length < 20; length++) {
      ByteBuffer mask = ByteBuffer.allocate(length);
      for (int i = 0; i < length; i++) {
        mask.put(i, (byte) 9);
      }
      new RandomBytes(1).fillMask(mask, 0);
      for (int i = 0; i < length; i++) {
        assertThat(mask.get(i)).isEqualTo((byte) 1);
      }
    }
  }

  private static byte[] mask(RandomBytes random, int length, int limit) {
    ByteBuffer mask = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    random.fillMask(mask, limit);
    return mask.array();
  }
}
