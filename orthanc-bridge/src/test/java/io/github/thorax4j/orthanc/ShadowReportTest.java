package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reason;
import io.github.thorax4j.batch.Json;
import io.github.thorax4j.orthanc.RuleAction.State;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowReportTest {

  private static final ModelIdentity OTHER = new ModelIdentity("m", "2", "cd".repeat(32));

  @TempDir private Path folder;

  private BridgeConfig config() {
    return BridgeConfig.of(
        BridgeConfig.Orthanc.of(URI.create("http://127.0.0.1"), Optional.empty(), Optional.empty()),
        folder.resolve("state"));
  }

  private void record(String instance, String sop, Outcome outcome, String... rules)
      throws IOException {
    Facts facts =
        new Facts(
            new Placement(instance, "se", "st", 1),
            outcome,
            Optional.of(sop),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            List.of());
    Instant now = Instant.now();
    List<RuleAction> actions =
        Arrays.stream(rules)
            .map(
                rule ->
                    RuleAction.begin(
                        new RuleAction.Key(instance, rule, "label x"), now, State.SHADOW, now))
            .toList();
    try (BridgeDatabase database =
        BridgeDatabase.open(FilmStoreTest.sqlite(), folder.resolve("state"))) {
      new RuleStore(database).add(new RoutedFilm(facts, 0, now), now, actions);
    }
  }

  private static Outcome answer(ModelIdentity model, double probability) {
    return Outcome.Assessed.of(probability, 0.5, model, List.of());
  }

  private void recordAll() throws IOException {
    record("a", "1.1", answer(TestFacts.MODEL, 0.9), "r", "s");
    record("b", "1.2", answer(TestFacts.MODEL, 0.8), "r");
    record("c", "1.3", answer(TestFacts.MODEL, 0.2));
    record("d", "1.4", answer(TestFacts.MODEL, 0.1), "s");
    record("e", "1.5", answer(TestFacts.MODEL, 0.3));
    record("f", "1.6", new Outcome.Declined(Reason.NO_CONTENT, "x", TestFacts.MODEL, List.of()));
    record("g", "1.7", answer(OTHER, 0.7));
  }

  private Path labels(String text) throws IOException {
    Path file = folder.resolve("labels.csv");
    Files.writeString(file, text);
    return file;
  }

  private JsonNode json(String labels) throws IOException {
    ShadowReport report = ShadowReport.of(config(), labels(labels));
    return new JsonMapper().readTree(Json.object(report::writeFigures));
  }

  @Test
  void answersAreComparedWithLabelsByEitherIdentifier() throws Exception {
    recordAll();

    JsonNode report =
        json(
            """
            instance,label,comment
            a,PNEUMONIA,x
            1.2,normal,x
            c,0,x
            1.4,NORMAL,x
            e,1,x
            f,normal,x
            1.7,pneumonia,x
            unknown,normal,x
            """);

    // Of the first model: a is a true positive, b a false one, c and d true negatives, e a false
    // one.
    assertThat(report.path("labels").asInt()).isEqualTo(8);
    assertThat(report.path("unknown").asInt()).isEqualTo(1);
    JsonNode first = report.path("measurements").path(0);
    assertThat(first.path("model").path("version").asText()).isEqualTo("1");
    assertThat(first.path("n").asInt()).isEqualTo(5);
    assertThat(first.path("declined").asInt()).isEqualTo(1);
    assertThat(first.path("confusion").toString())
        .isEqualTo("{\"tp\":1,\"fp\":1,\"tn\":2,\"fn\":1}");
    assertThat(first.path("sensitivity").asDouble()).isEqualTo(0.5);
    // Of the six pairs of ill and well, (a, b) (a, c) (a, d) (e, c) (e, d) are in order.
    assertThat(first.path("auroc").asDouble()).isEqualTo(5.0 / 6, offset(1e-12));
    JsonNode second = report.path("measurements").path(1);
    assertThat(second.path("model").path("version").asText()).isEqualTo("2");
    assertThat(second.path("confusion").path("tp").asInt()).isEqualTo(1);
    assertThat(report.path("rules").toString())
        .isEqualTo(
            "[{\"rule\":\"r\",\"pneumonia\":1,\"normal\":1},"
                + "{\"rule\":\"s\",\"pneumonia\":1,\"normal\":1}]");
  }

  @Test
  void aPathIsTheFilmsDicomFile() throws Exception {
    Films.Sent sent = new Films().write(folder.resolve("films"), Films.Kind.CHEST, 1);
    record("x", sent.sopInstance(), answer(TestFacts.MODEL, 0.9), "r");

    JsonNode report =
        json("path,label,patient\n" + folder.relativize(sent.file()) + ",PNEUMONIA,p\n");

    assertThat(report.path("unknown").asInt()).isZero();
    assertThat(report.path("measurements").path(0).path("confusion").path("tp").asInt())
        .isEqualTo(1);
  }

  @Test
  void theTextSaysHowManyAreKnownAndThatItIsResearch() throws Exception {
    recordAll();

    String text =
        ShadowReport.of(config(), labels("instance,label\na,PNEUMONIA\nzz,normal\n")).text();

    assertThat(text)
        .startsWith("2 labelled films, of which the bridge knows 1\n")
        .contains("rule r: for 1 with pneumonia and 0 normal\n")
        .contains("Research software");
  }

  @Test
  void whatCannotBeComparedIsOneSentence() throws Exception {
    Path good = labels("instance,label\na,PNEUMONIA\n");
    assertThatThrownBy(() -> ShadowReport.of(config(), good))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("state") + ": no bridge has recorded anything there");
    recordAll();
    assertThatThrownBy(() -> json("instance,label\na,PNEUMONIA\n1.1,NORMAL\n"))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("labels.csv") + ": gives the film a two labels");
    assertThatThrownBy(() -> json("instance,label\na,PNEUMONIA\na,NORMAL\n"))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("labels.csv") + ": record 2: the film has another label above");
    assertThatThrownBy(() -> json("instance,label\na,perhaps\n"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("labels.csv") + ": record 1: unknown label");
    assertThatThrownBy(() -> json("film,label\na,NORMAL\n"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("labels.csv")
                + ": the first line must name the columns label, and instance or path");
    assertThat(json("instance,label\nzz,NORMAL\n").path("measurements")).isEmpty();
  }
}
