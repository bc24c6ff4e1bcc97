package io.github.thorax4j.orthanc;

import java.time.Duration;

/** Is told what the bridge does, for measuring it. Thread-safe, quick, and never fails. */
interface BridgeEvents {

  /** Does nothing. */
  BridgeEvents NONE = new BridgeEvents() {};

  /** Where the time of a film goes. */
  enum Phase {
    /** Orthanc's answers. */
    ORTHANC,
    /** Reading pixels. */
    DECODE,
    /** The network, with its explanation. */
    MODEL,
    /** Making SR and SC. */
    RESULT
  }

  /** A film was in a phase for so long; several times in one phase is several calls. */
  default void spent(Phase phase, Duration time) {}

  /** An instance has got its last state; how long after it was received is in it. */
  default void finished(Film film) {}

  /** An attempt at a film has failed; it will be tried again. */
  default void failed() {}
}
