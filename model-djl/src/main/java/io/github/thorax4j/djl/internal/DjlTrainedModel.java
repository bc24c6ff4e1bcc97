package io.github.thorax4j.djl.internal;

import io.github.thorax4j.EpochReport;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.djl.ThoraxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a training made. */
record DjlTrainedModel(
    ThoraxModel model, List<EpochReport> history, LabelledImages heldOut, boolean cancelled)
    implements TrainedModel {

  DjlTrainedModel {
    history = List.copyOf(history);
  }

  @Override
  public ModelCard card() {
    return model.card();
  }

  @Override
  public void save(Path file) throws IOException {
    model.write(file);
  }

  @Override
  public PneumoniaClassifier classifier() {
    return new DjlClassifier(model);
  }
}
