package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

  private static final Path COMMITTED =
      Path.of(System.getProperty("thorax4j.root", ".."), "testdata", "samples");

  @Test
  void theCommittedSamplesAreWhatTheCodeWrites(@TempDir Path folder) throws IOException {
    Samples.main(new String[] {folder.toString()});

    assertThat(names(COMMITTED)).isEqualTo(names(folder));
    for (String name : names(folder)) {
      Path fresh = folder.resolve(name);
      Path committed = COMMITTED.resolve(name);
      if (name.endsWith(".png")) {
        assertThat(PngFiles.read(committed)).as(name).isEqualTo(PngFiles.read(fresh));
      } else {
        assertThat(committed).as(name).hasSameBinaryContentAs(fresh);
      }
    }
  }

  @Test
  void theSamplesStaySmall() throws IOException {
    long total = 0;
    for (String name : names(COMMITTED)) {
      total += Files.size(COMMITTED.resolve(name));
    }
    assertThat(total).isLessThan(1_500_000);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
