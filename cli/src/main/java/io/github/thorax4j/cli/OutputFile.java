package io.github.thorax4j.cli;

import io.github.thorax4j.batch.Writable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds out what stands in the way of writing a file before any work is done. */
final class OutputFile {

  private OutputFile() {}

  /**
   * Refuses a target that is the input, a folder, or in a folder that cannot be written to.
   *
   * @throws ParameterException that names the option and the cause
   */
  static void check(CommandSpec spec, String option, Path target, Path input) {
    if (same(target, input)) {
      throw wrong(spec, option + ": the film itself is not written to");
    }
    try {
      Writable.checkFile(target);
    } catch (IOException e) {
      throw wrong(spec, option + ": " + e.getMessage());
    }
  }

  private static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Whether two paths are one file, through links too, or would be if it were written. */
  static boolean same(Path one, Path other) {
    try {
      if (Files.exists(one) && Files.exists(other)) {
        return Files.isSameFile(one, other);
      }
      return real(one).equals(real(other));
    } catch (IOException e) {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }

  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
  }
}
