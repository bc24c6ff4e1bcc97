package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ImageJ shows right after its start. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses an X server and Linux' list of libraries")
class MenuIT {

  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void commandsAreInTheMenuAndTheEngineHasNotStarted(ImageJRelease release) throws Exception {
    try (ImageJProcess imagej = ImageJProcess.start(release, home)) {
      assertThat(imagej.menu("Thorax4J"))
          .containsExactly(
              "Classify Radiograph",
              "Classify Folder...",
              "Heat Map...",
              "Review...",
              "-",
              "Train Model...",
              "Evaluate Model...",
              "Model...",
              "-",
              "Thorax4J Macro Functions");
      assertThat(imagej.windows()).containsExactly("ImageJ");
      assertThat(imagej.loaded("torch")).as("the engine is loaded").isFalse();
    }
  }
}
