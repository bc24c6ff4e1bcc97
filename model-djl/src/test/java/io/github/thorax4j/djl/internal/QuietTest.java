package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.testdata.Phantom;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fresh JVM prints when it classifies. */
class QuietTest {

  @TempDir private Path folder;

  /** The program that is run. */
  public static final class Program {

    private Program() {}

    /** Classifies one film. */
    public static void main(String[] args) {
      try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
        Outcome outcome = classifier.classify(Phantom.normal(128, 128, 1).radiograph());
        classifier.explain(Phantom.normal(128, 128, 1).radiograph());
        System.out.println(outcome.getClass().getSimpleName());
      } catch (io.github.thorax4j.ThoraxException e) {
        System.out.println("ThoraxException: " + e.getMessage());
      }
    }
  }

  private record Run(int exit, List<String> out, List<String> err) {}

  private Run run(String classPath) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", classPath, Program.class.getName()));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), lines(out), lines(err));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  @Test
  void onlyTheProgramPrints() throws IOException, InterruptedException {
    Run run = run(classPath());

    assertThat(run.exit()).isZero();
    assertThat(run.out()).containsExactly("Assessed");
    // There is no logger on the class path, which SLF4J says in three lines.
    assertThat(run.err()).allMatch(line -> line.startsWith("SLF4J"));
  }

  @Test
  void withoutTheEngineItSaysWhatToAdd() throws IOException, InterruptedException {
    String without =
        String.join(
            File.pathSeparator,
            Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains("pytorch"))
                .toList());

    Run run = run(without);

    assertThat(run.out())
        .containsExactly(
            "ThoraxException: the PyTorch engine is not on the class path: add"
                + " ai.djl.pytorch:pytorch-engine");
  }
}
