package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the elements of a data set up to its pixel data (PS3.5 section 7). Elements, nesting and
 * kept bytes are bounded; longer values are passed over. Not thread-safe.
 */
final class DataSetParser {

  static final int MAX_ELEMENTS = 100_000;
  static final int MAX_DEPTH = 32;
  static final int MAX_VALUE = 1 << 20;
  static final int MAX_KEPT = 32 << 20;

  private static final int ITEM = 0xFFFE_E000;
  private static final int ITEM_END = 0xFFFE_E00D;
  private static final int SEQUENCE_END = 0xFFFE_E0DD;
  private static final long UNDEFINED = 0xFFFF_FFFFL;

  private final DicomInput in;
  private int elements;
  private long kept;

  DataSetParser(DicomInput in) {
    this.in = in;
  }

  /** An element's header; the length is {@link #UNDEFINED} or that of the value. */
  private record Element(int tag, Vr vr, long length) {
    boolean undefined() {
      return length == UNDEFINED;
    }

    IOException broken(String cause) {
      return new IOException("element " + Tag.text(tag) + " " + cause);
    }
  }

  /**
   * Where the pixel data is.
   *
   * @param vr OB or OW, or OF or OD for floating point numbers
   * @param length of the value, empty if undefined: it is encapsulated
   */
  record PixelElement(Vr vr, Optional<Long> length) {}

  /**
   * A data set, and the pixel data that the input stands before.
   *
   * @param attributes all before the pixel data
   * @param pixels empty if there are none
   */
  record DataSet(Attributes attributes, Optional<PixelElement> pixels) {}

  /** Reads the file meta information (PS3.10 section 7.1), if there is any. */
  Attributes parseMeta() throws IOException {
    Attributes.Builder meta = Attributes.builder();
    in.order(ByteOrder.LITTLE_ENDIAN);
    while (true) {
      byte[] group = in.peek(2);
      if (group.length < 2 || group[0] != 2 || group[1] != 0) {
        return meta.build();
      }
      Element element = next(Encoding.EXPLICIT_LITTLE);
      if (element.undefined()) {
        throw element.broken("has no length");
      }
      keepOrSkip(element, meta, Encoding.EXPLICIT_LITTLE);
    }
  }

  /** Reads up to the pixel data or the end of the input. */
  DataSet parse(Encoding encoding) throws IOException {
    Attributes.Builder attributes = Attributes.builder();
    in.order(encoding.order());
    while (in.has(8)) {
      Element element = next(encoding);
      if (isPixelData(element.tag)) {
        Optional<Long> length =
            element.undefined() ? Optional.empty() : Optional.of(element.length);
        return new DataSet(attributes.build(), Optional.of(new PixelElement(element.vr, length)));
      }
      if (element.tag != ITEM_END && element.tag != SEQUENCE_END) {
        value(element, attributes, encoding, 0, Long.MAX_VALUE);
      }
    }
    return new DataSet(attributes.build(), Optional.empty());
  }

  private static boolean isPixelData(int tag) {
    return tag == Tag.PIXEL_DATA
        || tag == Tag.FLOAT_PIXEL_DATA
        || tag == Tag.DOUBLE_FLOAT_PIXEL_DATA;
  }

  private Element next(Encoding encoding) throws IOException {
    if (++elements > MAX_ELEMENTS) {
      throw new IOException("the data set has more than " + MAX_ELEMENTS + " elements");
    }
    int tag = in.word() << 16 | in.word();
    if (tag >>> 16 == 0xFFFE || !encoding.explicit()) {
      return new Element(tag, Dictionary.vr(tag).orElse(Vr.UN), length32());
    }
    byte[] letters = in.peek(2);
    if (letters.length < 2 || !Encoding.isCapital(letters[0]) || !Encoding.isCapital(letters[1])) {
      // Some writers mix encodings: an element without a representation has a long length.
      return new Element(tag, Dictionary.vr(tag).orElse(Vr.UN), length32());
    }
    in.skip(2);
    Vr vr = Vr.of(letters[0], letters[1]).orElse(Vr.UN);
    long length;
    if (vr.longForm()) {
      in.skip(2);
      length = length32();
    } else {
      length = in.word();
    }
    return new Element(tag, vr, length);
  }

  private long length32() throws IOException {
    return Integer.toUnsignedLong(in.doubleWord());
  }

