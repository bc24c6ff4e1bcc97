package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.TrainingPlan;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.testdata.LabelledSet;
import io.github.thorax4j.testdata.Phantom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

  @TempDir private static Path folder;

  private static LabelledImages data;

  @BeforeAll
  static void write() throws IOException {
    data = LabelledSet.write(folder.resolve("set"), 16, 2, 64, 3).images();
  }

  private static TrainingPlan.Builder plan() {
    return TrainingPlan.builder().seed(3).epochs(2).batchSize(4).threads(1).holdOut(0.25);
  }

  private static TrainedModel train(TrainingPlan plan, Monitor monitor) throws IOException {
    return new DjlTrainer().train(data, plan, monitor);
  }

  private static void assertUsable(PneumoniaClassifier opened) {
    try (PneumoniaClassifier classifier = opened) {
      assertThat(classifier.classify(Phantom.normal(100, 100, 1).radiograph()))
          .isInstanceOf(Outcome.Assessed.class);
    }
  }

  @Test
  void cancelledInTheMiddleOfAnEpochTheModelIsUsable() throws IOException {
    AtomicInteger steps = new AtomicInteger();
    Monitor monitor =
        new Monitor() {
          @Override
          public void progress(String phase, long done, long total) {
            if (phase.startsWith("epoch")) {
              steps.incrementAndGet();
            }
          }

          @Override
          public boolean cancelled() {
            // 24 images to train on are six steps: cancelled in the second epoch.
            return steps.get() >= 8;
          }
        };
    Path checkpoints = folder.resolve("cancelled");

    TrainedModel model = train(plan().epochs(50).checkpoints(checkpoints).build(), monitor);

    assertThat(model.cancelled()).isTrue();
    assertThat(steps).hasValue(8);
    assertThat(model.history()).hasSize(1);
    assertThat(model.card().provenance().epochs()).isEqualTo(1);
    assertUsable(model.classifier());
    Path saved = folder.resolve("cancelled.thorax");
    model.save(saved);
    assertThat(ThoraxModel.read(saved).card()).isEqualTo(model.card());
    // One step more than the checkpoint, which was written after the epoch.
    assertThat(ThoraxModel.read(checkpoints.resolve("last.thorax")).card().identity().sha256())
        .isNotEqualTo(model.card().identity().sha256());
  }

  @Test
  void checkpointsAreModelsOfTheirEpochs() throws IOException {
    Path checkpoints = folder.resolve("a/b/checkpoints");

    TrainedModel model = train(plan().checkpoints(checkpoints).build(), Monitor.NONE);

    try (var files = Files.list(checkpoints)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("best.thorax", "last.thorax");
    }
    for (String name : List.of("best.thorax", "last.thorax")) {
      assertUsable(PneumoniaClassifier.open(checkpoints.resolve(name)));
    }
    ThoraxModel last = ThoraxModel.read(checkpoints.resolve("last.thorax"));
    assertThat(last.card().provenance().epochs()).isEqualTo(2);
    assertThat(last.card().identity().sha256()).isEqualTo(model.card().identity().sha256());
  }

  @Test
  void whatIsHeldOutIsNotTrainedOn() throws IOException {
    TrainedModel model = train(plan().epochs(1).build(), Monitor.NONE);

    List<LabelledImage> heldOut = model.heldOut().images();
    assertThat(heldOut).hasSize(8).isSubsetOf(data.images());
    assertThat(model.card().provenance().images()).isEqualTo(24);
    assertThat(model.card().provenance().heldOut()).isEqualTo(8);
    var patients = heldOut.stream().map(LabelledImage::patient).collect(Collectors.toSet());
    assertThat(data.images().stream().filter(i -> patients.contains(i.patient()))).hasSize(8);

    // The weights are those of a training on the others alone.
    LabelledImages others =
        new LabelledImages(data.images().stream().filter(i -> !heldOut.contains(i)).toList());
    TrainedModel same =
        new DjlTrainer().train(others, plan().epochs(1).holdOut(0).build(), Monitor.NONE);
    assertThat(same.card().identity().sha256()).isEqualTo(model.card().identity().sha256());
    assertThat(same.heldOut().images()).isEmpty();
  }

  @Test
  void theProvenanceTellsHowToRepeatIt() throws IOException {
    var provenance = train(plan().epochs(1).build(), Monitor.NONE).card().provenance();

    assertThat(provenance.settings())
        .containsEntry("batchSize", "4")
        .containsEntry("plannedEpochs", "1")
        .containsEntry("holdOut", "0.25")
        .containsEntry("duplicatesLeftOut", "0")
        .containsEntry("declinedLeftOut", "0");
    assertThat(provenance.software()).contains("thorax4j", "DJL 0.35.1", "PyTorch 2.7.1");
  }

  @Test
  void aCheckpointFolderThatCannotBeMadeEndsTheTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "");

    assertThatThrownBy(
            () -> train(plan().epochs(1).checkpoints(file.resolve("sub")).build(), Monitor.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a-file");
  }
}
