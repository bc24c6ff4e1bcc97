package io.github.thorax4j.testdata;

import java.util.Locale;
import java.util.Objects;

/**
 * How pixels are stored (PS3.3 section C.7.6.3, PS3.5 section 8.1).
 *
 * @param bitsAllocated bits of one cell, 1 to 32
 * @param bitsStored bits of a cell that hold the value, 1 to bitsAllocated
 * @param highBit the most significant bit of the value, at least {@code bitsStored - 1}
 * @param signed whether values are in two's complement
 * @param photometricInterpretation such as {@code MONOCHROME2}
 * @param samplesPerPixel 1 for grey, 3 for colour
 * @param planar whether each frame holds its colour planes one after another
 */
public record PixelFormat(
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    String photometricInterpretation,
    int samplesPerPixel,
    boolean planar) {

  /** Checks that the value fits into its cell. */
  public PixelFormat {
    Objects.requireNonNull(photometricInterpretation, "photometricInterpretation");
    if (bitsAllocated < 1
        || bitsAllocated > 32
        || bitsStored < 1
        || highBit < bitsStored - 1
        || highBit >= bitsAllocated
        || samplesPerPixel < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "not a pixel format: %d allocated, %d stored, high bit %d, %d samples",
              bitsAllocated,
              bitsStored,
              highBit,
              samplesPerPixel));
    }
  }

  /** Unsigned MONOCHROME2 in the smallest cell of 8, 16 or 32 bits. */
  public static PixelFormat grey(int bitsStored) {
    int allocated = bitsStored <= 8 ? 8 : bitsStored <= 16 ? 16 : 32;
    return new PixelFormat(allocated, bitsStored, bitsStored - 1, false, "MONOCHROME2", 1, false);
  }

  /** Eight-bit RGB, colour by pixel. */
  public static PixelFormat rgb() {
    return new PixelFormat(8, 8, 7, false, "RGB", 3, false);
  }

  /** The same with high values dark. */
  public PixelFormat monochrome1() {
    return new PixelFormat(
        bitsAllocated, bitsStored, highBit, signed, "MONOCHROME1", samplesPerPixel, planar);
  }

  /** The same in two's complement. */
  public PixelFormat twosComplement() {
    return new PixelFormat(
        bitsAllocated,
        bitsStored,
        highBit,
        true,
        photometricInterpretation,
        samplesPerPixel,
        planar);
  }

  /** The same in another cell. */
  public PixelFormat in(int newBitsAllocated, int newHighBit) {
    return new PixelFormat(
        newBitsAllocated,
        bitsStored,
        newHighBit,
        signed,
        photometricInterpretation,
        samplesPerPixel,
        planar);
  }

  /**
   * The bytes of one frame, little endian: cells are laid one after another, each from its least
   * significant bit, bits outside the value zero.
   *
   * @throws IllegalArgumentException if a value does not fit into the stored bits
   */
  byte[] pack(int[] stored) {
    long least = signed ? -(1L << (bitsStored - 1)) : 0;
    long most = signed ? (1L << (bitsStored - 1)) - 1 : (1L << bitsStored) - 1;
    long mask = (1L << bitsStored) - 1;
    int shift = highBit - bitsStored + 1;
    byte[] bytes = new byte[Math.toIntExact(((long) stored.length * bitsAllocated + 7) / 8)];
    long bit = 0;
    for (int value : stored) {
      long wide = !signed && bitsStored == 32 ? Integer.toUnsignedLong(value) : value;
      if (wide < least || wide > most) {
        throw new IllegalArgumentException(
            value + " does not fit into " + bitsStored + (signed ? " signed" : "") + " bits");
      }
      long cell = (wide & mask) << shift;
      if (bitsAllocated % 8 == 0) {
        for (int k = 0; k < bitsAllocated / 8; k++) {
          bytes[(int) (bit / 8) + k] = (byte) (cell >>> (8 * k));
        }
      } else {
        for (int k = 0; k < bitsAllocated; k++) {
          long at = bit + k;
          bytes[(int) (at / 8)] |= (byte) (((cell >>> k) & 1) << (at % 8));
        }
      }
      bit += bitsAllocated;
    }
    return bytes;
  }
}
