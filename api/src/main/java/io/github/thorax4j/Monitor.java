package io.github.thorax4j;

/**
 * Watches long work and can end it early. Methods are called from the working thread and should
 * return quickly; implementations that are given to several calls at once must be thread-safe.
 */
public interface Monitor {

  /** Watches nothing and never cancels. */
  Monitor NONE = new Monitor() {};

  /**
   * Work has moved on.
   *
   * @param phase what is being done, for people, such as {@code reading images}
   * @param done how much is done, from 0
   * @param total how much there is to do, or 0 if that is not known
   */
  default void progress(String phase, long done, long total) {}

  /** An epoch of a training has ended. */
  default void epoch(EpochReport report) {}

  /** Whether the work should end soon, keeping what is done. Asked often. */
  default boolean cancelled() {
    return false;
  }
}
