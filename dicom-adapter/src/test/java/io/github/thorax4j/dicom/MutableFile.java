package io.github.thorax4j.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A file that damaged copies are made of. Half of the damage is in the header, where lengths and
 * counts are, a quarter at the start of the pixel data, where a compressed stream says what it is,
 * and a quarter anywhere.
 */
final class MutableFile {

  /** (7FE0,0010) in little-endian byte order. */
  private static final byte[] PIXEL_DATA = {(byte) 0xE0, 0x7F, 0x10, 0x00};

  private static final int STREAM_START = 1024;
  private static final int[] EXTREMES = {
    0, 1, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE, -2, -1
  };

  private final String name;
  private final byte[] bytes;
  private final int pixelData;

  MutableFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes.clone();
    this.pixelData = pixelData(bytes);
  }

  private static int pixelData(byte[] bytes) {
    for (int at = bytes.length - PIXEL_DATA.length; at >= 0; at--) {
      if (Arrays.equals(bytes, at, at + PIXEL_DATA.length, PIXEL_DATA, 0, PIXEL_DATA.length)) {
        return at;
      }
    }
    return bytes.length;
  }

  String name() {
    return name;
  }

  /** Undamaged. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** A damaged copy. */
  byte[] mutated(RandomGenerator random) {
    byte[] mutant = bytes.clone();
    int at = position(random);
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(mutant, at);
      }
      case 1 -> {
        byte[] moved = new byte[random.nextInt(64)];
        random.nextBytes(moved);
        return spliced(mutant, at, at, moved);
      }
      case 2 -> {
        return spliced(mutant, at, at + random.nextInt(64), new byte[0]);
      }
      case 3 -> {
        int from = position(random);
        int length = Math.min(random.nextInt(64), bytes.length - Math.max(from, at));
        System.arraycopy(bytes, from, mutant, at, length);
      }
      case 4 -> putExtreme(mutant, at, random);
      case 5 -> renameMarker(mutant, at, random);
      case 6 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
      default -> {
        for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
          mutant[position(random)] = (byte) random.nextInt(256);
        }
      }
    }
    return mutant;
  }

  private int position(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(bytes.length);
      case 1 -> {
        int start = Math.min(pixelData, bytes.length - 1);
        yield start + random.nextInt(Math.min(STREAM_START, bytes.length - start));
      }
      default -> random.nextInt(Math.max(1, pixelData));
    };
  }

  private static byte[] spliced(byte[] bytes, int start, int end, byte[] insert) {
    ByteBuffer out =
        ByteBuffer.allocate(bytes.length - (Math.min(end, bytes.length) - start) + insert.length);
    out.put(bytes, 0, start).put(insert);
    return out.put(bytes, bytes.length - out.remaining(), out.remaining()).array();
  }

  /** A length, count or size that something may be reckoned with. */
  private static void putExtreme(byte[] mutant, int at, RandomGenerator random) {
    ByteBuffer out = ByteBuffer.wrap(mutant);
    out.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int value = EXTREMES[random.nextInt(EXTREMES.length)];
    if (random.nextBoolean() && at + 4 <= mutant.length) {
      out.putInt(at, value);
    } else if (at + 2 <= mutant.length) {
      out.putShort(at, (short) value);
    }
  }

  /** Makes the next marker of a JPEG, JPEG-LS or JPEG 2000 stream another one. */
  private static void renameMarker(byte[] mutant, int from, RandomGenerator random) {
    for (int at = from; at + 1 < mutant.length; at++) {
      if (mutant[at] == (byte) 0xFF) {
        mutant[at + 1] = (byte) random.nextInt(0x4F, 0x100);
        return;
      }
    }
  }
}
