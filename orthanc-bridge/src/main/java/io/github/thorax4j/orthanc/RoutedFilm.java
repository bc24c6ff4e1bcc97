package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.thorax4j.Finding;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reason;
import io.github.thorax4j.batch.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A film and what rules knew of it when they were asked.
 *
 * @param facts what they knew
 * @param priority the highest that a rule gave it; 0 if none did
 * @param routed when
 */
record RoutedFilm(Facts facts, int priority, Instant routed) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** As it stands in the database. */
  String json() throws IOException {
    return Json.object(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("instance", facts.place().instance());
    json.writeStringField("series", facts.place().series());
    json.writeStringField("study", facts.place().study());
    json.writeNumberField("bytes", facts.place().bytes());
    writeOutcome(json, facts.outcome());
    text(json, "sopInstance", facts.sopInstance());
    text(json, "modality", facts.modality());
    text(json, "remoteAeTitle", facts.remoteAeTitle());
    text(json, "calledAeTitle", facts.calledAeTitle());
    text(json, "station", facts.station());
    text(json, "bodyPart", facts.bodyPart());
    if (facts.age().isPresent()) {
      json.writeNumberField("age", facts.age().getAsInt());
    }
    json.writeArrayFieldStart("results");
    for (String result : facts.results()) {
      json.writeString(result);
    }
    json.writeEndArray();
    json.writeNumberField("priority", priority);
    json.writeNumberField("routed", routed.toEpochMilli());
  }

  /** The fields of an outcome. */
  static void writeOutcome(JsonGenerator json, Outcome outcome) throws IOException {
    if (outcome instanceof Outcome.Assessed assessed) {
      json.writeStringField("finding", assessed.finding().label());
      json.writeNumberField("probability", assessed.probability());
      json.writeNumberField("threshold", assessed.threshold());
    } else if (outcome instanceof Outcome.Declined declined) {
      json.writeStringField("declined", declined.reason().label());
      json.writeStringField("detail", declined.detail());
    }
    json.writeObjectFieldStart("model");
    Json.identity(json, outcome.model());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String key, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(key, value.get());
    }
  }

  /**
   * Reads what {@link #json} has written.
   *
   * @throws IOException if it is something else
   */
  static RoutedFilm parse(String text) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("the bridge's database holds no film that can be read", e);
    }
    List<String> results = new ArrayList<>();
    json.path("results").forEach(result -> results.add(result.asText()));
    Placement place =
        new Placement(
            json.path("instance").asText(),
            json.path("series").asText(),
            json.path("study").asText(),
            json.path("bytes").asLong());
    JsonNode age = json.path("age");
    Facts facts =
        new Facts(
            place,
            outcome(json),
            text(json, "sopInstance"),
            text(json, "modality"),
            text(json, "remoteAeTitle"),
            text(json, "calledAeTitle"),
            text(json, "station"),
            text(json, "bodyPart"),
            age.isInt() ? OptionalInt.of(age.asInt()) : OptionalInt.empty(),
            results);
    return new RoutedFilm(
        facts, json.path("priority").asInt(), Instant.ofEpochMilli(json.path("routed").asLong()));
  }

  private static Outcome outcome(JsonNode json) throws IOException {
    JsonNode identity = json.path("model");
    try {
      ModelIdentity model =
          new ModelIdentity(
              identity.path("name").asText(),
              identity.path("version").asText(),
              identity.path("sha256").asText());
      Optional<String> declined = text(json, "declined");
      if (declined.isPresent()) {
        for (Reason reason : Reason.values()) {
          if (reason.label().equals(declined.get())) {
            return new Outcome.Declined(reason, json.path("detail").asText(), model, List.of());
          }
        }
        throw new IOException("the bridge's database holds no reason that is known");
      }
      return new Outcome.Assessed(
          json.path("probability").asDouble(),
          Finding.parse(json.path("finding").asText()),
          json.path("threshold").asDouble(),
          model,
          List.of());
    } catch (IllegalArgumentException e) {
      throw new IOException("the bridge's database holds no outcome: " + e.getMessage(), e);
    }
  }

  private static Optional<String> text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }
}
