package io.github.thorax4j.benchmark;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PhantomPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the films that reading is measured on, uncompressed: 12 and 16 bits in cells of 16, large
 * and, for what a program costs whatever it reads, tiny.
 */
public final class WriteReadingSet {

  private static final long PATIENT = 1;

  /**
   * The standard deviation of the noise: of 12 bits, 8 grey levels. JPEG-LS then keeps about 5 bits
   * a pixel, as it does of digital radiographs.
   */
  private static final double NOISE = 0.002;

  private WriteReadingSet() {}

  /**
   * Writes {@code uncompressed-12.dcm}, {@code tiny-uncompressed-12.dcm} and the same for 16.
   *
   * @param args a folder
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("usage: WriteReadingSet FOLDER");
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    write(folder, "", DicomReadBenchmark.SIDE);
    write(folder, "tiny-", 16);
  }

  private static void write(Path folder, String prefix, int side) throws IOException {
    PhantomPlan plan = PhantomPlan.chest(side, side, PATIENT).withNoise(NOISE);
    Phantom phantom = plan.draw();
    for (int bits : new int[] {12, 16}) {
      DicomObject.digitalRadiography(side, side, phantom.stored(bits, false), bits)
          .writeTo(folder.resolve(prefix + "uncompressed-" + bits + ".dcm"));
    }
  }
}
