package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thorax4j.ModelCard;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.testdata.Phantom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that are intact but hold no model that can be used. */
class OpenModelFileTest {

  @TempDir private Path folder;

  private static Map<String, float[]> initial(String architecture) {
    return new LinkedHashMap<>(Weights.initial(Architecture.named(architecture), 1).arrays());
  }

  private void refused(ThoraxModel model, String... causes) throws IOException {
    Path file = folder.resolve("refused.thorax");
    model.write(file);

    assertThatThrownBy(() -> PneumoniaClassifier.open(file).close())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(causes)
        .message()
        .doesNotContain("\n", "Exception");
  }

  @Test
  void anUnknownNetworkIsRefusedAndTheKnownOnesNamed() throws IOException {
    refused(
        GeneratedModel.of("resnet50", initial("seed-cnn")), "resnet50", "seed-cnn", "thoraxnet");
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() throws IOException {
    refused(GeneratedModel.of("thoraxnet", initial("seed-cnn")), "weights");
    refused(GeneratedModel.of("seed-cnn", Map.of()), "weights");
  }

  @Test
  void weightsOfAnotherSizeAreRefused() throws IOException {
    Map<String, float[]> weights = initial("seed-cnn");
    weights.put("head.3.bias", new float[31]);

    refused(GeneratedModel.of("seed-cnn", weights), "head.3.bias", "another size");
  }

  @Test
  void inputsThatTheNetworkCannotTakeAreRefused() throws IOException {
    for (int[] size : new int[][] {{1, 1}, {128, 1}, {50_000, 50_000}, {Integer.MAX_VALUE, 1}}) {
      for (String name : new String[] {"thoraxnet", "seed-cnn"}) {
        int channels = Architecture.named(name).input().channels();
        refused(
            GeneratedModel.of(
                name, new ModelCard.Input(size[0], size[1], channels, 0.5, 0.2), initial(name)),
            "input");
      }
    }
  }

  @Test
  void aSavedModelAnswersAsTheOneThatWasSaved() throws IOException {
    ThoraxModel model = GeneratedModel.initial("seed-cnn", 8);
    Path file = folder.resolve("model.thorax");
    model.write(file);
    try (PneumoniaClassifier saved = PneumoniaClassifier.open(file);
        PneumoniaClassifier made = new DjlClassifier(model)) {
      var film = Phantom.normal(200, 200, 1).radiograph();
      assertThat(((Outcome.Assessed) saved.classify(film)).probability())
          .isEqualTo(((Outcome.Assessed) made.classify(film)).probability());
    }
  }
}
