package io.github.thorax4j.djl.internal;

import io.github.thorax4j.djl.NetworkSummary;
import java.util.List;

/** Layer tables by name. */
public final class NetworkTable {

  private NetworkTable() {}

  /** The networks' names. */
  public static List<String> names() {
    return List.copyOf(Architecture.all().keySet());
  }

  /**
   * A network's layer table.
   *
   * @throws IllegalArgumentException if there is no network of that name
   */
  public static NetworkSummary of(String name) {
    return new NetworkSummary(name, new Shapes(Architecture.named(name)).rows());
  }
}
