package io.github.thorax4j.djl;

import io.github.thorax4j.djl.internal.DjlProvider;
import io.github.thorax4j.djl.internal.NetworkTable;
import java.io.IOException;
import java.util.List;

/** The networks that this implementation knows. */
public final class Architectures {

  private Architectures() {}

  /** Their names. */
  public static List<String> names() {
    return NetworkTable.names();
  }

  /**
   * A network's layer table.
   *
   * @throws IllegalArgumentException if there is no network of that name
   */
  public static NetworkSummary describe(String name) {
    return NetworkTable.of(name);
  }

  /**
   * The model that {@link io.github.thorax4j.PneumoniaClassifier#open()} opens.
   *
   * @throws IOException if it is missing or damaged
   */
  public static ThoraxModel shipped() throws IOException {
    return DjlProvider.shipped();
  }
}
