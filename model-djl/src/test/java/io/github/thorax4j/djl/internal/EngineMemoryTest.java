package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.testdata.Phantom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineMemoryTest {

  private static final Radiograph FILM = Phantom.normal(256, 256, 1).radiograph();

  private static int arrays() {
    try (NDManager manager = TorchEngine.newManager()) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  private static void use(PneumoniaClassifier classifier, int times) {
    for (int i = 0; i < times; i++) {
      classifier.classify(FILM);
      if (i % 30 == 0) {
        classifier.explain(FILM);
        classifier.classifyAll(List.of(FILM, FILM, FILM), Monitor.NONE);
      }
    }
  }

  @Test
  void useLeavesNoArraysBehindAndClosingFreesTheRest() throws IOException {
    Path status = Path.of("/proc/self/status");
    int before = arrays();
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      use(classifier, 31);
      int opened = arrays();
      assertThat(opened).isGreaterThan(before);
      // Only Linux tells a process's memory this way.
      long resident = Files.exists(status) ? residentMegabytes(status) : 0;

      use(classifier, 300);

      assertThat(arrays()).isEqualTo(opened);
      if (Files.exists(status)) {
        // A leak of the stem's output alone, 384 KiB a film, would be more than 110 MiB.
        assertThat(residentMegabytes(status) - resident).isLessThan(80);
      }
    }
    assertThat(arrays()).isEqualTo(before);
  }

  @Test
  void openingAndClosingLeavesNoArraysBehind() {
    int before = arrays();
    for (int i = 0; i < 3; i++) {
      PneumoniaClassifier.open().close();
    }
    assertThat(arrays()).isEqualTo(before);
  }

  private static long residentMegabytes(Path status) throws IOException {
    System.gc();
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }
}
