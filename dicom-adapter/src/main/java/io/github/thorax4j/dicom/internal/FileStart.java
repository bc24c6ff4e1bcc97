package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.Vr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * Where the first element of a file is: behind preamble and prefix (PS3.10 section 7.1), or at the
 * very start in files that have neither.
 */
public final class FileStart {

  /** How many bytes of a file tell. */
  public static final int LENGTH = 160;

  private static final int PREFIX = 0x4D434944; // "DICM"
  private static final int PREAMBLE_LENGTH = 128;
  private static final int LONGEST_FIRST_VALUE = 256;

  private FileStart() {}

  /**
   * The offset of the first element, if this can be a DICOM file.
   *
   * @param start the first {@link #LENGTH} bytes of the file or more, fewer if it is shorter
   */
  public static OptionalInt firstElement(byte[] start) {
    ByteBuffer in = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = ByteBuffer.wrap(start);
    if (start.length >= PREAMBLE_LENGTH + 4 && in.getInt(PREAMBLE_LENGTH) == PREFIX) {
      return OptionalInt.of(PREAMBLE_LENGTH + 4);
    }
    if (start.length >= 4 && in.getInt(0) == PREFIX) {
      return OptionalInt.of(4);
    }
    return plausibleElement(in) || plausibleElement(big) ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /** Whether a short element of group 0002 or 0008 is followed by a later one. */
  private static boolean plausibleElement(ByteBuffer in) {
    if (in.remaining() < 16) {
      return false;
    }
    int group = in.getShort(0);
    int element = in.getShort(2) & 0xFFFF;
    if ((group != 2 && group != 8) || element > 0xFF) {
      return false;
    }
    boolean explicit = Vr.of(in.get(4), in.get(5)).filter(vr -> !vr.longForm()).isPresent();
    if (!explicit && in.order() == ByteOrder.BIG_ENDIAN) {
      return false; // no transfer syntax is implicit and big-endian
    }
    int length = explicit ? in.getShort(6) & 0xFFFF : in.getInt(4);
    if (length < 0 || length > LONGEST_FIRST_VALUE || (element == 0 && length != 4)) {
      return false;
    }
    int next = 8 + length;
    if (next + 4 > in.limit()) {
      return in.limit() >= LENGTH;
    }
    int nextGroup = in.getShort(next) & 0xFFFF;
    int nextElement = in.getShort(next + 2) & 0xFFFF;
    return nextGroup == group ? nextElement > element : nextGroup > group && nextGroup <= 0x0010;
  }
}
