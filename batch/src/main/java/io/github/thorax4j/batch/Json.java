package io.github.thorax4j.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.thorax4j.ModelIdentity;
import java.io.IOException;
import java.io.StringWriter;

/** Writes JSON. */
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes fields. */
  @FunctionalInterface
  public interface Fields {

    /** Writes the fields of the object that is open. */
    void write(JsonGenerator json) throws IOException;
  }

  /** An object on one line. */
  public static String object(Fields fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  /** A number, or null where the value is NaN or infinite, which JSON does not know. */
  public static void number(JsonGenerator json, String key, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(key, value);
    } else {
      json.writeNullField(key);
    }
  }

  /** The fields of a model's identity. */
  public static void identity(JsonGenerator json, ModelIdentity model) throws IOException {
    json.writeStringField("name", model.name());
    json.writeStringField("version", model.version());
    json.writeStringField("sha256", model.sha256());
  }
}
