package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An ImageJ in a process of its own that has no screen, with the package as a user installs it and
 * a home of its own.
 */
final class HeadlessImageJ {

  /** Which ImageJ, and how it comes by the package. */
  enum Kind {
    /** {@link ImageJRelease#CURRENT}, the package in its plugins folder. */
    CURRENT,
    /** {@link ImageJRelease#DEBIAN}. */
    DEBIAN,
    /**
     * ImageJ as Fiji patches it, with one class loader for everything; Fiji's libraries before the
     * package, as Fiji's launcher orders them.
     */
    FIJI,
    /** The same in the other order. */
    FIJI_LAST;

    boolean isFiji() {
      return this == FIJI || this == FIJI_LAST;
    }
  }

  private static final Path PACKAGE = Path.of(System.getProperty("thorax4j.package"));
  private static final Path FIJI = Path.of(System.getProperty("thorax4j.fiji"));
  private static final int PATIENCE_MINUTES = 10;

  private final Kind kind;
  private final Path home;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private String cache = System.getProperty("DJL_CACHE_DIR");

  /**
   * An ImageJ.
   *
   * @param home an empty folder of its own
   */
  HeadlessImageJ(Kind kind, Path home) {
    this.kind = kind;
    this.home = home;
  }

  /** Where the engine's libraries are unpacked, if not where those of other tests are. */
  HeadlessImageJ cache(Path folder) {
    cache = folder.toString();
    return this;
  }

  /** Starts it through another program. */
  HeadlessImageJ startedBy(String... command) {
    prefix.addAll(Arrays.asList(command));
    return this;
  }

  /** Options for its Java. */
  HeadlessImageJ java(String... more) {
    options.addAll(Arrays.asList(more));
    return this;
  }

  /**
   * Runs a macro to its end.
   *
   * @param argument what {@code getArgument()} returns
   * @return the lines it printed
   */
  List<String> run(String macro, String argument) throws IOException, InterruptedException {
    Path file = Files.writeString(home.resolve("macro.ijm"), macro);
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.add("-Duser.home=" + home);
    command.add("-Dplugins.dir=" + PACKAGE.getParent().getParent());
    command.addAll(options);
    command.addAll(classPath());
    command.addAll(List.of("ij.ImageJ", "-batch", file.toString(), argument));
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("DJL_CACHE_DIR", cache);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      fail("does not end: " + command);
    }
    // ImageJ exits with 0 whatever happens, unless Java crashes: what it says tells.
    assertThat(err).as("what ImageJ says").content().isEmpty();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(out);
  }

  private List<String> classPath() throws IOException {
    return switch (kind) {
      case CURRENT -> List.of("-cp", ImageJRelease.CURRENT.jar().toString());
      case DEBIAN -> List.of("-cp", ImageJRelease.DEBIAN.jar().toString());
      case FIJI -> fiji(FIJI, PACKAGE);
      case FIJI_LAST -> fiji(PACKAGE, FIJI);
    };
  }

  /** As Fiji's launcher does: its patcher opens what Java 17 closes, and all jars are equal. */
  private static List<String> fiji(Path... folders) throws IOException {
    List<String> jars = new ArrayList<>();
    String patcher = "";
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          jars.add(file.toString());
          if (file.getFileName().toString().startsWith("ij1-patcher")) {
            patcher = file.toString();
          }
        }
      }
    }
    return List.of(
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-javaagent:" + patcher + "=init",
        "-cp",
        String.join(File.pathSeparator, jars));
  }
}
