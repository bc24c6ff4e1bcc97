package io.github.thorax4j.orthanc;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.dicom.HeatMapOverlay;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures of films for the pages. They come from Orthanc when they are asked for; the last ones
 * are kept in memory, none on disk. Thread-safe.
 */
final class FilmImages {

  private static final int THUMBNAIL = 128;
  private static final int LARGE = 768;
  private static final int HEAT_MAP = 512;
  private static final int KEPT = 200;
  private static final int MOST_AT_ONCE = 24;
  private static final int PATIENCE_SECONDS = 10;

  private final OrthancClient orthanc;
  private final PneumoniaClassifier classifier;
  private final Path folder;
  private final long largestFilm;
  private final RadiographReader reader = RadiographReader.open();

  /** Whoever makes a picture has a place; nobody waits for one, as that takes a thread. */
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  /** One film at a time: those in the queue need the machine more. */
  private final Semaphore turn = new Semaphore(1, true);

  private final Map<String, byte[]> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * Pictures.
   *
   * @param folder where a film is put while it is read; made if it is not there, else emptied
   * @param largestFilm the most bytes of a film's file
   * @throws IOException if the folder cannot be made or emptied
   */
  FilmImages(OrthancClient orthanc, PneumoniaClassifier classifier, Path folder, long largestFilm)
      throws IOException {
    this.orthanc = orthanc;
    this.classifier = classifier;
    this.folder = PrivateFiles.folder(folder);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "heatmap*.dcm")) {
      for (Path file : leftovers) {
        Files.delete(file);
      }
    }
    this.largestFilm = largestFilm;
  }

  /** A film in small, as PNG; empty as {@link #heatMap} is. */
  Optional<byte[]> thumbnail(String instance) throws IOException {
    return of("thumbnail " + instance, () -> drawn(instance, THUMBNAIL));
  }

  /** A film, as PNG; empty as {@link #heatMap} is. */
  Optional<byte[]> large(String instance) throws IOException {
    return of("film " + instance, () -> drawn(instance, LARGE));
  }

  /**
   * A film with the model's heat map over it, as PNG; empty if the film cannot be read, the films
   * before it take too long, or too many pictures are being made.
   */
  Optional<byte[]> heatMap(String instance) throws IOException {
    return of("heat map " + instance, () -> inTurn(instance, this::withHeatMap));
  }

  /** Makes a picture; empty if that cannot be done, or not now. */
  @FunctionalInterface
  private interface Maker {
    Optional<byte[]> make() throws IOException;
  }

  /** Draws a film. */
  @FunctionalInterface
  private interface Painter {
    BufferedImage paint(Radiograph film);
  }

  private Optional<byte[]> of(String key, Maker maker) throws IOException {
    synchronized (kept) {
      byte[] known = kept.get(key);
      if (known != null) {
        return Optional.of(known);
      }
    }
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> made = maker.make();
      if (made.isPresent()) {
        synchronized (kept) {
          kept.put(key, made.get());
        }
      }
      return made;
    } finally {
      places.release();
    }
  }

  /** As Orthanc draws it; what it cannot decode we draw. */
  private Optional<byte[]> drawn(String instance, int side) throws IOException {
    try {
      return Optional.of(orthanc.picture(instance, side));
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.REJECTED
          || e.kind() == OrthancException.Kind.TROUBLED) {
        return inTurn(instance, film -> plain(film, side));
      }
      throw e;
    }
  }

  private Optional<byte[]> inTurn(String instance, Painter painter) throws IOException {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      Optional<Radiograph> film = read(instance);
      return film.isEmpty() ? Optional.empty() : Optional.of(png(painter.paint(film.get())));
    } finally {
      turn.release();
    }
  }

  private Optional<Radiograph> read(String instance) throws IOException {
    Path file = Files.createTempFile(folder, "heatmap", ".dcm");
    try {
      orthanc.fetch(instance, file, largestFilm);
      Optional<Radiograph> film = read(file);
      if (film.isEmpty()) {
        orthanc.fetchDecoded(instance, file, largestFilm);
        film = read(file);
      }
      return film;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Optional<Radiograph> read(Path file) {
    try {
      return reader.read(file) instanceof Reading.Film film
          ? Optional.of(film.radiograph())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static BufferedImage plain(Radiograph film, int side) {
    double scale = (double) side / Math.max(film.width(), film.height());
    return new HeatMapOverlay()
        .plain(film.resize(scaled(film.width(), scale), scaled(film.height(), scale)));
  }

  private static int scaled(int length, double scale) {
    return Math.max(1, (int) Math.round(length * scale));
  }

  private BufferedImage withHeatMap(Radiograph film) {
    Explanation explanation = classifier.explain(film);
    BufferedImage plain = plain(film, HEAT_MAP);
    int width = plain.getWidth();
    int height = plain.getHeight();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      g.drawImage(plain, 0, 0, null);
      float opacity = (float) HeatMapOverlay.STRONGEST_OPACITY;
      g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, opacity));
      g.drawImage(new HeatMapOverlay().map(explanation, width, height), 0, 0, null);
    } finally {
      g.dispose();
    }
    return picture;
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(picture, "png", out);
    }
    return png.toByteArray();
  }
}
