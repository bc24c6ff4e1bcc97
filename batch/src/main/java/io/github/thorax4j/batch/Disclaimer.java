package io.github.thorax4j.batch;

/** What is said wherever a result is shown. */
public final class Disclaimer {

  /** One sentence. */
  public static final String TEXT = "Research software, not for diagnosis.";

  private Disclaimer() {}
}
