package io.github.thorax4j.dicom;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows an {@link Explanation} over its radiograph, with a legend and the answer in words. Weak
 * areas stay readable: the colours grow opaque with the value. Immutable and thread-safe.
 *
 * <p>Research software, not for diagnosis: every overlay says so.
 */
public final class HeatMapOverlay {

  /** How opaque the strongest areas are drawn, in [0, 1]. */
  public static final double STRONGEST_OPACITY = 0.6;

  private static final int SMALLEST_LONG_SIDE = 512;
  private static final int LARGEST_LONG_SIDE = 1024;
  private static final int SMALLEST_SHORT_SIDE = 64;

  /** The narrowest canvas on which a line of text is of use. */
  private static final int SMALLEST_CANVAS = 420;

  /** Pixels that are longer than this are a mistake in the file. */
  private static final double LONGEST_PIXEL = 10;

  private static final Color PAPER = new Color(0x101010);
  private static final Color INK = new Color(0xF0F0F0);
  private static final Color WARNING = new Color(0xFFD54F);
  private static final int TICKS = 4;
  private static final String NOT_FOR_DIAGNOSIS = "research use only - not for diagnosis";

  /** An overlay. */
  public HeatMapOverlay() {}

  /** The radiograph alone in its own size: 8-bit grey, 0 black to 255 white. */
  public BufferedImage plain(Radiograph radiograph) {
    int width = radiograph.width();
    BufferedImage image =
        new BufferedImage(width, radiograph.height(), BufferedImage.TYPE_BYTE_GRAY);
    int[] row = new int[width];
    for (int y = 0; y < radiograph.height(); y++) {
      for (int x = 0; x < width; x++) {
        row[x] = Math.round(255 * radiograph.pixel(x, y));
      }
      image.getRaster().setSamples(0, y, width, 1, 0, row);
    }
    return image;
  }

