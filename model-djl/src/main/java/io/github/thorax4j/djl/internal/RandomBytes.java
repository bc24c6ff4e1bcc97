package io.github.thorax4j.djl.internal;

import java.nio.ByteBuffer;

/**
 * A fast source of random masks: Marsaglia's xorshift64 (J. Stat. Softw. 8(14), 2003), eight bytes
 * a draw. Not thread-safe; a network in training has one.
 */
final class RandomBytes {

  private long state;

  RandomBytes(long seed) {
    reseed(seed);
  }

  /** Starts the sequence of a seed. */
  void reseed(long seed) {
    // SplitMix64's finaliser, so that neighbouring seeds begin far apart.
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    state = z == 0 ? 1 : z;
  }

  /**
   * Fills a buffer with 0 where a random byte is below the limit and 1 elsewhere.
   *
   * @param limit in [0, 256]
   */
  void fillMask(ByteBuffer mask, int limit) {
    long s = state;
    int end = mask.limit();
    int at = 0;
    for (; at + 8 <= end; at += 8) {
      s ^= s << 13;
      s ^= s >>> 7;
      s ^= s << 17;
      mask.putLong(at, keep(s, limit));
    }
    for (; at < end; at++) {
      s ^= s << 13;
      s ^= s >>> 7;
      s ^= s << 17;
      mask.put(at, (byte) keep(s & 0xff, limit));
    }
    state = s;
  }

  /** For each byte of the word: 1 if it is at least the limit, as unsigned numbers, else 0. */
  static long keep(long bytes, int limit) {
    if (limit <= 0) {
      return 0x0101010101010101L;
    }
    // byte >= limit exactly if byte + (256 - limit) carries out of eight bits. Even and odd bytes
    // are added apart, so that each has room for its carry.
    long add = 0x0001000100010001L * (256 - limit);
    long even = (bytes & 0x00ff00ff00ff00ffL) + add;
    long odd = ((bytes >>> 8) & 0x00ff00ff00ff00ffL) + add;
    return ((even >>> 8) & 0x0001000100010001L) | (odd & 0x0100010001000100L);
  }
}
