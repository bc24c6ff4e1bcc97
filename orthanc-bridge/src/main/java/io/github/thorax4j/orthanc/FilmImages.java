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
  private static final int KEPT = 400;
  private static final int PATIENCE_SECONDS = 20;

  private final OrthancClient orthanc;
  private final PneumoniaClassifier classifier;
  private final Path folder;
  private final long largestFilm;
  private final RadiographReader reader = RadiographReader.open();

  /** One heat map at a time: the films in the queue need the machine more. */
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
    this.folder = Files.createDirectories(folder);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "heatmap*.dcm")) {
      for (Path file : leftovers) {
        Files.delete(file);
      }
    }
    this.largestFilm = largestFilm;
  }

  /** A film in small, as PNG. */
  byte[] thumbnail(String instance) throws OrthancException {
    String key = "thumbnail " + instance;
    Optional<byte[]> known = kept(key);
    return known.isPresent() ? known.get() : keep(key, orthanc.picture(instance, THUMBNAIL));
  }

  /** A film, as PNG. */
  byte[] large(String instance) throws OrthancException {
    return orthanc.picture(instance, LARGE);
  }

  /**
   * A film with the model's heat map over it, as PNG; empty if the film cannot be read or somebody
   * else's heat maps take too long.
   */
  Optional<byte[]> heatMap(String instance) throws IOException {
    String key = "heat map " + instance;
    Optional<byte[]> known = kept(key);
    if (known.isPresent()) {
      return known;
    }
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      Optional<byte[]> meanwhile = kept(key);
      if (meanwhile.isPresent()) {
        return meanwhile;
      }
      Optional<Radiograph> film = read(instance);
      return film.isEmpty() ? Optional.empty() : Optional.of(keep(key, drawn(film.get())));
    } finally {
      turn.release();
    }
  }

  private Optional<byte[]> kept(String key) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(key));
    }
  }

  private byte[] keep(String key, byte[] picture) {
    synchronized (kept) {
      kept.put(key, picture);
    }
    return picture;
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

  private byte[] drawn(Radiograph film) throws IOException {
    Explanation explanation = classifier.explain(film);
    double scale = (double) HEAT_MAP / Math.max(film.width(), film.height());
    int width = Math.max(1, (int) Math.round(film.width() * scale));
    int height = Math.max(1, (int) Math.round(film.height() * scale));
    HeatMapOverlay overlay = new HeatMapOverlay();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      g.drawImage(overlay.plain(film.resize(width, height)), 0, 0, null);
      float opacity = (float) HeatMapOverlay.STRONGEST_OPACITY;
      g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, opacity));
      g.drawImage(overlay.map(explanation, width, height), 0, 0, null);
    } finally {
      g.dispose();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(picture, "png", out);
    }
    return png.toByteArray();
  }
}
