package io.github.thorax4j.cli;

import io.github.thorax4j.Monitor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on standard error for work that somebody waits for: shown on a terminal only, and not
 * before two seconds. Thread-safe.
 */
final class Progress implements Monitor, AutoCloseable {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final boolean wanted;
  private String phase = "";
  private long begin;
  private Optional<ProgressBar> bar = Optional.empty();

  /** A bar that is shown where the console is a terminal. */
  Progress(Console console) {
    wanted = console.terminal();
  }

  /** Work has moved on; a new phase begins a new bar. */
  @Override
  public synchronized void progress(String newPhase, long done, long total) {
    if (!wanted) {
      return;
    }
    if (!newPhase.equals(phase)) {
      close();
      phase = newPhase;
      begin = System.nanoTime();
    }
    if (bar.isEmpty() && done < total && System.nanoTime() - begin > PATIENCE) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName(phase)
                  .setInitialMax(total)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(500)
                  .clearDisplayOnFinish()
                  .setConsumer(new ConsoleProgressBarConsumer(System.err))
                  .build());
    }
    bar.ifPresent(b -> b.stepTo(done));
  }

  /** Takes the bar away; the next progress may show another. */
  @Override
  public synchronized void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
    phase = "";
  }
}
