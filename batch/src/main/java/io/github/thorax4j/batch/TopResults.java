package io.github.thorax4j.batch;

import io.github.thorax4j.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the results of highest probability, no more of them than asked for. Not thread-safe. */
public final class TopResults {

  /** The least first: lower probability, and of equal ones the later. */
  private static final Comparator<Ranked> LEAST_FIRST =
      Comparator.comparingDouble(Ranked::probability)
          .thenComparing(Comparator.comparingLong(Ranked::number).reversed());

  private final int limit;
  private final PriorityQueue<Ranked> kept = new PriorityQueue<>(LEAST_FIRST);
  private long seen;

  public TopResults(int limit) {
    this.limit = limit;
  }

  private record Ranked(FileResult.Answered result, double probability, long number) {}

  /** Takes a result into account; one that was not assessed is passed over. */
  public void offer(FileResult.Answered result) {
    if (result.outcome() instanceof Outcome.Assessed assessed) {
      kept.add(new Ranked(result, assessed.probability(), seen++));
      if (kept.size() > limit) {
        kept.remove();
      }
    }
  }

  /** The results, the highest probability first, equal ones in order of input. */
  public List<FileResult.Answered> results() {
    List<Ranked> sorted = new ArrayList<>(kept);
    sorted.sort(LEAST_FIRST.reversed());
    return sorted.stream().map(Ranked::result).toList();
  }
}
