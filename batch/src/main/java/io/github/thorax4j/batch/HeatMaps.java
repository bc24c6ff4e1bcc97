package io.github.thorax4j.batch;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.dicom.HeatMapOverlay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Gives each input the name of its own heat map in one folder. Not thread-safe. */
public final class HeatMaps {

  /** Longer names are cut, so that what is put on still fits a file system's 255 bytes. */
  private static final int LONGEST = 60;

  private final Path folder;
  private final Set<String> taken = new HashSet<>();

  /** Heat maps in a folder that exists. */
  public HeatMaps(Path folder) {
    this.folder = folder;
  }

  /**
   * Where the heat map of an input belongs: its file name with {@code -heatmap.png}, and a number
   * if an earlier input had that name, in letters of whatever case.
   */
  public Path next(Input input) {
    String name = input.name();
    String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder safe = new StringBuilder();
    file.codePoints()
        .limit(LONGEST)
        .map(c -> Character.isISOControl(c) || ":*?\"<>|".indexOf(c) >= 0 ? '_' : c)
        .forEach(safe::appendCodePoint);
    for (int number = 1; ; number++) {
      String candidate = safe + (number == 1 ? "" : "-" + number) + "-heatmap.png";
      if (taken.add(candidate.toLowerCase(Locale.ROOT))) {
        return folder.resolve(candidate);
      }
    }
  }

  /**
   * Writes a heat map over its radiograph.
   *
   * @throws IOException if it cannot be written; the message names the file and the cause
   */
  public static void write(Radiograph image, Explanation explanation, Path file)
      throws IOException {
    PngFile.write(new HeatMapOverlay().render(image, explanation), file);
  }
}
