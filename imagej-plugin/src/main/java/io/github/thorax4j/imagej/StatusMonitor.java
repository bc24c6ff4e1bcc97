package io.github.thorax4j.imagej;

import ij.IJ;
import io.github.thorax4j.Monitor;
import java.util.Locale;

/**
 * Shows progress in ImageJ's status bar; Escape cancels, for good: another command that begins
 * meanwhile makes ImageJ forget the key, not this. Thread-safe.
 */
class StatusMonitor implements Monitor {

  private volatile boolean cancelled;

  @Override
  public void progress(String phase, long done, long total) {
    IJ.showStatus(
        total > 0
            ? String.format(Locale.ROOT, "Thorax4J: %s, %d of %d (Esc stops)", phase, done, total)
            : String.format(Locale.ROOT, "Thorax4J: %s, %d (Esc stops)", phase, done));
    if (total > 0) {
      IJ.showProgress((double) done / total);
    }
  }

  @Override
  public boolean cancelled() {
    if (IJ.escapePressed()) {
      cancelled = true;
    }
    return cancelled;
  }
}
