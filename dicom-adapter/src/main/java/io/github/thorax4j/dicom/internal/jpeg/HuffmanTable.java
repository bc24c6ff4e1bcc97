package io.github.thorax4j.dicom.internal.jpeg;

import java.io.IOException;

/** A Huffman table of difference categories (T.81 annex C, sections F.2.2 and H.1.2.2). */
public final class HuffmanTable {

  private static final int LONGEST = 16;

  /** How many bits are looked up at once; longer codes are rare. */
  private static final int QUICK = 12;

  private static final int GREATEST_CATEGORY = 16;

  /** Length and category of the code that bits start with, by these bits; 0 if it is longer. */
  private final short[] quick = new short[1 << QUICK];

  /** The greatest code of each length, -1 if there is none, and where its category is. */
  private final int[] maxCode = new int[LONGEST + 1];

  private final int[] offset = new int[LONGEST + 1];
  private final byte[] categories;

  /**
   * Makes the codes (section C.2).
   *
   * @param counts how many codes have 1 to 16 bits
   * @param categories what they stand for
   * @throws IOException if there cannot be such codes or categories
   */
  public HuffmanTable(int[] counts, byte[] categories) throws IOException {
    for (byte category : categories) {
      if (category < 0 || category > GREATEST_CATEGORY) {
        throw broken();
      }
    }
    this.categories = categories.clone();
    int code = 0;
    int next = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int count = counts[length - 1];
      if (code + count > 1 << length || next + count > categories.length) {
        throw broken();
      }
      offset[length] = next - code;
      for (int i = 0; i < count; i++) {
        enter(code++, length, categories[next++]);
      }
      maxCode[length] = count == 0 ? -1 : code - 1;
      code <<= 1;
    }
  }

  private void enter(int code, int length, byte category) {
    int free = QUICK - length;
    if (free >= 0) {
      for (int rest = 0; rest < 1 << free; rest++) {
        quick[code << free | rest] = (short) (length << 8 | category);
      }
    }
  }

  private static IOException broken() {
    return new IOException("the JPEG stream has a broken Huffman table");
  }

  /** Decodes the next difference (sections F.2.2.1 and H.1.2.2). */
  int difference(EntropyCodedBits bits) throws IOException {
    long window = bits.window();
    int code = quick[(int) (window >>> (Long.SIZE - QUICK))];
    if (code == 0) {
      code = longCode(window);
    }
    int length = code >>> 8;
    int category = code & 0xFF;
    if (category == GREATEST_CATEGORY) { // no bits follow
      bits.skip(length);
      return 1 << 15;
    }
    bits.skip(length + category);
    if (category == 0) {
      return 0;
    }
    int value = (int) (window << length >>> (Long.SIZE - category));
    int negative = (value >>> (category - 1)) - 1; // all ones if the first bit is 0
    return value - (negative & ((1 << category) - 1));
  }

  /** Length and category of a code (section F.2.2.3). */
  private int longCode(long window) throws IOException {
    for (int length = QUICK + 1; length <= LONGEST; length++) {
      int code = (int) (window >>> (Long.SIZE - length));
      if (code <= maxCode[length]) {
        return length << 8 | categories[offset[length] + code];
      }
    }
    throw new IOException("the JPEG stream is damaged");
  }
}
