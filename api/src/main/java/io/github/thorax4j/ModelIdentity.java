package io.github.thorax4j;

import java.util.Objects;

/**
 * Which model made a result.
 *
 * @param name the model's name, such as {@code thoraxnet}
 * @param version the model's own version
 * @param sha256 SHA-256 of the weights, 64 lower-case hexadecimal digits
 */
public record ModelIdentity(String name, String version, String sha256) {

  /** Checks that the digest is one. */
  public ModelIdentity {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
    }
  }

  /** Name, version and the first twelve digits of the weights' digest, for people. */
  @Override
  public String toString() {
    return name + " " + version + " (" + sha256.substring(0, 12) + ")";
  }
}
