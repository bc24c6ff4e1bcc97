package io.github.thorax4j.dicom.internal.jpeg2000;

import jj2000.j2k.util.FacilityManager;
import jj2000.j2k.util.MsgLogger;

/** Swallows what the decoder would print about a stream in this thread, until it is closed. */
final class Silence implements MsgLogger, AutoCloseable {

  private final Thread thread = Thread.currentThread();

  Silence() {
    FacilityManager.registerMsgLogger(thread, this);
  }

  @Override
  public void close() {
    FacilityManager.unregisterMsgLogger(thread);
  }

  @Override
  public void printmsg(int severity, String message) {}

  @Override
  public void println(String text, int firstIndent, int indent) {}

  @Override
  public void flush() {}
}
