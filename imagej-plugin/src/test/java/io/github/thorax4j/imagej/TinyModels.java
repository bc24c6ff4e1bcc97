package io.github.thorax4j.imagej;

import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.TrainingPlan;
import io.github.thorax4j.testdata.LabelledSet;
import java.io.IOException;
import java.nio.file.Path;

/** Models that were hardly trained. */
final class TinyModels {

  private TinyModels() {}

  static TrainedModel train(Path folder, String name, long seed) throws IOException {
    LabelledImages images = LabelledSet.write(folder, 4, 1, 64, seed).images();
    TrainingPlan plan = TrainingPlan.builder().epochs(1).seed(seed).holdOut(0).name(name).build();
    return ClassifierTrainer.open().train(images, plan, Monitor.NONE);
  }
}
