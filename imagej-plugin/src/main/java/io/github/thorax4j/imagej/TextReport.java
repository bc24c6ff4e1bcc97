package io.github.thorax4j.imagej;

import ij.IJ;
import ij.text.TextWindow;
import java.awt.Font;

/** Shows text in a window of its own; without ImageJ on a screen, in ImageJ's log. */
final class TextReport {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 640;
  private static final int FONT_SIZE = 12;

  private TextReport() {}

  static void show(String title, String text) {
    if (!Command.hasWindows()) {
      IJ.log(text.stripTrailing());
      return;
    }
    TextWindow window = new TextWindow(title, text, WIDTH, HEIGHT);
    // Columns line up in a font of equal widths alone.
    window.getTextPanel().setFont(new Font(Font.MONOSPACED, Font.PLAIN, FONT_SIZE), true);
  }
}
