package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.internal.DataSetParser.PixelElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Encapsulated pixel data (PS3.5 section A.4): a basic offset table and the fragments of a
 * compressed stream. All fragments belong to the one frame that is read, so that no offset table,
 * basic or extended, is needed: whatever it says is passed over.
 */
final class Fragments {

  /** More than any frame has; each costs more memory than a tiny one has bytes. */
  private static final int MAX_FRAGMENTS = 100_000;

  private static final int LARGEST_STREAM = Integer.MAX_VALUE - 8;
  private static final int ITEM = 0xFFFE_E000;

  /** Where an item's value is in the file. */
  private record Item(long position, int length) {}

  private Fragments() {}

  /** The stream of a single frame: its fragments, each read to where it belongs. */
  static byte[] join(DicomInput in, PixelElement element) throws IOException {
    if (element.length().isPresent()) {
      throw new IOException("the pixel data is not compressed, its transfer syntax is");
    }
    List<Item> items = items(in);
    // Some writers leave the offset table away, and no frame is without a fragment.
    List<Item> fragments = items.size() > 1 ? items.subList(1, items.size()) : items;
    long size = fragments.stream().mapToLong(Item::length).sum();
    if (size == 0) {
      throw new IOException("the pixel data has no fragments");
    }
    if (size > LARGEST_STREAM) {
      throw tooLarge();
    }
    byte[] stream = new byte[(int) size];
    int at = 0;
    for (Item fragment : fragments) {
      in.moveTo(fragment.position());
      in.read(stream, at, fragment.length());
      at += fragment.length();
    }
    return stream;
  }

  /** The offset table and the fragments behind it that are not empty. */
  private static List<Item> items(DicomInput in) throws IOException {
    List<Item> items = new ArrayList<>();
    // Files that end without the delimiter behind whole fragments are read all the same.
    while (in.has(8) && (in.word() << 16 | in.word()) == ITEM) {
      long length = Integer.toUnsignedLong(in.doubleWord());
      if (length > in.remaining()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "a fragment of the pixel data declares %d bytes where %d are left",
                length,
                in.remaining()));
      }
      if (length > LARGEST_STREAM) {
        throw tooLarge();
      }
      if (length > 0 || items.isEmpty()) {
        items.add(new Item(in.position(), (int) length));
      }
      if (items.size() > MAX_FRAGMENTS + 1) {
        throw new IOException("the pixel data has more than " + MAX_FRAGMENTS + " fragments");
      }
      in.skip(length);
      if (length % 2 != 0 && in.has(1) && in.peek(1)[0] == 0) {
        in.skip(1); // padded, but the padding is not counted; no item begins with a zero
      }
    }
    return items;
  }

  private static IOException tooLarge() {
    return new IOException("the compressed pixel data is larger than 2 GiB");
  }
}
