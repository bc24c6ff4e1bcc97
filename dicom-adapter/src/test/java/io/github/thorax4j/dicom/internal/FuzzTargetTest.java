package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs every fuzz target on its seeds, and on what fuzzing found once. */
class FuzzTargetTest {

  private static final Path FINDS =
      Path.of("src", "test", "resources", "io", "github", "thorax4j", "dicom", "finds");

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void readsItsSeeds(FuzzTarget target) throws IOException {
    List<byte[]> seeds = target.seeds();
    assertThat(seeds).isNotEmpty();
    for (byte[] seed : seeds) {
      if (target == FuzzTarget.PREPROCESSING) {
        Fuzzer.check(target, seed); // some are meant to be broken
      } else {
        target.run(seed);
      }
    }
  }

  /** The file's name begins with the target's, in lower case. */
  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void survivesWhatWasFound(FuzzTarget target) throws IOException {
    String start = target.name().toLowerCase(Locale.ROOT) + "-";
    try (Stream<Path> files = Files.list(FINDS)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(start)).toList()) {
        byte[] find = Files.readAllBytes(file);
        assertThatNoException().as("%s", file).isThrownBy(() -> Fuzzer.check(target, find));
      }
    }
  }
}
