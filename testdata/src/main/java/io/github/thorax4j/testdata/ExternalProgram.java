package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program of the machine that a test compares with, such as those of dcmtk.
 *
 * @param path where it is
 */
public record ExternalProgram(Path path) {

  /**
   * Finds a program on the PATH. Where it is missing, the test is skipped and says so; with {@code
   * THORAX4J_CI=true} in the environment it fails.
   *
   * @param name the program
   * @param debianPackage what to install to have it, for the message
   */
  public static ExternalProgram require(String name, String debianPackage) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return new ExternalProgram(candidate);
      }
    }
    throw missing(name + " is missing: apt-get install " + debianPackage);
  }

  /**
   * Skips a test visibly because of what this machine lacks; with {@code THORAX4J_CI=true} in the
   * environment it fails.
   *
   * @param message what is missing and how to get it
   * @return never; for callers to throw, so that the compiler knows
   */
  public static AssertionError missing(String message) {
    return "true".equals(System.getenv("THORAX4J_CI")) ? fail(message) : abort(message);
  }

  /**
   * Runs it to its end and checks that it exits with 0.
   *
   * @return what it wrote to either stream
   * @throws IOException if it cannot be started or read
   * @throws InterruptedException if this thread is interrupted while waiting
   */
  public String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status of %s: %s", command, output).isZero();
    return output;
  }
}
