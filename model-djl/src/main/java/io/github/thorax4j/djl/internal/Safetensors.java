package io.github.thorax4j.djl.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named arrays of 32-bit floats in the safetensors layout: the header's length as a little-endian
 * 64-bit number, a JSON header of type, shape and byte range by name, then the numbers,
 * little-endian. Each array is written as a vector.
 */
public final class Safetensors {

  private Safetensors() {}

  /** The bytes of the arrays, in their order. */
  public static byte[] encode(Map<String, float[]> arrays) {
    ObjectNode header = new JsonMapper().createObjectNode();
    long at = 0;
    for (Map.Entry<String, float[]> array : arrays.entrySet()) {
      ObjectNode entry = header.putObject(array.getKey());
      entry.put("dtype", "F32");
      entry.putArray("shape").add(array.getValue().length);
      long end = at + 4L * array.getValue().length;
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(8 + padded + at)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(json);
    while (bytes.position() < 8 + padded) {
      bytes.put((byte) ' ');
    }
    arrays.values().forEach(values -> put(bytes, values));
    return bytes.array();
  }

  private static void put(ByteBuffer bytes, float[] values) {
    bytes.asFloatBuffer().put(values);
    bytes.position(bytes.position() + 4 * values.length);
  }

  /**
   * The arrays in the header's order, which is that of their bytes.
   *
   * @throws IOException if the bytes are not in this layout, or of another type than F32
   */
  public static Map<String, float[]> decode(byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < 8 || bytes.getLong(0) < 2 || bytes.getLong(0) > content.length - 8) {
      throw new IOException("the weights are damaged: no header");
    }
    int headerLength = (int) bytes.getLong(0);
    int start = 8 + headerLength;
    JsonNode header;
    try {
      header =
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readTree(new String(content, 8, headerLength, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IOException("the weights are damaged: " + e.getOriginalMessage(), e);
    }
    if (!header.isObject()) {
      throw new IOException("the weights are damaged: the header is no JSON object");
    }
    Map<String, float[]> arrays = new LinkedHashMap<>();
    // Arrays lie one after another: no byte is read twice, however many arrays are named.
    long at = 0;
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals("__metadata__")) {
        continue;
      }
      long from = offset(field.getValue(), 0);
      long to = offset(field.getValue(), 1);
      if (!"F32".equals(field.getValue().path("dtype").asText())
          || from != at
          || to < from
          || to > content.length - start
          || (to - from) % 4 != 0) {
        throw new IOException("the weights are damaged: array " + field.getKey());
      }
      float[] values = new float[(int) ((to - from) / 4)];
      bytes.position(start + (int) from);
      bytes.asFloatBuffer().get(values);
      arrays.put(field.getKey(), values);
      at = to;
    }
    if (at != content.length - start) {
      throw new IOException("the weights are damaged: bytes belong to no array");
    }
    return arrays;
  }

  /** One end of an array's range of bytes, -1 if it is no whole number. */
  private static long offset(JsonNode array, int end) {
    JsonNode offset = array.path("data_offsets").path(end);
    return offset.canConvertToExactIntegral() && offset.canConvertToLong() ? offset.asLong() : -1;
  }
}
