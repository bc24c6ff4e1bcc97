package io.github.thorax4j.benchmark;

import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes generated radiographs: uncompressed DICOM of 440 x 440 to 2000 x 2000 pixels, 8, 12 and 16
 * bits, MONOCHROME1 and MONOCHROME2, with and without rescale and window.
 */
public final class WriteFilms {

  private WriteFilms() {}

  /**
   * Writes {@code film-00000.dcm} and so on.
   *
   * @param args a folder, how many films, and a second folder for the same films as PNG if wanted
   * @throws IOException if a folder or file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2 || args.length > 3) {
      throw new IllegalArgumentException("usage: WriteFilms FOLDER COUNT [PNG-FOLDER]");
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    Optional<Path> png = Optional.empty();
    if (args.length == 3) {
      png = Optional.of(Files.createDirectories(Path.of(args[2])));
    }
    write(folder, count, png);
  }

  private static void write(Path folder, int count, Optional<Path> png) throws IOException {
    try {
      IntStream.range(0, Math.min(count, Anatomy.COUNT))
          .parallel()
          .forEach(anatomy -> writeAll(anatomy, folder, count, png));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void writeAll(int anatomy, Path folder, int count, Optional<Path> png) {
    Phantom phantom = Anatomy.draw(anatomy);
    for (int number = anatomy; number < count; number += Anatomy.COUNT) {
      Film film = Film.of(number);
      String name = String.format(Locale.ROOT, "film-%05d", number);
      try {
        film.dicom(phantom).writeTo(folder.resolve(name + ".dcm"));
        if (png.isPresent()) {
          PngFiles.write(film.radiograph(phantom), png.get().resolve(name + ".png"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
