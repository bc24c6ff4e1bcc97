package io.github.thorax4j.batch;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Works on many things with several threads and hands on the results in the order of the things. At
 * most a few results for each thread are held, however many things there are, and a result is
 * handed on as soon as it and all before it are there, even if the next thing is long in coming.
 */
public final class OrderedWorkers {

  /** How many things for each thread may be begun before the first of them is done. */
  private static final int AHEAD = 8;

  private final int threads;

  public OrderedWorkers(int threads) {
    this.threads = threads;
  }

  /** Takes results. */
  @FunctionalInterface
  public interface Sink<T> {

    /**
     * Takes the next result.
     *
     * @throws IOException if no more are wanted
     */
    void take(T result) throws IOException;
  }

  /**
   * Works through all things. When it returns, or throws, no work is under way any more.
   *
   * @param things asked by one thread
   * @param work done by several threads; must not throw
   * @param sink called by the calling thread
   * @throws IOException that of the sink; what is not begun then is left
   * @throws InterruptedException if the calling thread is interrupted; likewise
   */
  public <I, O> void run(Iterator<I> things, Function<I, O> work, Sink<O> sink)
      throws IOException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads, OrderedWorkers::daemon);
    BlockingQueue<Future<Optional<O>>> results = new ArrayBlockingQueue<>(threads * AHEAD);
    Thread feeder =
        daemon(
            () -> {
              try {
                feed(things, work, workers, results);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    feeder.start();
    try {
      for (Optional<O> result = results.take().get();
          result.isPresent();
          result = results.take().get()) {
        sink.take(result.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("work must not throw", e.getCause());
    } finally {
      feeder.interrupt();
      workers.shutdownNow();
      while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
        workers.shutdownNow();
      }
    }
  }

  private static <I, O> void feed(
      Iterator<I> things,
      Function<I, O> work,
      ExecutorService workers,
      BlockingQueue<Future<Optional<O>>> results)
      throws InterruptedException {
    try {
      while (things.hasNext() && !Thread.currentThread().isInterrupted()) {
        I thing = things.next();
        results.put(workers.submit(() -> Optional.of(work.apply(thing))));
      }
      results.put(CompletableFuture.completedFuture(Optional.empty()));
    } catch (RuntimeException | Error e) {
      // Whoever waits for results has to learn of it; also when the calling thread has shut the
      // workers down, but then nobody takes this.
      results.put(CompletableFuture.failedFuture(e));
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "thorax4j-worker");
    thread.setDaemon(true);
    return thread;
  }
}
