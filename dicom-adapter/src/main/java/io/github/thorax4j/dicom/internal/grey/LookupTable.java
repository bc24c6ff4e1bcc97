package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table of a Modality LUT or VOI LUT sequence (PS3.3 sections C.11.1.1 and C.11.2.1.1): inputs
 * below its first take its first entry, inputs above its last take its last.
 */
final class LookupTable {

  private static final int MOST_ENTRIES = 1 << 16;

  private final int first;
  private final int bits;
  private final int[] entries;

  private LookupTable(int first, int bits, int[] entries) {
    this.first = first;
    this.bits = bits;
    this.entries = entries;
  }

  /**
   * Reads the item of a sequence.
   *
   * @param signedInput whether inputs can be negative: then the first input is signed
   * @throws IOException if descriptor or data are missing or do not fit
   */
  static LookupTable of(Attributes item, boolean signedInput, String sequence) throws IOException {
    List<Double> descriptor = item.decimals(Tag.LUT_DESCRIPTOR);
    if (descriptor.size() != 3 || descriptor.stream().anyMatch(value -> value.isNaN())) {
      throw new IOException(sequence + " has no LUTDescriptor of three values");
    }
    int count = descriptor.get(0).intValue() & 0xFFFF;
    if (count == 0) {
      count = MOST_ENTRIES;
    }
    int start = descriptor.get(1).intValue() & 0xFFFF;
    int declaredBits = descriptor.get(2).intValue();
    if (declaredBits < 1 || declaredBits > 16) {
      throw new IOException(sequence + " has entries of " + declaredBits + " bits");
    }
    Optional<byte[]> data = item.bytes(Tag.LUT_DATA);
    if (data.isEmpty() || data.get().length < count) {
      throw new IOException(sequence + " has no LUTData of " + count + " entries");
    }
    int[] entries = unpack(data.get(), count);
    int most = 0;
    for (int entry : entries) {
      most = Math.max(most, entry);
    }
    // Some writers declare fewer bits than their entries take.
    int bits = Math.max(declaredBits, Integer.SIZE - Integer.numberOfLeadingZeros(most));
    return new LookupTable(signedInput ? (short) start : start, bits, entries);
  }

  /** Words, or bytes where the data are too short for words. */
  private static int[] unpack(byte[] data, int count) {
    boolean words = data.length >= 2 * count;
    int[] entries = new int[count];
    for (int i = 0; i < count; i++) {
      entries[i] = words ? (data[2 * i] & 0xFF) | ((data[2 * i + 1] & 0xFF) << 8) : data[i] & 0xFF;
    }
    return entries;
  }

  int entry(double input) {
    long index = (long) (int) Math.rint(input) - first;
    return entries[(int) Math.max(0, Math.min(entries.length - 1, index))];
  }

  /** The largest entry that the bits allow. */
  int top() {
    return (1 << bits) - 1;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d entries of %d bits from %d", entries.length, bits, first);
  }
}
