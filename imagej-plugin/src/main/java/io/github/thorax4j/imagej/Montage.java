package io.github.thorax4j.imagej;

import ij.IJ;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.dicom.HeatMapOverlay;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Results side by side, each with its heat map, rank, probability and file name. The files are read
 * again, one at a time. Immutable and thread-safe.
 */
final class Montage {

  private static final int SIDE = 360;
  private static final int GAP = 8;
  private static final int LINE = 18;
  private static final int CAPTION = 2 * LINE + GAP;
  private static final Color PAPER = new Color(0x101010);
  private static final Color INK = new Color(0xF0F0F0);
  private static final Color WARNING = new Color(0xFFD54F);

  private final ClassifierSession.Use model;
  private final RadiographReader reader;

  Montage(ClassifierSession.Use model, RadiographReader reader) {
    this.model = model;
    this.reader = reader;
  }

  /** Draws results in the given order, at least one; those after a cancel without their image. */
  BufferedImage draw(List<FileResult.Answered> results, StatusMonitor monitor) {
    int columns = (int) Math.ceil(Math.sqrt(results.size()));
    int rows = (results.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(
            columns * (SIDE + GAP) + GAP,
            rows * (SIDE + CAPTION + GAP) + 2 * GAP + LINE,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      g.setColor(PAPER);
      g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
      for (int i = 0; i < results.size(); i++) {
        int x = GAP + i % columns * (SIDE + GAP);
        int y = GAP + i / columns * (SIDE + CAPTION + GAP);
        monitor.progress("drawing heat maps", i, results.size());
        if (!monitor.cancelled()) {
          drawImage(g, results.get(i), x, y);
        }
        drawCaption(g, i + 1, results.get(i), x, y + SIDE);
      }
      g.setColor(WARNING);
      g.drawString(Disclaimer.TEXT, GAP, sheet.getHeight() - GAP);
    } finally {
      g.dispose();
    }
    return sheet;
  }

  private void drawImage(Graphics2D g, FileResult.Answered result, int x, int y) {
    try {
      if (reader.read(Path.of(result.file())) instanceof Reading.Film film) {
        Radiograph image = film.radiograph();
        double scale = (double) SIDE / Math.max(image.width(), image.height());
        int width = Math.max(1, (int) Math.round(scale * image.width()));
        int height = Math.max(1, (int) Math.round(scale * image.height()));
        int left = x + (SIDE - width) / 2;
        int top = y + (SIDE - height) / 2;
        HeatMapOverlay overlay = new HeatMapOverlay();
        g.drawImage(overlay.plain(image.resize(width, height)), left, top, null);
        Composite opaque = g.getComposite();
        g.setComposite(AlphaComposite.SrcOver.derive((float) HeatMapOverlay.STRONGEST_OPACITY));
        g.drawImage(overlay.map(model.classifier().explain(image), width, height), left, top, null);
        g.setComposite(opaque);
      }
    } catch (IOException e) {
      // Gone since it was classified.
      IJ.log(String.valueOf(e.getMessage()));
    }
  }

  private static void drawCaption(
      Graphics2D g, int rank, FileResult.Answered result, int x, int y) {
    g.setColor(INK);
    if (result.outcome() instanceof Outcome.Assessed answer) {
      g.drawString(
          String.format(
              Locale.ROOT, "%d. %s %.3f", rank, answer.finding().label(), answer.probability()),
          x,
          y + LINE);
    }
    String name = PlainText.printable(String.valueOf(Path.of(result.file()).getFileName()));
    while (g.getFontMetrics().stringWidth(name) > SIDE) {
      name = name.substring(0, name.length() - 2) + '\u2026';
    }
    g.drawString(name, x, y + 2 * LINE);
  }
}
