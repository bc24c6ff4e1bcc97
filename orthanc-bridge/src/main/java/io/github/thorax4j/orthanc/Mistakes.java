package io.github.thorax4j.orthanc;

import io.github.thorax4j.batch.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a file, gathered while it is read. Not thread-safe. */
final class Mistakes {

  private final String file;
  private final List<Mistake> found = new ArrayList<>();

  Mistakes(String file) {
    this.file = file;
  }

  private record Mistake(int line, String sentence) {}

  /**
   * Adds one.
   *
   * @param line counted from 1; 0 if what is wrong is in no line
   */
  void add(int line, String sentence) {
    found.add(new Mistake(line, sentence));
  }

  /** How many there are. */
  int count() {
    return found.size();
  }

  /** All of them, by line. */
  List<String> sentences() {
    return found.stream()
        .sorted(Comparator.comparingInt(Mistake::line))
        .map(m -> PlainText.printable(place(m.line()) + m.sentence()))
        .toList();
  }

  private String place(int line) {
    String prefix = file.isEmpty() ? "" : file + ": ";
    return line == 0 ? prefix : file + ":" + line + ": ";
  }
}