  /**
   * The map alone, to be laid over an image of any size: colours whose opacity grows from none with
   * the value to full for the strongest. Drawn with {@link #STRONGEST_OPACITY}, it looks as {@link
   * #render} draws it.
   *
   * @param width columns of the result, at least 1
   * @param height rows of the result, at least 1
   * @return {@link BufferedImage#TYPE_INT_ARGB}
   */
  public BufferedImage map(Explanation explanation, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      int sourceY = (int) ((y + 0.5) * explanation.height() / height);
      for (int x = 0; x < width; x++) {
        int sourceX = (int) ((x + 0.5) * explanation.width() / width);
        double strength = explanation.at(sourceX, sourceY);
        int alpha = (int) Math.round(255 * opacity(strength));
        image.setRGB(x, y, alpha << 24 | (ColourMap.at(strength).getRGB() & 0xFFFFFF));
      }
    }
    return image;
  }

  /**
   * The radiograph in grey with the map over it, a colour bar beside and a caption below. The long
   * side of the radiograph is brought to 512 to 1024 pixels; the aspect ratio is kept, but for very
   * narrow images.
   *
   * @throws IllegalArgumentException if the explanation is of an image of another size
   */
  public BufferedImage render(Radiograph radiograph, Explanation explanation) {
    return render(radiograph, explanation, 1);
  }

  /**
   * The same of a radiograph whose pixels are not square.
   *
   * @param pixelAspect height to width of the radiograph's pixels; what is not within 1:10 to 10:1
   *     is taken for 1
   * @throws IllegalArgumentException if the explanation is of an image of another size
   */
  public BufferedImage render(Radiograph radiograph, Explanation explanation, double pixelAspect) {
    if (explanation.width() != radiograph.width() || explanation.height() != radiograph.height()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the explanation is of an image of %dx%d, not of %dx%d",
              explanation.width(),
              explanation.height(),
              radiograph.width(),
              radiograph.height()));
    }
    boolean plausible = pixelAspect >= 1 / LONGEST_PIXEL && pixelAspect <= LONGEST_PIXEL;
    double trueHeight = radiograph.height() * (plausible ? pixelAspect : 1);
    double longSide = Math.max(radiograph.width(), trueHeight);
    double scale = Math.max(SMALLEST_LONG_SIDE, Math.min(LARGEST_LONG_SIDE, longSide)) / longSide;
    int width = scaled(radiograph.width(), scale);
    int height = scaled(trueHeight, scale);
    return annotated(blended(radiograph.resize(width, height), explanation), explanation);
  }

  private static int scaled(double side, double scale) {
    return Math.max(SMALLEST_SHORT_SIDE, (int) Math.round(side * scale));
  }

  private static BufferedImage blended(Radiograph shown, Explanation explanation) {
    int width = shown.width();
    int height = shown.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      int sourceY = (int) ((y + 0.5) * explanation.height() / height);
      for (int x = 0; x < width; x++) {
        int sourceX = (int) ((x + 0.5) * explanation.width() / width);
        double strength = explanation.at(sourceX, sourceY);
        image.setRGB(x, y, blend(shown.pixel(x, y), strength));
      }
    }
    return image;
  }

  private static int blend(float grey, double strength) {
    Color colour = ColourMap.at(strength);
    double opacity = STRONGEST_OPACITY * opacity(strength);
    double base = 255 * grey * (1 - opacity);
    int red = (int) Math.round(base + opacity * colour.getRed());
    int green = (int) Math.round(base + opacity * colour.getGreen());
    int blue = (int) Math.round(base + opacity * colour.getBlue());
    return red << 16 | green << 8 | blue;
  }

  /** Of the strongest area's. */
  private static double opacity(double strength) {
    return Math.sqrt(strength) * Math.min(1, 4 * strength);
  }

  private static BufferedImage annotated(BufferedImage picture, Explanation explanation) {
    int text = Math.max(14, Math.max(picture.getWidth(), picture.getHeight()) / 48);
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, text);
    FontMetrics metrics = metrics(font);
    int margin = text / 2;
    int barWidth = text;
    int legendWidth = 3 * margin + barWidth + metrics.stringWidth("0.75 strong");
    int width = Math.max(SMALLEST_CANVAS, picture.getWidth() + legendWidth);
    List<String> caption = wrapped(caption(explanation), metrics, width - 2 * margin);
    List<String> warning = wrapped(List.of(NOT_FOR_DIAGNOSIS), metrics, width - 2 * margin);
    int captionHeight = metrics.getHeight() * (caption.size() + warning.size()) + 2 * margin;
    int legendHeight = Math.max(picture.getHeight(), 7 * metrics.getHeight());
    BufferedImage canvas =
        new BufferedImage(width, legendHeight + captionHeight, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = canvas.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setFont(font);
      g.setColor(PAPER);
      g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
      int pictureX = (width - legendWidth - picture.getWidth()) / 2;
      int pictureY = (legendHeight - picture.getHeight()) / 2;
      g.drawImage(picture, pictureX, pictureY, null);
      drawLegend(g, metrics, width - legendWidth + margin, legendHeight, barWidth);
      int baseline = legendHeight + margin + metrics.getAscent();
      g.setColor(INK);
      drawLines(g, caption, margin, baseline);
      g.setColor(WARNING);
      drawLines(g, warning, margin, baseline + caption.size() * metrics.getHeight());
    } finally {
      g.dispose();
    }
    return canvas;
  }

  private static void drawLines(Graphics2D g, List<String> lines, int x, int baseline) {
    int y = baseline;
    for (String line : lines) {
      g.drawString(line, x, y);
      y += g.getFontMetrics().getHeight();
    }
  }

  private static FontMetrics metrics(Font font) {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return g.getFontMetrics(font);
    } finally {
      g.dispose();
    }
  }

  /** The bar shows the colours as they lie over mid-grey. */
  private static void drawLegend(
      Graphics2D g, FontMetrics metrics, int x, int height, int barWidth) {
    int top = metrics.getHeight();
    int bottom = height - metrics.getHeight();
    for (int y = top; y <= bottom; y++) {
      double value = (double) (bottom - y) / (bottom - top);
      g.setColor(new Color(blend(0.5f, value)));
      g.drawLine(x, y, x + barWidth - 1, y);
    }
    g.setColor(INK);
    g.drawRect(x - 1, top - 1, barWidth + 1, bottom - top + 2);
    int labelX = x + barWidth + metrics.getHeight() / 2;
    for (int tick = 0; tick <= TICKS; tick++) {
      double value = (double) tick / TICKS;
      int y = (int) Math.round(bottom - value * (bottom - top));
      g.drawLine(x + barWidth, y, x + barWidth + metrics.getHeight() / 4, y);
      String label = tick == 0 ? "0 weak" : tick == TICKS ? "1 strong" : Double.toString(value);
      g.drawString(label, labelX, y + metrics.getAscent() / 2 - 1);
    }
  }

  private static List<String> caption(Explanation explanation) {
    Outcome outcome = explanation.outcome();
    List<String> lines = new ArrayList<>();
    if (outcome instanceof Outcome.Assessed assessed) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s, probability of pneumonia %.3f (threshold %.2f)",
              assessed.finding().label(),
              assessed.probability(),
              assessed.threshold()));
      if (isBlank(explanation)) {
        lines.add("no colour: no area moved the answer towards pneumonia");
      }
    } else if (outcome instanceof Outcome.Declined declined) {
      lines.add("declined: " + declined.detail());
    }
    lines.add("model " + outcome.model());
    return lines;
  }

  private static boolean isBlank(Explanation explanation) {
    for (float cell : explanation.cells()) {
      if (cell > 0) {
        return false;
      }
    }
    return true;
  }

  /** Each text on lines of its own, broken between words, and within those that are too long. */
  private static List<String> wrapped(List<String> texts, FontMetrics metrics, int width) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      String line = "";
      for (String word : text.split(" ", -1)) {
        String longer = line.isEmpty() ? word : line + " " + word;
        if (!line.isEmpty() && metrics.stringWidth(longer) > width) {
          lines.add(line);
          longer = word;
        }
        line = longer;
        while (line.length() > 1 && metrics.stringWidth(line) > width) {
          int end = line.length() - 1;
          while (end > 1 && metrics.stringWidth(line.substring(0, end)) > width) {
            end--;
          }
          lines.add(line.substring(0, end));
          line = line.substring(end);
        }
      }
      lines.add(line);
    }
    return lines;
  }
}
