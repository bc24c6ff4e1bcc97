package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Vr;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes a data set in explicit VR little endian (PS3.5 section 7.1.2): sequences and items with
 * defined lengths (section 7.5), values padded to an even length (section 6.2). Not thread-safe.
 */
final class DataSetWriter {

  private static final int ITEM = 0xFFFE_E000;
  private static final int LONGEST_SHORT_FORM = 0xFFFE;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private DataSetWriter() {}

  /** The bytes of a data set, its elements in the order of their tags. */
  static byte[] encode(Attributes dataSet) {
    DataSetWriter writer = new DataSetWriter();
    for (int tag : dataSet.tags()) {
      Vr vr = dataSet.vr(tag).orElse(Vr.UN);
      if (vr == Vr.SQ) {
        writer.element(tag, vr, items(dataSet.items(tag)));
      } else {
        writer.element(tag, vr, dataSet.bytes(tag).orElseGet(() -> new byte[0]));
      }
    }
    return writer.out.toByteArray();
  }

  private static byte[] items(List<Attributes> items) {
    DataSetWriter writer = new DataSetWriter();
    for (Attributes item : items) {
      byte[] content = encode(item);
      writer.tag(ITEM);
      writer.doubleWord(content.length);
      writer.out.writeBytes(content);
    }
    return writer.out.toByteArray();
  }

  private void element(int tag, Vr vr, byte[] value) {
    int length = value.length + value.length % 2;
    // A value that is too long for the short form is written as unknown (PS3.5 section 6.2.2).
    Vr written = vr.longForm() || length <= LONGEST_SHORT_FORM ? vr : Vr.UN;
    tag(tag);
    out.writeBytes(written.name().getBytes(StandardCharsets.US_ASCII));
    if (written.longForm()) {
      word(0);
      doubleWord(length);
    } else {
      word(length);
    }
    out.writeBytes(value);
    if (length > value.length) {
      out.write(vr.padding());
    }
  }

  private void tag(int tag) {
    word(tag >>> 16);
    word(tag);
  }

  private void doubleWord(int value) {
    word(value);
    word(value >>> 16);
  }

  private void word(int value) {
    out.write(value);
    out.write(value >>> 8);
  }
}
