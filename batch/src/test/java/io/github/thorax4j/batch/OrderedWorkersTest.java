package io.github.thorax4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderedWorkersTest {

  @Test
  void keepsTheOrderHoweverLongEachTakes() throws Exception {
    List<Integer> results = new ArrayList<>();

    new OrderedWorkers(4)
        .run(
            IntStream.range(0, 200).iterator(),
            i -> {
              sleep(i % 7 == 0 ? 5 : 0);
              return -i;
            },
            results::add);

    assertThat(results).isEqualTo(IntStream.range(0, 200).mapToObj(i -> -i).toList());
  }

  @Test
  void runsNeverFarAheadOfTheSink() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger mostAhead = new AtomicInteger();

    new OrderedWorkers(2)
        .run(
            IntStream.range(0, 2000).iterator(),
            i -> {
              int ahead = begun.incrementAndGet() - taken.get();
              mostAhead.accumulateAndGet(ahead, Math::max);
              return i;
            },
            i -> taken.incrementAndGet());

    assertThat(taken).hasValue(2000);
    // 2 threads x 8, one being handed over at either end of the queue
    assertThat(mostAhead.get()).isLessThanOrEqualTo(18);
  }

  @Test
  void handsOnAResultWhileTheNextThingIsAwaited() throws Exception {
    CountDownLatch firstTaken = new CountDownLatch(1);
    Iterator<String> slow =
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < 2;
          }

          @Override
          public String next() {
            if (next == 1) {
              await(firstTaken);
            }
            return "thing " + next++;
          }
        };
    List<String> results = new ArrayList<>();

    new OrderedWorkers(2)
        .run(
            slow,
            thing -> thing,
            result -> {
              results.add(result);
              firstTaken.countDown();
            });

    assertThat(results).containsExactly("thing 0", "thing 1");
  }

  @Test
  void stopsWhenTheSinkWantsNoMore() {
    AtomicInteger begun = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new OrderedWorkers(2)
                    .run(
                        IntStream.iterate(0, i -> i + 1).iterator(),
                        i -> begun.incrementAndGet(),
                        result -> {
                          throw new IOException("enough");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("enough");

    int after = begun.get();
    sleep(50);
    assertThat(begun).hasValue(after);
  }

  @Test
  @Timeout(30)
  void endsWhenThingsCannotBeHadAnyMore() {
    Iterator<Integer> exhausted =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            throw new OutOfMemoryError("as of a folder with too many names");
          }
        };

    assertThatThrownBy(() -> new OrderedWorkers(2).run(exhausted, i -> i, i -> {}))
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void nothingToDoIsDone() throws Exception {
    List<Integer> results = new ArrayList<>();

    new OrderedWorkers(3).run(List.<Integer>of().iterator(), i -> i, results::add);

    assertThat(results).isEmpty();
  }

  private static void sleep(long millis) {
    await(new CountDownLatch(1), millis);
  }

  private static void await(CountDownLatch latch) {
    await(latch, 30_000);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
