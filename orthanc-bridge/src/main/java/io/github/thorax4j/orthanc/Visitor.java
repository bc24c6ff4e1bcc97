package io.github.thorax4j.orthanc;

/**
 * Who asks for a page.
 *
 * @param name the user's name; {@code local} where nobody has to say who they are
 * @param admin whether the audit log may be seen
 */
record Visitor(String name, boolean admin) {

  /** Somebody on this machine, where nobody has to say who they are. */
  static final Visitor LOCAL = new Visitor("local", true);
}
