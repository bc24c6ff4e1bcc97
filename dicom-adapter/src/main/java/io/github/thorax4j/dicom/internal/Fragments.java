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

  private static final int ITEM = 0xFFFE_E000;

  private Fragments() {}

  /** The stream of a single frame: its fragments joined. */
  static byte[] join(DicomInput in, PixelElement element) throws IOException {
    if (element.length().isPresent()) {
      throw new IOException("the pixel data is not compressed, its transfer syntax is");
    }
    List<byte[]> fragments = new ArrayList<>();
    byte[] offsetTable = {};
    boolean first = true;
    long size = 0;
    // Files that end without the delimiter behind whole fragments are read all the same.
    while (in.has(8) && (in.word() << 16 | in.word()) == ITEM) {
      byte[] fragment = fragment(in);
      if (first) {
        offsetTable = fragment;
        first = false;
      } else if (fragment.length > 0) {
        fragments.add(fragment);
        size += fragment.length;
      }
      if (size > Integer.MAX_VALUE - 8) {
        throw new IOException("the compressed pixel data is larger than 2 GiB");
      }
      if (fragments.size() > MAX_FRAGMENTS) {
        throw new IOException("the pixel data has more than " + MAX_FRAGMENTS + " fragments");
      }
    }
    return switch (fragments.size()) {
      case 0 -> loneItem(offsetTable);
      case 1 -> fragments.get(0);
      default -> joined(fragments, (int) size);
    };
  }

  private static byte[] fragment(DicomInput in) throws IOException {
    long length = Integer.toUnsignedLong(in.doubleWord());
    if (length > in.remaining()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "a fragment of the pixel data declares %d bytes where %d are left",
              length,
              in.remaining()));
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new IOException("the compressed pixel data is larger than 2 GiB");
    }
    byte[] fragment = in.bytes((int) length);
    if (length % 2 != 0 && in.has(1) && in.peek(1)[0] == 0) {
      in.skip(1); // padded, but the padding is not counted; no item begins with a zero
    }
    return fragment;
  }

  /** Some writers leave the offset table away, and no frame is without a fragment. */
  private static byte[] loneItem(byte[] item) throws IOException {
    if (item.length == 0) {
      throw new IOException("the pixel data has no fragments");
    }
    return item;
  }

  private static byte[] joined(List<byte[]> fragments, int size) {
    byte[] stream = new byte[size];
    int at = 0;
    for (byte[] fragment : fragments) {
      System.arraycopy(fragment, 0, stream, at, fragment.length);
      at += fragment.length;
    }
    return stream;
  }
}
