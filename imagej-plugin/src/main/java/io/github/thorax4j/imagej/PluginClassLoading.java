package io.github.thorax4j.imagej;

import ij.IJ;
import ij.plugin.PlugIn;
import io.github.thorax4j.ThoraxException;

/**
 * The class loader that services are found with: ImageJ loads plugins with a loader of its own and
 * leaves the thread with another one.
 */
final class PluginClassLoading implements AutoCloseable {

  /** What to do where the engine belongs to a class loader that is not this one. */
  static final String RESTART =
      "ImageJ has loaded its plugins anew, and the engine can be loaded only once: restart ImageJ";

  private static final String FIRST = "io.github.thorax4j.loader";

  private final ClassLoader before;

  private PluginClassLoading(ClassLoader before) {
    this.before = before;
  }

  /** Makes this plugin's class loader the thread's own, until it is closed in the same thread. */
  static PluginClassLoading begin() {
    Thread thread = Thread.currentThread();
    PluginClassLoading scope = new PluginClassLoading(thread.getContextClassLoader());
    thread.setContextClassLoader(PluginClassLoading.class.getClassLoader());
    return scope;
  }

  /**
   * A command as ImageJ loaded it first. ImageJ takes a new class loader after <i>Refresh Menus</i>
   * or <i>Compile and Run...</i>, but the engine's native part belongs to the one that loaded it,
   * for as long as the process lives.
   *
   * @return the command itself if it was the first
   * @throws ThoraxException if the first is not to be had any more
   */
  static PlugIn firstLoaded(PlugIn command) {
    ClassLoader own = command.getClass().getClassLoader();
    if (!(IJ.getProperty(FIRST) instanceof ClassLoader first)) {
      IJ.setProperty(FIRST, own);
      return command;
    }
    if (first == own) {
      return command;
    }
    try {
      Class<?> type = first.loadClass(command.getClass().getName());
      return (PlugIn) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new ThoraxException(RESTART, e);
    }
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
  }
}
