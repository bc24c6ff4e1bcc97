package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {

  @TempDir Path folder;

  private final TestConsole console = new TestConsole();

  @Test
  void theOriginsNetworkIsTheOrigins() throws IOException {
    assertThat(console.run("model", "describe", "seed-cnn", "--json")).isZero();

    JsonNode object = console.objects().get(0);
    assertThat(object.path("parameters").asLong()).isEqualTo(296_609);
    // 128x128x(3x9)x128 + 62x62x(128x9)x64 + 29x29x(64x9)x32 + 6272x32 + 32
    assertThat(object.path("multiply_adds").asLong()).isEqualTo(355_735_584L);
    long sum = 0;
    for (JsonNode layer : object.path("layers")) {
      sum += layer.path("parameters").asLong();
    }
    assertThat(sum).isEqualTo(296_609);
  }

  @Test
  void theTableEndsInTheTotals() {
    assertThat(console.run("model", "describe", "seed-cnn")).isZero();

    assertThat(console.lines().get(0)).contains("output shape", "parameters", "multiply-adds");
    assertThat(console.out().stripTrailing()).endsWith("296,609     355,735,584");
  }

  @Test
  void withoutANameItIsTheShippedModel() throws IOException {
    assertThat(console.run("model", "describe", "--json")).isZero();

    JsonNode object = console.objects().get(0);
    assertThat(object.path("model").path("name").asText()).isEqualTo("thoraxnet");
    assertThat(object.path("parameters").asLong()).isLessThan(1_000_000);
    assertThat(object.path("provenance").path("data_digest").asText()).hasSize(64);
  }

  @Test
  void listShowsAllThatCanBeNamed() {
    assertThat(console.run("model", "list")).isZero();

    assertThat(console.out()).contains("thoraxnet", "seed-cnn", "robust", "origin", "296,609");
  }

  @Test
  void aFileThatIsNoModelIsOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("x.thorax"), "PK no");

    assertThat(console.run("model", "describe", file)).isEqualTo(1);

    assertThat(console.err()).startsWith("thorax4j: " + file + ": ").hasLineCount(1);
  }
}
