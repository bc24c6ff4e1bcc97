package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.Finding;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.Reading;
import io.github.thorax4j.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What every {@link PneumoniaClassifier} keeps. A test of an implementation extends this and opens
 * it; it need not be good at classifying.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class PneumoniaClassifierContract {

  private static final double BATCH_TOLERANCE = 1e-5;

  private final List<Radiograph> films =
      List.of(
          Phantom.normal(256, 256, 1).radiograph(),
          Phantom.pneumonia(256, 256, 2).radiograph(),
          Phantom.normal(300, 240, 3).radiograph(),
          Phantom.pneumonia(200, 310, 4).radiograph(),
          Phantom.normal(128, 128, 5).radiograph(),
          Phantom.pneumonia(391, 257, 6).radiograph().withStep("window 2048 4096"));

  /** Opens the classifier under test, the same model each time; the contract closes it. */
  protected abstract PneumoniaClassifier open();

  private static Radiograph tiny() {
    return Phantom.normal(16, 16, 1).radiograph().resize(8, 8);
  }

  private static Radiograph blank() {
    float[] pixels = new float[256 * 256];
    Arrays.fill(pixels, 0.5f);
    return Radiograph.of(256, 256, pixels);
  }

  private static Radiograph elongated() {
    return Phantom.normal(512, 512, 1).radiograph().resize(2000, 40);
  }

  private static double probability(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Assessed.class);
    return ((Outcome.Assessed) outcome).probability();
  }

  private List<Double> probabilities(PneumoniaClassifier classifier) {
    return films.stream().map(film -> probability(classifier.classify(film))).toList();
  }

  @Test
  @DisplayName("an answer is a probability and the finding that follows from it")
  void assessesFilms() {
    try (PneumoniaClassifier classifier = open()) {
      ModelCard card = classifier.model();
      for (Radiograph film : films) {
        Outcome outcome = classifier.classify(film);

        assertThat(outcome).isInstanceOf(Outcome.Assessed.class);
        Outcome.Assessed assessed = (Outcome.Assessed) outcome;
        assertThat(assessed.probability()).isBetween(0.0, 1.0);
        assertThat(assessed.threshold()).isEqualTo(card.threshold());
        assertThat(assessed.finding())
            .isEqualTo(
                assessed.probability() >= card.threshold() ? Finding.PNEUMONIA : Finding.NORMAL);
      }
      assertThat(probabilities(classifier))
          .as("answers depend on the image")
          .doesNotContainSequence(
              Collections.nCopies(films.size(), probabilities(classifier).get(0)));
    }
  }

  @Test
  @DisplayName("an outcome names its model and every preprocessing step, the reader's first")
  void outcomeIsTraceable() {
    try (PneumoniaClassifier classifier = open()) {
      for (Radiograph film : films) {
        Outcome outcome = classifier.classify(film);

        assertThat(outcome.model()).isEqualTo(classifier.model().identity());
        assertThat(outcome.preprocessing().subList(0, film.preprocessing().size()))
            .isEqualTo(film.preprocessing());
        assertThat(outcome.preprocessing()).hasSizeGreaterThan(film.preprocessing().size());
      }
    }
  }

  @Test
  @DisplayName("the same image gets the same number, also from the model opened again")
  void repeats() {
    List<Double> first;
    ModelCard card;
    try (PneumoniaClassifier classifier = open()) {
      first = probabilities(classifier);
      card = classifier.model();
      assertThat(probabilities(classifier)).isEqualTo(first);
    }
    try (PneumoniaClassifier again = open()) {
      assertThat(probabilities(again)).isEqualTo(first);
      assertThat(again.model()).isEqualTo(card);
    }
  }

  @Test
  @DisplayName("eight threads get the numbers that one gets")
  void threadSafe() throws InterruptedException, ExecutionException {
    int threads = 8;
    try (PneumoniaClassifier classifier = open()) {
      List<Double> alone = probabilities(classifier);
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        CountDownLatch start = new CountDownLatch(threads);
        List<Future<List<Double>>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          results.add(
              pool.submit(
                  () -> {
                    start.countDown();
                    start.await();
                    List<Double> mine = List.of();
                    for (int round = 0; round < 3; round++) {
                      mine = probabilities(classifier);
                      assertThat(mine).isEqualTo(alone);
                    }
                    return mine;
                  }));
        }
        for (Future<List<Double>> result : results) {
          assertThat(result.get()).isEqualTo(alone);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  @Test
  @DisplayName("an image that is no chest radiograph is declined, with a reason and a sentence")
  void declines() {
    try (PneumoniaClassifier classifier = open()) {
      assertDeclined(classifier, tiny(), Reason.UNSUITABLE_SIZE);
      assertDeclined(classifier, Radiograph.of(1, 1, new float[1]), Reason.UNSUITABLE_SIZE);
      assertDeclined(classifier, elongated(), Reason.UNSUITABLE_SIZE);
      assertDeclined(classifier, blank(), Reason.NO_CONTENT);
    }
  }

  private static void assertDeclined(
      PneumoniaClassifier classifier, Radiograph image, Reason reason) {
    Outcome outcome = classifier.classify(image);

    assertThat(outcome).isInstanceOf(Outcome.Declined.class);
    Outcome.Declined declined = (Outcome.Declined) outcome;
    assertThat(declined.reason()).isEqualTo(reason);
    assertThat(declined.detail()).isNotBlank();
    assertThat(declined.model()).isEqualTo(classifier.model().identity());
  }

  @Test
  @DisplayName("what a reader refused is declined for the reader's reason")
  void declinesWhatWasRefused() {
    try (PneumoniaClassifier classifier = open()) {
      Outcome outcome =
          classifier.classify(
              new Reading.Refused(Reason.OTHER_BODY_PART, "BodyPartExamined is HAND"));

      assertThat(outcome)
          .isEqualTo(
              new Outcome.Declined(
                  Reason.OTHER_BODY_PART,
                  "BodyPartExamined is HAND",
                  classifier.model().identity(),
                  List.of()));
      assertThat(classifier.classify(new Reading.Film(films.get(0))))
          .isEqualTo(classifier.classify(films.get(0)));
    }
  }

  @Test
  @DisplayName("many images get, in order, the outcomes they get one by one")
  void classifiesAll() {
    List<Radiograph> images = new ArrayList<>(films);
    images.add(1, blank());
    images.add(4, tiny());
    images.addAll(films);
    RecordingMonitor monitor = new RecordingMonitor(Long.MAX_VALUE);
    try (PneumoniaClassifier classifier = open()) {
      List<Outcome> outcomes = classifier.classifyAll(images, monitor);

      assertThat(outcomes).hasSize(images.size());
      for (int i = 0; i < images.size(); i++) {
        assertSame(outcomes.get(i), classifier.classify(images.get(i)));
      }
      assertThat(monitor.done).isSorted().last().isEqualTo((long) images.size());
      assertThat(monitor.totals).containsOnly((long) images.size());
      assertThat(classifier.classifyAll(List.of(), Monitor.NONE)).isEmpty();
    }
  }

  private static void assertSame(Outcome actual, Outcome expected) {
    assertThat(actual).hasSameClassAs(expected);
    if (expected instanceof Outcome.Assessed assessed) {
      assertThat(probability(actual)).isEqualTo(assessed.probability(), within(BATCH_TOLERANCE));
      assertThat(actual.model()).isEqualTo(expected.model());
      assertThat(actual.preprocessing()).isEqualTo(expected.preprocessing());
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("a cancelled batch gives the outcomes of the first images")
  void cancels() {
    List<Radiograph> images = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      images.add(films.get(i % films.size()));
    }
    try (PneumoniaClassifier classifier = open()) {
      List<Outcome> outcomes = classifier.classifyAll(images, new RecordingMonitor(1));

      assertThat(outcomes).hasSizeBetween(1, images.size() - 1);
      List<Double> expected = probabilities(classifier);
      for (int i = 0; i < outcomes.size(); i++) {
        assertThat(probability(outcomes.get(i)))
            .isEqualTo(expected.get(i % films.size()), within(BATCH_TOLERANCE));
      }
      assertThat(classifier.classifyAll(films, new RecordingMonitor(0))).isEmpty();
    }
  }

  /** Keeps what it is told, and cancels once so many are done. */
  private static final class RecordingMonitor implements Monitor {

    private final long enough;
    private final List<Long> done = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> totals = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean cancelled;

    RecordingMonitor(long enough) {
      this.enough = enough;
      cancelled = enough == 0;
    }

    @Override
    public void progress(String phase, long nowDone, long total) {
      done.add(nowDone);
      totals.add(total);
      cancelled |= nowDone >= enough;
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }

  @Test
  @DisplayName("an explanation has the image's size, values in [0, 1] and the model's answer")
  void explains() {
    try (PneumoniaClassifier classifier = open()) {
      for (Radiograph film : films) {
        Explanation explanation = classifier.explain(film);

        assertThat(explanation.width()).isEqualTo(film.width());
        assertThat(explanation.height()).isEqualTo(film.height());
        for (int y = 0; y < film.height(); y += 7) {
          for (int x = 0; x < film.width(); x += 7) {
            assertThat(explanation.at(x, y)).isBetween(0f, 1f);
          }
        }
        assertSame(explanation.outcome(), classifier.classify(film));
      }
    }
  }

  @Test
  @DisplayName("the explanation of a declined image is empty")
  void explainsNothingWhereItDeclines() {
    try (PneumoniaClassifier classifier = open()) {
      Explanation explanation = classifier.explain(blank());

      assertThat(explanation.outcome()).isEqualTo(classifier.classify(blank()));
      assertThat(explanation.width()).isEqualTo(256);
      assertThat(explanation.height()).isEqualTo(256);
      assertThat(explanation.cells()).containsOnly(0f);
    }
  }

  @Test
  @DisplayName("arrays and lists that are handed out are copies")
  void handsOutCopies() {
    try (PneumoniaClassifier classifier = open()) {
      Explanation explanation = classifier.explain(films.get(0));
      float[] cells = explanation.cells();
      Arrays.fill(explanation.cells(), 0.123f);
      assertThat(explanation.cells()).isEqualTo(cells);

      Outcome outcome = classifier.classify(films.get(0));
      assertThatThrownBy(() -> outcome.preprocessing().clear())
          .isInstanceOf(UnsupportedOperationException.class);
      float[] before = films.get(0).pixels();
      classifier.classify(films.get(0));
      assertThat(films.get(0).pixels()).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("closing twice does no harm")
  void closesTwice() {
    PneumoniaClassifier classifier = open();
    classifier.close();
    assertThatCode(classifier::close).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("after closing, use fails with a sentence, and the model card is still there")
  void failsAfterClose() {
    PneumoniaClassifier classifier = open();
    ModelCard card = classifier.model();
    classifier.close();

    assertThatThrownBy(() -> classifier.classify(films.get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> classifier.classifyAll(films, Monitor.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> classifier.explain(films.get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(classifier.model()).isEqualTo(card);
  }

  @Test
  @DisplayName("closing while others classify ends them with the same sentence")
  void closesUnderLoad() throws InterruptedException {
    int threads = 4;
    PneumoniaClassifier classifier = open();
    double expected = probability(classifier.classify(films.get(4)));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch working = new CountDownLatch(threads);
      List<Future<Void>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            pool.submit(
                () -> {
                  // Ends when the classifier refuses: at the latest soon after it is closed.
                  while (true) {
                    assertThat(probability(classifier.classify(films.get(4)))).isEqualTo(expected);
                    working.countDown();
                  }
                }));
      }
      working.await();
      classifier.close();
      for (Future<Void> result : results) {
        assertThatThrownBy(result::get)
            .isInstanceOf(ExecutionException.class)
            .cause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
    } finally {
      pool.shutdownNow();
      classifier.close();
    }
  }

  @Test
  @DisplayName("null is refused")
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void refusesNull() {
    try (PneumoniaClassifier classifier = open()) {
      assertThatNullPointerException().isThrownBy(() -> classifier.classify((Radiograph) null));
      assertThatNullPointerException().isThrownBy(() -> classifier.classify((Reading) null));
      assertThatNullPointerException().isThrownBy(() -> classifier.explain(null));
      assertThatNullPointerException().isThrownBy(() -> classifier.classifyAll(null, Monitor.NONE));
      assertThatNullPointerException()
          .isThrownBy(() -> classifier.classifyAll(List.of(films.get(0)), null));
      List<Radiograph> withGap = new ArrayList<>();
      withGap.add(films.get(0));
      withGap.add(null);
      assertThatNullPointerException()
          .isThrownBy(() -> classifier.classifyAll(withGap, Monitor.NONE));
    }
  }
}
