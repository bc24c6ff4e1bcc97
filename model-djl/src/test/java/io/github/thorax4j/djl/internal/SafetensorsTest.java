package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsTest {

  private static byte[] file(long headerLength, String header, byte... data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(json)
        .put(data)
        .array();
  }

  private static byte[] file(String header, byte... data) {
    return file(header.length(), header, data);
  }

  private static void refused(byte[] content) {
    assertThatThrownBy(() -> Safetensors.decode(content))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the weights are damaged");
  }

  @Test
  void theBytesAreThoseOfTheLayout() {
    byte[] bytes = Safetensors.encode(Map.of("a", new float[] {1, -2.5f}));

    String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    String padded = header + " ".repeat(56 - header.length());
    assertThat(header.length()).isBetween(49, 56);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "3800000000000000"
                + HexFormat.of().formatHex(padded.getBytes(StandardCharsets.US_ASCII))
                + "0000803f"
                + "000020c0");
  }

  @Test
  void whatIsWrittenIsReadInTheSameOrder() throws IOException {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("z", new float[] {Float.MIN_VALUE, Float.MAX_VALUE, -0f});
    arrays.put("empty", new float[0]);
    arrays.put("\u00e4 \"quoted\"", new float[] {3});

    Map<String, float[]> read = Safetensors.decode(Safetensors.encode(arrays));

    assertThat(read.keySet()).containsExactly("z", "empty", "\u00e4 \"quoted\"");
    arrays.forEach((name, values) -> assertThat(read.get(name)).isEqualTo(values));
    assertThat(Safetensors.encode(read)).isEqualTo(Safetensors.encode(arrays));
    assertThat(Safetensors.decode(Safetensors.encode(Map.of()))).isEmpty();
  }

  @Test
  void metadataArePassedOver() throws IOException {
    Map<String, float[]> read =
        Safetensors.decode(
            file(
                "{\"__metadata__\":{\"format\":\"pt\"},"
                    + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                new byte[] {0, 0, (byte) 0x80, 0x3f}));

    assertThat(read).containsOnlyKeys("a");
    assertThat(read.get("a")).containsExactly(1f);
  }

  @Test
  void hostileHeaderLengthsAreRefused() {
    for (long length :
        new long[] {Long.MIN_VALUE, -1, 0, 1, 3, 1L << 31, (1L << 32) + 2, Long.MAX_VALUE}) {
      refused(file(length, "{}"));
    }
    refused(new byte[0]);
    refused(new byte[7]);
    refused(new byte[8]);
  }

  @Test
  void hostileOffsetsAreRefused() {
    for (String offsets :
        new String[] {
          "[0,5]",
          "[0,8]",
          "[-4,0]",
          "[4,0]",
          "[2147483644,2147483648]",
          "[0,4294967300]",
          "[0,18446744073709551620]",
          "[0]",
          "[]",
          "{}",
          "\"0,4\"",
          "[0.5,4]",
          "[\"0\",\"4\"]"
        }) {
      refused(
          file(
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":%s}}".formatted(offsets),
              new byte[4]));
    }
  }

  @Test
  void otherTypesAreRefused() {
    refused(file("{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", new byte[4]));
    refused(file("{\"a\":{\"shape\":[2],\"data_offsets\":[0,4]}}", new byte[4]));
    refused(file("{\"a\":7}", new byte[4]));
  }

  @Test
  void headersThatAreNoJsonObjectAreRefused() {
    for (String header : new String[] {"[]", "42", "\"abc\"", "null", "  ", "{\"a\":", "{}{}"}) {
      refused(file(header));
    }
    refused(file("[".repeat(5000) + "]".repeat(5000)));
  }

  /** Each name may have the whole file: a few megabytes would become terabytes. */
  @Test
  void arraysThatOverlapAreRefused() {
    refused(
        file(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
            new byte[8]));
  }

  @Test
  void bytesThatBelongToNoArrayAreRefused() {
    String array = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}";

    refused(file(array.formatted(4, 8), new byte[8]));
    refused(file(array.formatted(0, 4), new byte[8]));
  }
}
