package io.github.thorax4j.orthanc;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What scheduled work knows is text in the database, for people to read; no object is ever made of
 * what is read from there. Stateless.
 */
final class TextSerializer implements Serializer {

  @Override
  public byte[] serialize(Object data) {
    return Objects.requireNonNullElse(data, "").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <T> T deserialize(Class<T> type, byte[] data) {
    return type.cast(new String(data, StandardCharsets.UTF_8));
  }
}
