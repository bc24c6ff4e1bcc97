package io.github.thorax4j.orthanc;

import java.util.Set;

/** An element of a page. Whatever is added as text or given as an attribute is escaped. */
final class Html {

  private static final Set<String> VOID = Set.of("img", "input", "link", "meta");

  private final String name;
  private final StringBuilder attributes = new StringBuilder();
  private final StringBuilder content = new StringBuilder();

  private Html(String name) {
    this.name = name;
  }

  /** An element. Its name is constant text. */
  static Html of(String name) {
    return new Html(name);
  }

  /** An element that holds text. */
  static Html of(String name, String text) {
    return new Html(name).add(text);
  }

  /** Gives it an attribute, whose name is constant text. */
  Html with(String attribute, String value) {
    attributes.append(' ').append(attribute).append("=\"").append(escaped(value)).append('"');
    return this;
  }

  /** Adds text. */
  Html add(String text) {
    content.append(escaped(text));
    return this;
  }

  /** Adds elements as they are now. */
  Html add(Html... children) {
    for (Html child : children) {
      content.append(child);
    }
    return this;
  }

  /** Adds elements as they are now. */
  Html add(Iterable<Html> children) {
    children.forEach(content::append);
    return this;
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(allowed(c) ? c : 0xFFFD);
              }
            });
    return safe.toString();
  }

  private static boolean allowed(int c) {
    return c == '\n' || c == '\t' || !Character.isISOControl(c);
  }

  @Override
  public String toString() {
    String start = "<" + name + attributes + ">";
    return VOID.contains(name) ? start : start + content + "</" + name + ">";
  }
}
