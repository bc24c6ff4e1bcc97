package io.github.thorax4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Json;
import java.io.IOException;
import java.util.List;

/** Results as JSON, one object a line, always with the same keys. */
final class JsonPrinter implements ResultPrinter {

  private final Output out;

  JsonPrinter(Output out) {
    this.out = out;
  }

  @Override
  public void answered(FileResult.Answered result) throws IOException {
    out.line(
        Json.object(
            json -> {
              json.writeStringField("file", result.file());
              if (result.outcome() instanceof Outcome.Assessed assessed) {
                json.writeStringField("status", "assessed");
                json.writeStringField("finding", assessed.finding().label());
                json.writeNumberField("probability", assessed.probability());
                json.writeNumberField("threshold", assessed.threshold());
                model(json, assessed.model());
                json.writeNullField("reason");
                json.writeNullField("detail");
              } else if (result.outcome() instanceof Outcome.Declined declined) {
                json.writeStringField("status", "declined");
                json.writeNullField("finding");
                json.writeNullField("probability");
                json.writeNullField("threshold");
                model(json, declined.model());
                json.writeStringField("reason", declined.reason().label());
                json.writeStringField("detail", declined.detail());
              }
              rest(json, result.outcome().preprocessing(), result.millis());
            }));
  }

  @Override
  public void failed(FileResult.Failed result) throws IOException {
    out.line(
        Json.object(
            json -> {
              json.writeStringField("file", result.file());
              json.writeStringField("status", "failed");
              json.writeNullField("finding");
              json.writeNullField("probability");
              json.writeNullField("threshold");
              json.writeNullField("model");
              json.writeNullField("reason");
              json.writeStringField("detail", result.detail());
              rest(json, List.of(), result.millis());
            }));
  }

  private static void model(JsonGenerator json, ModelIdentity model) throws IOException {
    json.writeObjectFieldStart("model");
    Json.identity(json, model);
    json.writeEndObject();
  }

  private static void rest(JsonGenerator json, List<String> preprocessing, long millis)
      throws IOException {
    json.writeArrayFieldStart("preprocessing");
    for (String step : preprocessing) {
      json.writeString(step);
    }
    json.writeEndArray();
    json.writeNumberField("millis", millis);
  }
}
