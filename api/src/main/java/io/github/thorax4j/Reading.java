package io.github.thorax4j;

import java.util.Objects;

/** What came of reading a file that could be decoded: a radiograph, or why it is none. */
public sealed interface Reading {

  /**
   * A frontal chest radiograph, as far as the file tells.
   *
   * @param radiograph its pixels
   */
  record Film(Radiograph radiograph) implements Reading {

    /** Refuses null. */
    public Film {
      Objects.requireNonNull(radiograph, "radiograph");
    }
  }

  /**
   * Not a frontal chest radiograph.
   *
   * @param reason the kind of reason
   * @param detail one sentence that names the attribute and its value
   */
  record Refused(Reason reason, String detail) implements Reading {

    /** Refuses null. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
    }
  }
}
