package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.EpochReport;
import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link ClassifierTrainer} keeps. It trains tiny plans on generated films; whether a
 * network learns anything is not asked here.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ClassifierTrainerContract {

  private static final int IMAGES_OF_EACH = 2;

  /** What all tests start from: a folder, the set in it, and one model trained on it. */
  private record Common(
      Path folder, LabelledImages data, TrainedModel model, List<EpochReport> reported) {}

  private Common common;

  private final List<Radiograph> films =
      List.of(
          Phantom.normal(160, 160, 71).radiograph(), Phantom.pneumonia(160, 160, 72).radiograph());

  /** The trainer under test. */
  protected abstract ClassifierTrainer trainer();

  /** Opens a model file that the trainer's models were saved to. */
  protected abstract PneumoniaClassifier open(Path model) throws IOException;

  /** The plan that the tests vary: two epochs, a quarter held out. */
  protected TrainingPlan.Builder plan() {
    return TrainingPlan.builder().seed(7).epochs(2).batchSize(8).threads(1).holdOut(0.25);
  }

  @BeforeAll
  void train(@TempDir Path folder) throws IOException {
    LabelledImages data =
        LabelledSet.write(folder.resolve("set"), 12, IMAGES_OF_EACH, 96, 5).images();
    List<EpochReport> reported = new ArrayList<>();
    TrainingPlan plan =
        plan().name("contract").version("3").checkpoints(folder.resolve("checkpoints")).build();
    TrainedModel model = trainer().train(data, plan, new EpochMonitor(reported, 1000));
    common = new Common(folder, data, model, reported);
  }

  /** Keeps the reports, and cancels after so many. */
  private record EpochMonitor(List<EpochReport> reports, int enough) implements Monitor {

    @Override
    public void epoch(EpochReport report) {
      reports.add(report);
    }

    @Override
    public boolean cancelled() {
      return reports.size() >= enough;
    }
  }

  private List<Double> answers(PneumoniaClassifier classifier) {
    return films.stream()
        .map(film -> ((Outcome.Assessed) classifier.classify(film)).probability())
        .toList();
  }

  private List<Double> answers(TrainedModel model) {
    try (PneumoniaClassifier classifier = model.classifier()) {
      assertThat(classifier.model()).isEqualTo(model.card());
      return answers(classifier);
    }
  }

  @Test
  @DisplayName("the history tells every epoch, and the monitor was told the same")
  void keepsHistory() {
    TrainedModel model = common.model();

    assertThat(model.cancelled()).isFalse();
    assertThat(model.history()).isNotEmpty().hasSizeLessThanOrEqualTo(2);
    assertThat(model.history()).isEqualTo(common.reported());
    for (int i = 0; i < model.history().size(); i++) {
      EpochReport report = model.history().get(i);
      assertThat(report.epoch()).isEqualTo(i + 1);
      assertThat(report.epochs()).isEqualTo(2);
      assertThat(report.trainingLoss()).isFinite().isNotNegative();
      assertThat(report.validationLoss()).isFinite().isNotNegative();
      assertThat(report.auroc()).isBetween(0.0, 1.0);
      assertThat(report.accuracy()).isBetween(0.0, 1.0);
      assertThat(report.imagesPerSecond()).isPositive();
    }
    assertThat(model.history()).anyMatch(EpochReport::best);
    assertThatThrownBy(() -> model.history().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("the card says how the model was made; patients are held out whole")
  void keepsProvenance() {
    ModelCard card = common.model().card();
    ModelCard.Provenance provenance = card.provenance();

    assertThat(card.identity().name()).isEqualTo("contract");
    assertThat(card.identity().version()).isEqualTo("3");
    assertThat(card.architecture()).isEqualTo(plan().build().architecture());
    assertThat(card.parameters()).isPositive();
    assertThat(provenance.recipe()).isEqualTo(plan().build().recipe());
    assertThat(provenance.seed()).isEqualTo(7);
    assertThat(provenance.epochs()).isEqualTo(common.model().history().size());
    assertThat(provenance.dataDigest()).matches("[0-9a-f]{64}");
    assertThat(provenance.images() + provenance.heldOut()).isEqualTo(common.data().images().size());
    assertThat(provenance.heldOut()).isPositive();
    assertThat(provenance.heldOut() % IMAGES_OF_EACH).isZero();
  }

  @Test
  @DisplayName("same data, plan and seed give the same weights, on any number of threads")
  void repeats() throws IOException {
    TrainingPlan plan = plan().name("again").threads(2).build();

    TrainedModel again = trainer().train(common.data(), plan, Monitor.NONE);

    assertThat(again.card().identity().sha256())
        .isEqualTo(common.model().card().identity().sha256());
    assertThat(answers(again)).isEqualTo(answers(common.model()));
  }

  @Test
  @DisplayName("another seed gives other weights")
  void seedMatters() throws IOException {
    TrainedModel other = trainer().train(common.data(), plan().seed(8).build(), Monitor.NONE);

    assertThat(other.card().identity().sha256())
        .isNotEqualTo(common.model().card().identity().sha256());
  }

  @Test
  @DisplayName("a saved model opens with the same card and the same numbers")
  void saves() throws IOException {
    TrainedModel model = common.model();
    Path file = common.folder().resolve("saved.thorax");
    Files.writeString(file, "what was here before");

    model.save(file);

    try (PneumoniaClassifier opened = open(file)) {
      assertThat(opened.model()).isEqualTo(model.card());
      assertThat(answers(opened)).isEqualTo(answers(model));
    }
  }

  @Test
  @DisplayName("a model that cannot be written is an IOException that names the file")
  void cannotSave() throws IOException {
    Path file = Files.writeString(common.folder().resolve("no-folder"), "").resolve("model.thorax");

    assertThatThrownBy(() -> common.model().save(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  @DisplayName("the best and the last epoch's models are kept as checkpoints")
  void keepsCheckpoints() throws IOException {
    for (String name : List.of("best.thorax", "last.thorax")) {
      try (PneumoniaClassifier opened =
          open(common.folder().resolve("checkpoints").resolve(name))) {
        assertThat(answers(opened)).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
      }
    }
  }

  @Test
  @DisplayName("cancelled after an epoch, training returns the model as it is")
  void cancels() throws IOException {
    List<EpochReport> reported = new ArrayList<>();

    TrainedModel model =
        trainer().train(common.data(), plan().epochs(500).build(), new EpochMonitor(reported, 1));

    assertThat(model.cancelled()).isTrue();
    assertThat(model.history()).hasSize(1).isEqualTo(reported);
    assertThat(answers(model)).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
  }

  @Test
  @DisplayName("cancelled before the first step, the model is untrained, says so and works")
  void cancelsAtOnce() throws IOException {
    TrainedModel model =
        trainer().train(common.data(), plan().build(), new EpochMonitor(new ArrayList<>(), 0));

    assertThat(model.cancelled()).isTrue();
    assertThat(model.history()).isEmpty();
    assertThat(model.card().provenance().epochs()).isZero();
    assertThat(answers(model)).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
  }

  @Test
  @DisplayName("every network trains with every recipe, also without a hold-out")
  void trainsAll() throws IOException {
    LabelledImages few =
        new LabelledImages(
            common.data().images().stream()
                .filter(i -> i.patient().endsWith("1") || i.patient().endsWith("2"))
                .toList());
    for (String architecture : trainer().architectures()) {
      for (String recipe : trainer().recipes()) {
        TrainingPlan plan =
            plan().architecture(architecture).recipe(recipe).epochs(1).holdOut(0).build();

        TrainedModel model = trainer().train(few, plan, Monitor.NONE);

        assertThat(model.card().architecture()).isEqualTo(architecture);
        assertThat(model.card().provenance().recipe()).isEqualTo(recipe);
        assertThat(model.card().provenance().heldOut()).isZero();
        assertThat(model.history()).hasSize(1);
        assertThat(model.history().get(0).auroc()).isNaN();
        assertThat(answers(model)).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
      }
    }
  }

  @Test
  @DisplayName("an unknown network or recipe is refused and the known ones are named")
  void refusesUnknownNames() {
    assertThat(trainer().architectures()).contains(plan().build().architecture());
    assertThat(trainer().recipes()).contains(plan().build().recipe());
    assertThatThrownBy(
            () ->
                trainer()
                    .train(
                        common.data(),
                        plan().architecture("no-such-network").build(),
                        Monitor.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-network")
        .hasMessageContainingAll(trainer().architectures().toArray(String[]::new));
    assertThatThrownBy(
            () ->
                trainer()
                    .train(common.data(), plan().recipe("no-such-recipe").build(), Monitor.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-recipe")
        .hasMessageContainingAll(trainer().recipes().toArray(String[]::new));
  }

  @Test
  @DisplayName("data of one label, or none, are refused")
  void refusesOneLabel() {
    LabelledImages normals =
        new LabelledImages(
            common.data().images().stream().filter(i -> i.label() == Finding.NORMAL).toList());

    assertThatThrownBy(() -> trainer().train(normals, plan().build(), Monitor.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PNEUMONIA");
    assertThatThrownBy(
            () -> trainer().train(new LabelledImages(List.of()), plan().build(), Monitor.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a file that is missing or no image is an IOException that names it")
  void namesTheUnreadableFile() throws IOException {
    Path missing = common.folder().resolve("missing.png");
    Path broken = Files.writeString(common.folder().resolve("broken.png"), "this is no image");
    for (Path file : List.of(missing, broken)) {
      List<LabelledImage> images = new ArrayList<>(common.data().images());
      images.add(3, new LabelledImage(file, Finding.NORMAL, "someone"));

      assertThatThrownBy(
              () -> trainer().train(new LabelledImages(images), plan().build(), Monitor.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }

  @Test
  @DisplayName("null is refused")
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void refusesNull() {
    LabelledImages data = common.data();
    TrainingPlan plan = plan().build();
    assertThatNullPointerException().isThrownBy(() -> trainer().train(null, plan, Monitor.NONE));
    assertThatNullPointerException().isThrownBy(() -> trainer().train(data, null, Monitor.NONE));
    assertThatNullPointerException().isThrownBy(() -> trainer().train(data, plan, null));
  }
}
