package io.github.thorax4j.djl;

/**
 * How many processors the engine uses for one call. Programs that classify on several threads of
 * their own are quicker with one: the engine's threads then do not wait for each other.
 */
public final class EngineThreads {

  private static final String PROPERTY = "ai.djl.pytorch.num_threads";

  private EngineThreads() {}

  /**
   * Sets the number for this JVM. It takes effect if the engine has not been started yet, and if it
   * was not given by the system property {@code ai.djl.pytorch.num_threads}.
   *
   * @param threads at least 1
   */
  public static void perCall(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, Integer.toString(threads));
    }
  }
}
