package io.github.thorax4j.dicom.internal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * UIDs that follow from what they name: {@code 2.25.} and a UUID as a decimal number (PS3.5 section
 * B.2). The UUID is of version 8, made of the first 128 bits of a SHA-256 (RFC 9562 section 5.8).
 */
public final class DerivedUid {

  private static final String ROOT = "2.25.";

  private DerivedUid() {}

  /** The UID of the given texts in the given order; others give another one. */
  public static String of(List<String> texts) {
    MessageDigest sha = sha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      // With its length before it, no text can run into the next.
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      sha.update(bytes);
    }
    ByteBuffer uuid = ByteBuffer.wrap(sha.digest(), 0, 2 * Long.BYTES);
    long high = (uuid.getLong() & ~0xF000L) | 0x8000L;
    long low = (uuid.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    byte[] number = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    return ROOT + new BigInteger(1, number);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
