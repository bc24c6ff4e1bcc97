package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ij.Prefs;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.testdata.Phantom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierSessionTest {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static TrainedModel one;
  private static TrainedModel two;

  private final ClassifierSession session = ClassifierSession.get();
  private Path model;

  @BeforeAll
  static void train() throws IOException {
    one = TinyModels.train(shared.resolve("one"), "one", 1);
    two = TinyModels.train(shared.resolve("two"), "two", 2);
  }

  @BeforeEach
  void save() throws IOException {
    model = folder.resolve("my.thorax");
    one.save(model);
  }

  @AfterEach
  void reset() {
    ModelSelection.SHIPPED.remember();
  }

  @Test
  void isOneForThisImageJ() {
    assertThat(ClassifierSession.get()).isSameAs(session);
  }

  @Test
  void asksTheShippedModelAtItsOwnOperatingPointIfNothingIsChosen() throws IOException {
    try (PneumoniaClassifier shipped = PneumoniaClassifier.open();
        ClassifierSession.Use use = session.use()) {
      assertThat(use.classifier().model()).isEqualTo(shipped.model());
      assertThat(use.chosenThreshold()).isEmpty();
    }
  }

  @Test
  void keepsTheModelOpenFromUseToUse() throws IOException {
    choose(model);
    PneumoniaClassifier first = classifier();

    assertThat(classifier()).isSameAs(first);
    assertThat(first.classify(film())).isInstanceOf(Outcome.Assessed.class);
  }

  @Test
  void aReplacedFileIsOpenedAnewAndTheOldModelServesThoseWhoHoldItAndIsThenClosed()
      throws IOException {
    choose(model);
    try (ClassifierSession.Use before = session.use()) {
      PneumoniaClassifier old = before.classifier();
      // Of the same size, and of the same time as after cp -p.
      FileTime time = Files.getLastModifiedTime(model);
      two.save(model);
      Files.setLastModifiedTime(model, time);
      try (ClassifierSession.Use after = session.use()) {
        assertThat(name(after)).isEqualTo("two");
        assertThat(name(before)).isEqualTo("one");
      }
      assertThat(old.classify(film())).isInstanceOf(Outcome.Assessed.class);
      before.close();
      before.close();
      assertThatIllegalStateException().isThrownBy(() -> old.classify(film()));
      assertThat(classifier().classify(film())).isInstanceOf(Outcome.Assessed.class);
    }
  }

  @Test
  void closesWhatItSwitchesFrom() throws IOException {
    Path other = folder.resolve("other.thorax");
    two.save(other);
    List<PneumoniaClassifier> opened = new ArrayList<>();
    for (Path next : List.of(model, other, model, other)) {
      choose(next);
      opened.add(classifier());
    }

    for (PneumoniaClassifier left : opened.subList(0, 3)) {
      assertThatIllegalStateException().isThrownBy(() -> left.classify(film()));
    }
    assertThat(opened.get(3).classify(film())).isInstanceOf(Outcome.Assessed.class);
  }

  @Test
  void appliesTheThresholdThatWasChosenWhenTheUseBegan() throws IOException {
    ClassifierSession.choose(Optional.of(model), OptionalDouble.of(0));
    try (ClassifierSession.Use use = session.use()) {
      ClassifierSession.choose(Optional.of(model), OptionalDouble.of(1));
      Outcome outcome = use.classifier().classify(film());
      Outcome.Assessed chosen = (Outcome.Assessed) use.atChosenThreshold(outcome);
      assertThat(use.chosenThreshold()).hasValue(0);
      assertThat(chosen.threshold()).isZero();
      assertThat(chosen.finding().label()).isEqualTo("pneumonia");
      assertThat(chosen.probability()).isEqualTo(((Outcome.Assessed) outcome).probability());
    }
  }

  @Test
  void severalThreadsGetOneModel() throws Exception {
    choose(model);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<PneumoniaClassifier>> uses = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        uses.add(threads.submit(this::classifier));
      }
      for (Future<PneumoniaClassifier> use : uses) {
        assertThat(use.get()).isSameAs(uses.get(0).get());
      }
    } finally {
      threads.shutdown();
    }
    assertThat(uses.get(0).get().classify(film())).isInstanceOf(Outcome.Assessed.class);
  }

  @Test
  void aFileThatIsGoneIsOneSentenceThatTellsHowToReset() throws IOException {
    choose(model);
    PneumoniaClassifier open = classifier();
    Files.delete(model);

    assertThatIOException()
        .isThrownBy(session::use)
        .withMessage(
            model
                + ": no such file; choose another model, or reset to the shipped one, with Plugins"
                + " > Thorax4J > Model...");
    ModelSelection.SHIPPED.remember();
    assertThat(classifier()).isNotSameAs(open);
  }

  @Test
  void aFileThatIsNoModelIsOneSentenceThatTellsHowToReset() throws IOException {
    Files.writeString(model, "no model");
    choose(model);

    assertThatIOException()
        .isThrownBy(session::use)
        .withMessageStartingWith(model + ": is no thorax4j model; choose another model")
        .withMessageNotContaining("\n");
  }

  @Test
  void aPreferenceThatIsNoPathIsOneSentenceThatTellsHowToReset() {
    Prefs.set("thorax4j.model", "/a\0b");

    assertThatIOException()
        .isThrownBy(session::use)
        .withMessageStartingWith("/a\\u0000b: is no valid path; choose another model")
        .withMessageEndingWith("Model...");
  }

  @Test
  void aPreferenceThatIsNoOperatingPointIsPassedOver() {
    for (String wrong : List.of("1.5", "-1", "NaN", "high", "")) {
      Prefs.set("thorax4j.threshold", wrong);
      assertThat(ModelSelection.remembered()).as(wrong).isEqualTo(ModelSelection.SHIPPED);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelSelection("", OptionalDouble.of(1.5)));
  }

  private static void choose(Path file) {
    ClassifierSession.choose(Optional.of(file), OptionalDouble.empty());
  }

  private PneumoniaClassifier classifier() throws IOException {
    try (ClassifierSession.Use use = session.use()) {
      return use.classifier();
    }
  }

  private static String name(ClassifierSession.Use use) {
    ModelIdentity identity = use.classifier().model().identity();
    return identity.name();
  }

  private static Radiograph film() {
    return Phantom.pneumonia(160, 160, 3).radiograph();
  }
}
