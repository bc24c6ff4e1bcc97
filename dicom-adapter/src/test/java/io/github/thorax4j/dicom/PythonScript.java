package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.ExternalProgram;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A script of the test resources, run by whichever Python has the modules it needs. */
final class PythonScript {

  private final String python;
  private final Path script;

  private PythonScript(String python, Path script) {
    this.python = python;
    this.script = script;
  }

  /**
   * Finds a Python. Where none has the modules, the test is skipped and says so; with {@code
   * THORAX4J_CI=true} in the environment it fails.
   *
   * @param resource the script's name, next to this class
   * @param modules what it imports
   * @param folder takes the script
   */
  static PythonScript of(String resource, String modules, Path folder)
      throws IOException, InterruptedException {
    Path script = folder.resolve(resource);
    try (InputStream in = PythonScript.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(in, resource), script);
    }
    return new PythonScript(find(modules), script);
  }

  private static String find(String modules) throws IOException, InterruptedException {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path python = Path.of(folder, "python3");
      if (!folder.isEmpty() && Files.isExecutable(python)) {
        Process process =
            new ProcessBuilder(python.toString(), "-c", "import " + modules)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
          return python.toString();
        }
      }
    }
    throw ExternalProgram.missing("python3 with " + modules + " is not installed here");
  }

  /** The lines that it writes. */
  List<String> run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(Arrays.asList(arguments));
    Path errors = script.resolveSibling("errors.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return out.lines().toList();
  }
}