  private void value(
      Element element, Attributes.Builder attributes, Encoding encoding, int depth, long end)
      throws IOException {
    checkLength(element, end);
    Optional<Vr> known = Dictionary.vr(element.tag);
    boolean bulk = element.vr == Vr.OB || element.vr == Vr.OW;
    // Some writers take sequences for bulk data.
    boolean unknown = element.vr == Vr.UN || (bulk && known.filter(Vr.SQ::equals).isPresent());
    Vr vr = unknown ? known.orElse(Vr.UN) : element.vr;
    if (element.undefined() && bulk && !unknown) {
      skipFragments(element);
    } else if (vr == Vr.SQ || (element.undefined() && unknown)) {
      Encoding inner = unknown ? unknownSequence(encoding) : encoding;
      attributes.put(element.tag, items(element, attributes, inner, depth + 1, end));
    } else if (element.undefined()) {
      throw element.broken("has no length");
    } else {
      keepOrSkip(new Element(element.tag, vr, element.length), attributes, encoding);
    }
  }

  /**
   * How a sequence is written whose representation is UN: implicit (PS3.5 section 6.2.2), which not
   * all writers know. The first attribute stands behind the head of the first item.
   */
  private Encoding unknownSequence(Encoding encoding) throws IOException {
    byte[] start = in.peek(14);
    Encoding implicit = new Encoding(false, encoding.order());
    return start.length < 14 ? implicit : implicit.corrected(Arrays.copyOfRange(start, 8, 14));
  }

  private void checkLength(Element element, long end) throws IOException {
    if (element.undefined()) {
      return;
    }
    long left = Math.min(in.remaining(), end - in.position());
    if (element.length > left) {
      throw element.broken("declares " + element.length + " bytes where " + left + " are left");
    }
  }

  private void keepOrSkip(Element element, Attributes.Builder attributes, Encoding encoding)
      throws IOException {
    checkLength(element, Long.MAX_VALUE);
    if (element.length > MAX_VALUE) {
      in.skip(element.length);
      return;
    }
    kept += element.length;
    if (kept > MAX_KEPT) {
      throw new IOException("the attributes take more than " + (MAX_KEPT >> 20) + " MiB");
    }
    byte[] value = in.bytes((int) element.length);
    if (encoding.order() == ByteOrder.BIG_ENDIAN) {
      swap(value, element.vr.wordSize());
    }
    if (element.vr != Vr.SQ) {
      attributes.put(element.tag, element.vr, value);
    }
  }

  private static void swap(byte[] value, int wordSize) {
    for (int word = 0; word + wordSize <= value.length; word += wordSize) {
      for (int low = word, high = word + wordSize - 1; low < high; low++, high--) {
        byte first = value[low];
        value[low] = value[high];
        value[high] = first;
      }
    }
  }

  /** Reads the items of a sequence (PS3.5 section 7.5). */
  private List<Attributes> items(
      Element sequence, Attributes.Builder parent, Encoding encoding, int depth, long parentEnd)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw sequence.broken("is nested more than " + MAX_DEPTH + " deep");
    }
    long end = sequence.undefined() ? parentEnd : in.position() + sequence.length;
    List<Attributes> items = new ArrayList<>();
    while (sequence.undefined() || in.position() < end) {
      Element item = next(encoding);
      if (item.tag == SEQUENCE_END) {
        if (sequence.undefined()) {
          return items;
        }
        continue;
      }
      if (item.tag != ITEM) {
        throw sequence.broken("holds " + Tag.text(item.tag) + " where an item is due");
      }
      items.add(item(item, parent, encoding, depth, end));
    }
    return items;
  }

  private Attributes item(
      Element item, Attributes.Builder parent, Encoding encoding, int depth, long parentEnd)
      throws IOException {
    checkLength(item, parentEnd);
    long end = item.undefined() ? parentEnd : in.position() + item.length;
    Attributes.Builder attributes = parent.item();
    while (item.undefined() || in.position() < end) {
      Element element = next(encoding);
      if (element.tag == ITEM_END) {
        if (item.undefined()) {
          break;
        }
        continue;
      }
      if (element.tag == ITEM || element.tag == SEQUENCE_END) {
        throw element.broken("is where an attribute is due");
      }
      value(element, attributes, encoding, depth, end);
    }
    return attributes.build();
  }

  private void skipFragments(Element element) throws IOException {
    while (true) {
      Element fragment = next(Encoding.EXPLICIT_LITTLE);
      if (fragment.tag == SEQUENCE_END) {
        return;
      }
      if (fragment.tag != ITEM || fragment.undefined()) {
        throw element.broken("is not made of fragments");
      }
      checkLength(fragment, Long.MAX_VALUE);
      in.skip(fragment.length);
    }
  }
}
