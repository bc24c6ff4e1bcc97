package io.github.thorax4j.batch;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Counts what came of many inputs. Not thread-safe. */
public final class Tally {

  private int pneumonia;
  private int normal;
  private int declined;
  private int failed;
  private int skipped;

  public void count(FileResult result) {
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

  public int declined() {
    return declined;
  }

  public int failed() {
    return failed;
  }

  public int skipped() {
    return skipped;
  }

  /** Whether there was no image at all. */
  public boolean nothing() {
    return pneumonia + normal + declined + failed == 0;
  }

  /** The counts in one sentence without its full stop. */
  public String sentence() {
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
