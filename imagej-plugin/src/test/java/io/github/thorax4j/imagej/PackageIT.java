package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.plugin.PlugIn;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What a user drops into ImageJ's plugins folder. */
class PackageIT {

  private static final Path FOLDER = Path.of(System.getProperty("thorax4j.package"));
  private static final String VERSION = System.getProperty("thorax4j.package.version");
  private static final String PLATFORM = System.getProperty("thorax4j.package.platform");
  private static final Path JAR = FOLDER.resolve("Thorax4J_-" + VERSION + ".jar");

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  private static String text(String entry) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return new String(
          jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theFolderHoldsThePluginAndTheEnginesNativeJars() throws IOException {
    assertThat(FOLDER).endsWith(Path.of("plugins", "Thorax4J"));
    assertThat(files()).hasSize(3);
    assertThat(files().get(0)).isEqualTo(JAR);
    assertThat(files().get(1).getFileName().toString()).matches("pytorch-jni-[0-9.-]+\\.jar");
    assertThat(files().get(2).getFileName().toString())
        .matches("pytorch-native-cpu-[0-9.]+-" + PLATFORM + "\\.jar");
  }

  @Test
  void theZipHoldsTheFolder() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Path file : files()) {
      CRC32 crc = new CRC32();
      crc.update(Files.readAllBytes(file));
      expected.add("Thorax4J/" + file.getFileName() + " " + crc.getValue());
    }

    try (ZipFile zip = new ZipFile(System.getProperty("thorax4j.package.zip"))) {
      assertThat(
              zip.stream()
                  .filter(entry -> !entry.isDirectory())
                  .map(entry -> entry.getName() + " " + entry.getCrc()))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(zip.stream())
          .allSatisfy(
              entry ->
                  assertThat(entry.getTimeLocal())
                      .isEqualTo(LocalDateTime.of(2026, 1, 1, 0, 0, 0)));
    }
  }

  /** The engine's native part looks the interfaces of slf4j up by name. */
  @Test
  void otherPeoplesClassesAreRenamedExceptTheEngines() throws IOException {
    assertThat(entries())
        .filteredOn(entry -> entry.endsWith(".class"))
        .filteredOn(entry -> !entry.startsWith("io/github/thorax4j/"))
        .filteredOn(entry -> !entry.startsWith("ai/djl/"))
        .containsExactlyInAnyOrder("org/slf4j/Logger.class", "org/slf4j/Marker.class");
  }

  @Test
  void holdsNothingOfTheCommandLineAndNoLogOfItsOwn() throws IOException {
    assertThat(entries())
        .noneMatch(entry -> entry.contains("picocli") || entry.contains("logback"))
        .noneMatch(entry -> entry.contains("thorax4j/cli/"));
  }

  /** They would change how ImageJ opens files. */
  @Test
  void registersNoImageReaders() throws IOException {
    assertThat(entries())
        .filteredOn(entry -> entry.startsWith("META-INF/services/"))
        .isNotEmpty()
        .allSatisfy(
            entry ->
                assertThat(entry.substring("META-INF/services/".length()))
                    .matches("(io\\.github\\.thorax4j|ai\\.djl)\\..+"));
  }

  @Test
  void keepsTheLicences() throws IOException {
    assertThat(text("META-INF/LICENSE"))
        .contains("Apache License", "Sun Microsystems", "JJ2000 Partners");
    assertThat(text("META-INF/LICENSE.txt")).contains("QOS.ch");
    assertThat(text("META-INF/NOTICE")).contains("Jackson JSON processor");
    assertThat(text("META-INF/NOTICE.txt")).contains("Apache Commons CSV", "Apache Commons IO");
    assertThat(text("META-INF/THIRD-PARTY.txt")).contains("Deep Java Library", "XChart");
  }

  @Test
  void everyMenuEntryHasItsClass() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path file : files()) {
      urls.add(file.toUri().toURL());
    }
    List<String> commands =
        text("plugins.config")
            .lines()
            .filter(line -> line.startsWith("Plugins>") && !line.contains("\"-\""))
            .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
            .toList();
    assertThat(commands).hasSizeGreaterThan(5);

    // As in ImageJ: beside the package there is ImageJ, and nothing of ours.
    ClassLoader imageJ = new OnlyImageJ();
    try (URLClassLoader plugins = new URLClassLoader(urls.toArray(URL[]::new), imageJ)) {
      for (String name : commands) {
        Class<?> type = plugins.loadClass(name.replaceAll("\\(.*", ""));
        assertThat(type.getClassLoader()).isSameAs(plugins);
        assertThat(type.getConstructor().newInstance()).isInstanceOf(PlugIn.class);
      }
    }
  }

  private static final class OnlyImageJ extends ClassLoader {

    OnlyImageJ() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith("ij.")) {
        throw new ClassNotFoundException(name);
      }
      return IJ.class.getClassLoader().loadClass(name);
    }
  }
}
