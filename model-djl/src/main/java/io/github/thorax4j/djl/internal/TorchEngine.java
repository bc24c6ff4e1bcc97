package io.github.thorax4j.djl.internal;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.github.thorax4j.ThoraxException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to the engine: every first call goes through here, so that its downloads and telemetry
 * are off before it starts.
 */
final class TorchEngine {

  private static final String NAME = "PyTorch";

  /** The engine allows one gradient collector at a time in a JVM; this is the queue for it. */
  private static final ReentrantLock GRADIENTS = new ReentrantLock();

  private TorchEngine() {}

  /**
   * A manager whose arrays live until it is closed.
   *
   * @throws ThoraxException if the engine cannot be started
   */
  static NDManager newManager() {
    try {
      return engine().newBaseManager(Device.cpu());
    } catch (EngineException e) {
      throw failure(e);
    }
  }

  /**
   * A model to train; the caller closes it.
   *
   * @throws ThoraxException if the engine cannot be started
   */
  static Model newModel(String name) {
    try {
      return engine().newModel(name, Device.cpu());
    } catch (EngineException e) {
      throw failure(e);
    }
  }

  /** Name and version, for provenance. */
  static String description() {
    return "DJL " + Engine.getDjlVersion() + ", " + NAME + " " + engine().getVersion();
  }

  /** Runs one forward and backward pass; waits while another thread is at it. */
  static void collectingGradients(GradientWork work) {
    GRADIENTS.lock();
    try (GradientCollector collector = engine().newGradientCollector()) {
      work.run(collector);
    } finally {
      GRADIENTS.unlock();
    }
  }

  /** What is done while gradients are collected. */
  @FunctionalInterface
  interface GradientWork {
    void run(GradientCollector collector);
  }

  private static Engine engine() {
    setUnlessGiven("ai.djl.offline", "true");
    setUnlessGiven("OPT_OUT_TRACKING", "true");
    setUnlessGiven("ai.djl.pytorch.graph_optimizer", "false");
    if (!Engine.hasEngine(NAME)) {
      throw new ThoraxException(
          "the PyTorch engine is not on the class path: add ai.djl.pytorch:pytorch-engine");
    }
    return Engine.getEngine(NAME);
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static ThoraxException failure(EngineException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String cause = String.valueOf(root.getMessage());
    if (cause.contains("Offline mode")) {
      // What the engine says when it would have to fetch a library.
      cause =
          "there is no native library for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + " on the class path";
    }
    return new ThoraxException(
        "the PyTorch engine cannot be started: "
            + cause
            + " (native libraries come from the jar pytorch-native-cpu for this platform and are"
            + " extracted to DJL_CACHE_DIR, by default ~/.djl.ai)",
        e);
  }
}
