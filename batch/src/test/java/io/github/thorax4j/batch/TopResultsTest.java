package io.github.thorax4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopResultsTest {

  private static final ModelIdentity MODEL = new ModelIdentity("net", "1", "0".repeat(64));

  private static FileResult.Answered assessed(String file, double probability) {
    return new FileResult.Answered(
        file, Outcome.Assessed.of(probability, 0.5, MODEL, List.of()), 0);
  }

  private static List<String> best(int limit, FileResult.Answered... results) {
    TopResults top = new TopResults(limit);
    for (FileResult.Answered result : results) {
      top.offer(result);
    }
    return top.results().stream().map(FileResult.Answered::file).toList();
  }

  @Test
  void keepsTheHighestFirst() {
    assertThat(best(2, assessed("a", 0.1), assessed("b", 0.9), assessed("c", 0.5)))
        .containsExactly("b", "c");
  }

  @Test
  void ofEqualOnesTheEarlierComesFirstAndStays() {
    assertThat(
            best(3, assessed("a", 0.5), assessed("b", 0.5), assessed("c", 0.5), assessed("d", 0.5)))
        .containsExactly("a", "b", "c");
  }

  @Test
  void fewerThanAskedForAreAllThereAre() {
    assertThat(best(Integer.MAX_VALUE, assessed("a", 0.2), assessed("b", 0.3)))
        .containsExactly("b", "a");
  }

  @Test
  void whatWasDeclinedHasNoProbability() {
    FileResult.Answered declined =
        new FileResult.Answered(
            "d", new Outcome.Declined(Reason.COLOUR, "in colour", MODEL, List.of()), 0);

    assertThat(best(5, declined, assessed("a", 0.2))).containsExactly("a");
  }
}
