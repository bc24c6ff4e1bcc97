package io.github.thorax4j.imagej;

/**
 * The class loader that services are found with: ImageJ loads plugins with a loader of its own and
 * leaves the thread with another one.
 */
final class PluginClassLoading implements AutoCloseable {

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

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
  }
}
