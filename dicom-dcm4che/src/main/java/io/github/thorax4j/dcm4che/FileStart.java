package io.github.thorax4j.dcm4che;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.util.ByteUtils;

/** What the first bytes of a file and of its data set tell, whatever was declared. */
final class FileStart {

  private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);
  private static final int PREAMBLE_LENGTH = 128;

  private FileStart() {}

  /** How many bytes precede the first element: preamble and prefix, the prefix alone, or none. */
  static int firstElement(InputStream stream) throws IOException {
    int longest = PREAMBLE_LENGTH + PREFIX.length;
    stream.mark(longest);
    byte[] start = stream.readNBytes(longest);
    stream.reset();
    if (isPrefix(start, PREAMBLE_LENGTH)) {
      return longest;
    }
    return isPrefix(start, 0) ? PREFIX.length : 0;
  }

  private static boolean isPrefix(byte[] start, int at) {
    int end = at + PREFIX.length;
    return start.length >= end && Arrays.equals(start, at, end, PREFIX, 0, PREFIX.length);
  }

  /** The uncompressed transfer syntax of the encoding that the parser is set to. */
  static String declaredEncoding(DicomInputStream in) {
    if (in.bigEndian()) {
      return UID.ExplicitVRBigEndian;
    }
    return in.explicitVR() ? UID.ExplicitVRLittleEndian : UID.ImplicitVRLittleEndian;
  }

  /** The same of the encoding that the first element shows, which may be another. */
  static String encoding(DicomInputStream in) throws IOException {
    String declared = declaredEncoding(in);
    if (!in.markSupported()) {
      return declared; // it is deflated, which is seldom a mistake
    }
    in.mark(6);
    byte[] start = in.readNBytes(6);
    in.reset();
    if (start.length < 6) {
      return declared;
    }
    boolean big = start[0] == 0 && start[1] != 0; // no data set begins with a group above 00FF
    if (VR.valueOf(ByteUtils.bytesToVR(start, 4)) != null) {
      return big ? UID.ExplicitVRBigEndian : UID.ExplicitVRLittleEndian;
    }
    boolean letters = isCapital(start[4]) && isCapital(start[5]);
    return letters || big ? declared : UID.ImplicitVRLittleEndian;
  }

  private static boolean isCapital(byte character) {
    return character >= 'A' && character <= 'Z';
  }
}
