package io.github.thorax4j.djl.internal;

import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.TrainingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Trains networks with DJL. */
final class DjlTrainer implements ClassifierTrainer {

  @Override
  public List<String> architectures() {
    return defaultFirst(Architecture.DEFAULT, Architecture.all().keySet());
  }

  @Override
  public List<String> recipes() {
    return defaultFirst(Recipe.DEFAULT, Recipe.all().keySet());
  }

  private static List<String> defaultFirst(String first, Set<String> names) {
    return Stream.concat(Stream.of(first), names.stream()).distinct().toList();
  }

  @Override
  public TrainedModel train(LabelledImages data, TrainingPlan plan, Monitor monitor)
      throws IOException {
    return new TrainingRun(data, plan, monitor).run();
  }
}
