package io.github.thorax4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns Ctrl-C, or any other wish that the process should end, into a request to finish, and holds
 * the process until {@link #close()}. Thread-safe.
 */
final class Interruption implements AutoCloseable {

  /** What a shell reports of a program that SIGINT ended. */
  static final int EXIT_CODE = 130;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  /**
   * Begins to wait for the request.
   *
   * @param whenRequested called once, from another thread
   */
  Interruption(Runnable whenRequested) {
    hook =
        new Thread(
            () -> {
              requested.set(true);
              whenRequested.run();
              try {
                finished.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "thorax4j-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process should end. */
  boolean requested() {
    return requested.get();
  }

  /** Lets the process end. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The wish came just now; there is nothing left to hold.
        requested.set(true);
      }
    }
  }
}
