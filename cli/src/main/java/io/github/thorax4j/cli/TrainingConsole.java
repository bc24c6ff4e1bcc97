package io.github.thorax4j.cli;

import io.github.thorax4j.EpochReport;
import io.github.thorax4j.Monitor;
import java.util.Locale;

/** Shows a training: a line for each epoch, and a bar for what is under way. Thread-safe. */
final class TrainingConsole implements Monitor, AutoCloseable {

  private final Output out;
  private final Progress progress;
  private final Interruption interruption;
  private boolean begun;

  TrainingConsole(Console console, Interruption interruption) {
    this.out = console.output();
    this.progress = new Progress(console);
    this.interruption = interruption;
  }

  @Override
  public void progress(String phase, long done, long total) {
    progress.progress(phase, done, total);
  }

  @Override
  public synchronized void epoch(EpochReport report) {
    progress.close();
    try {
      if (!begun) {
        begun = true;
        out.line(
            String.format(
                Locale.ROOT,
                "%9s  %8s  %8s  %8s  %10s  %8s  %8s  %7s",
                "epoch",
                "loss",
                "val loss",
                "AUROC",
                "hard AUROC",
                "accuracy",
                "images/s",
                "engine"));
      }
      out.line(row(report));
    } catch (OutputException e) {
      // A reader that has gone is no reason to lose the training.
      begun = true;
    }
  }

  private static String row(EpochReport report) {
    return String.format(
            Locale.ROOT,
            "%4d/%-4d  %8.4f  %8.4f  %8.4f  %10.4f  %8.4f  %8.1f  %5.0f %%  %s",
            report.epoch(),
            report.epochs(),
            report.trainingLoss(),
            report.validationLoss(),
            report.auroc(),
            report.hardAuroc(),
            report.accuracy(),
            report.imagesPerSecond(),
            100 * report.engineShare(),
            report.best() ? "best" : "")
        .replace("NaN", "  -")
        .stripTrailing();
  }

  @Override
  public boolean cancelled() {
    return interruption.requested();
  }

  @Override
  public void close() {
    progress.close();
  }
}
