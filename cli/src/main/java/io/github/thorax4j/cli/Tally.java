package io.github.thorax4j.cli;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Counts what came of many inputs. Not thread-safe. */
final class Tally {

  private int pneumonia;
  private int normal;
  private int declined;
  private int failed;
  private int skipped;

  void count(FileResult result) {
    if (result instanceof FileResult.Answered answered) {
      if (!(answered.outcome() instanceof Outcome.Assessed assessed)) {
        declined++;
      } else if (assessed.finding() == Finding.PNEUMONIA) {
        pneumonia++;
      } else {
        normal++;
      }
    } else if (result instanceof FileResult.Failed) {
      failed++;
    } else {
      skipped++;
    }
  }

  int declined() {
    return declined;
  }

  int failed() {
    return failed;
  }

  int skipped() {
    return skipped;
  }

  /** Whether there was no image at all. */
  boolean nothing() {
    return pneumonia + normal + declined + failed == 0;
  }

  /** The counts in one sentence without its full stop. */
  String sentence() {
    List<String> parts = new ArrayList<>();
    parts.add(
        (pneumonia + normal)
            + " assessed"
            + (pneumonia + normal == 0
                ? ""
                : " (" + pneumonia + " pneumonia, " + normal + " normal)"));
    if (declined > 0) {
      parts.add(declined + " declined");
    }
    if (failed > 0) {
      parts.add(failed + " failed");
    }
    return String.join(", ", parts);
  }
}
