package io.github.thorax4j.dicom;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One generated film in every transfer syntax that the built-in codec reads. */
public final class EncodedFilms {

  /** Columns of the film. */
  public static final int COLUMNS = 40;

  /** Rows of the film. */
  public static final int ROWS = 32;

  private static final List<String> COMPRESSED =
      List.of(
          "jpeg_2000",
          "jpeg_2000_irreversible",
          "jpeg_2000_lossless",
          "jpeg_2000_tiles",
          "jpeg_baseline",
          "jpeg_extended",
          "jpeg_lossless",
          "jpeg_lossless_sv1",
          "jpeg_ls",
          "jpeg_ls_near_3",
          "rle",
          "rle_8");

  private static final List<String> EIGHT_BITS =
      List.of("jpeg_2000_tiles", "jpeg_baseline", "jpeg_extended", "rle_8");

  private static final int PIXEL_DATA_OB = 0x0000_424F; // OB and two reserved bytes
  private static final int ITEM = 0xE000_FFFE; // as two little-endian words

  private EncodedFilms() {}

  /** The stored values of the film. */
  public static int[] stored(String name) {
    return Phantom.normal(COLUMNS, ROWS, 5).stored(EIGHT_BITS.contains(name) ? 8 : 12, false);
  }

  /** Bits Allocated of a film. */
  public static int bitsAllocated(String name) {
    return EIGHT_BITS.contains(name) ? 8 : 16;
  }

  /** Files by name, the compressed ones as other programs wrote them. */
  public static Map<String, byte[]> all() throws IOException {
    Map<String, byte[]> films = new LinkedHashMap<>();
    for (TransferSyntax syntax : TransferSyntax.values()) {
      if (syntax != TransferSyntax.JPEG_BASELINE) {
        films.put(
            syntax.name(),
            DicomObject.computedRadiography(COLUMNS, ROWS, stored(""), 12)
                .encodedAs(syntax)
                .toBytes());
      }
    }
    for (String name : COMPRESSED) {
      films.put(name, file(name));
    }
    return films;
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = EncodedFilms.class.getResourceAsStream("encoded/" + name + ".dcm")) {
      return in.readAllBytes();
    }
  }

  /** The compressed streams whose names start so, by name. */
  public static Map<String, byte[]> streams(String start) throws IOException {
    Map<String, byte[]> streams = new LinkedHashMap<>();
    for (String name : COMPRESSED) {
      if (name.startsWith(start)) {
        streams.put(name, stream(file(name)));
      }
    }
    return streams;
  }

  /** The fragments behind the offset table, joined. */
  private static byte[] stream(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int at = 132;
    while (in.getInt(at) != 0x0010_7FE0 || in.getInt(at + 4) != PIXEL_DATA_OB) {
      at++;
    }
    in.position(at + 12);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    boolean table = true;
    while (in.getInt() == ITEM) {
      byte[] item = new byte[in.getInt()];
      in.get(item);
      if (!table) {
        stream.writeBytes(item);
      }
      table = false;
    }
    return stream.toByteArray();
  }
}
