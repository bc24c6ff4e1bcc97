package io.github.thorax4j.dicom.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The door that Jazzer comes in by, and where it gets its seeds: see docs/fuzzing.md. */
public final class Fuzzer {

  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(System.getProperty("fuzz.target", FuzzTarget.READER.name()));

  private Fuzzer() {}

  /** Called by Jazzer with every input; anything that is thrown is a find. */
  public static void fuzzerTestOneInput(byte[] data) {
    check(TARGET, data);
  }

  /** A target takes an input, or refuses it with an IOException of one sentence. */
  static void check(FuzzTarget target, byte[] data) {
    try {
      target.run(data);
    } catch (IOException e) {
      if (e.getMessage() == null || e.getMessage().lines().count() != 1) {
        throw new AssertionError("no single sentence: " + e.getMessage(), e);
      }
    }
  }

  /** Writes the target's seeds into a folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int number = 0;
    for (byte[] seed : TARGET.seeds()) {
      Files.write(folder.resolve("seed-" + number++), seed);
    }
  }
}
