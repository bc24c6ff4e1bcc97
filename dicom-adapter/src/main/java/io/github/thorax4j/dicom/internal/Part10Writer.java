package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.dicom.Vr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Lays out a file (PS3.10 section 7.1): a preamble of zeros, whatever the preamble of a file was
 * that the object was made from, the prefix, the file meta information, and the data set in
 * explicit VR little endian.
 */
public final class Part10Writer {

  /** Names this writer (PS3.7 section D.3.3.2); made once from a random UUID. */
  public static final String IMPLEMENTATION_CLASS_UID =
      "2.25.124354128807807442440196053748377962473";

  /** The writer's name beside its UID, at most 16 characters. */
  public static final String IMPLEMENTATION_VERSION_NAME = "THORAX4J";

  private static final int PREAMBLE_LENGTH = 128;
  private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

  private Part10Writer() {}

  /**
   * The bytes of the file of an object.
   *
   * @param dataSet has a SOP class and a SOP instance UID, and nothing of group 0002
   * @throws IllegalArgumentException if it has not
   */
  public static byte[] encode(Attributes dataSet) {
    byte[] meta = DataSetWriter.encode(meta(dataSet));
    byte[] groupLength =
        DataSetWriter.encode(
            Attributes.builder().put(Tag.FILE_META_GROUP_LENGTH, Vr.UL, meta.length).build());
    byte[] content = DataSetWriter.encode(dataSet);
    return ByteBuffer.allocate(
            PREAMBLE_LENGTH + PREFIX.length + groupLength.length + meta.length + content.length)
        .position(PREAMBLE_LENGTH)
        .put(PREFIX)
        .put(groupLength)
        .put(meta)
        .put(content)
        .array();
  }

  private static Attributes meta(Attributes dataSet) {
    String sopClass = uid(dataSet, Tag.SOP_CLASS_UID);
    String sopInstance = uid(dataSet, Tag.SOP_INSTANCE_UID);
    if (!dataSet.tags().headSet(0x0003_0000).isEmpty()) {
      throw new IllegalArgumentException("a data set holds no file meta information");
    }
    return Attributes.builder()
        .put(Tag.FILE_META_VERSION, Vr.OB, new byte[] {0, 1})
        .put(Tag.MEDIA_STORAGE_SOP_CLASS_UID, Vr.UI, sopClass)
        .put(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, Vr.UI, sopInstance)
        .put(Tag.TRANSFER_SYNTAX_UID, Vr.UI, TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid())
        .put(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, IMPLEMENTATION_CLASS_UID)
        .put(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, IMPLEMENTATION_VERSION_NAME)
        .build();
  }

  private static String uid(Attributes dataSet, int tag) {
    return dataSet
        .string(tag)
        .orElseThrow(() -> new IllegalArgumentException("an object has " + Tag.text(tag)));
  }
}
