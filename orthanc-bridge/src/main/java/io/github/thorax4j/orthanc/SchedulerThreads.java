package io.github.thorax4j.orthanc;

import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that a scheduler works with. What fails in them outside the work itself, as taking it
 * does while the database is full, would fail again at once and without end; so the thread rests
 * before it goes on. Thread-safe.
 */
final class SchedulerThreads extends ThreadPoolExecutor {

  private static final long REST_MILLIS = 1_000;

  private final Consumer<Throwable> failed;

  /**
   * Threads.
   *
   * @param failed is told what fails
   */
  SchedulerThreads(int threads, Consumer<Throwable> failed) {
    super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory());
    this.failed = Objects.requireNonNull(failed, "failed");
  }

  private static ThreadFactory factory() {
    ThreadFactory usual = Executors.defaultThreadFactory();
    return work -> {
      Thread thread = usual.newThread(work);
      thread.setUncaughtExceptionHandler((ended, failure) -> {}); // It has been told of.
      return thread;
    };
  }

  @Override
  protected void afterExecute(Runnable work, @Nullable Throwable failure) {
    super.afterExecute(work, failure);
    if (failure != null) {
      failed.accept(failure);
      try {
        TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
