package io.github.thorax4j.djl.internal;

import io.github.thorax4j.ModelCard;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.djl.ThoraxModel;
import java.util.Map;

/** Models with weights that no training has touched. */
final class GeneratedModel {

  private GeneratedModel() {}

  static ThoraxModel initial(String architecture, long seed) {
    return of(architecture, Weights.initial(Architecture.named(architecture), seed).arrays());
  }

  static ThoraxModel of(String architecture, Map<String, float[]> weights) {
    ModelCard.Input input =
        Architecture.all().containsKey(architecture)
            ? Architecture.named(architecture).input()
            : Architecture.named("thoraxnet").input();
    return of(architecture, input, weights);
  }

  static ThoraxModel of(String architecture, ModelCard.Input input, Map<String, float[]> weights) {
    ModelCard.Provenance provenance =
        new ModelCard.Provenance("0".repeat(64), 0, 0, "robust", 1, 0, "test", Map.of());
    ModelIdentity identity = new ModelIdentity(architecture, "0", ThoraxModel.digest(weights));
    return ThoraxModel.of(
        new ModelCard(
            identity,
            architecture,
            1,
            input,
            0.5,
            ModelCard.Calibration.NONE,
            provenance,
            Map.of()),
        weights);
  }
}
