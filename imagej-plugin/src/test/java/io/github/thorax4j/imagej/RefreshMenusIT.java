package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** ImageJ loads plugins anew while it runs; the engine cannot be. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses an X server")
class RefreshMenusIT {

  @TempDir Path home;
  @TempDir Path films;

  @Test
  void commandsGoOnWhenImageJHasLoadedItsPluginsAnew() throws Exception {
    PngFiles.write(Phantom.pneumonia(256, 256, 1).radiograph(), films.resolve("film.png"));
    String macro =
        """
        run("Thorax4J Macro Functions");
        Ext.thoraxClassify("FOLDER/film.png", probability);
        run("Classify Folder...", "folder=[FOLDER] montage=0");
        selectWindow("Thorax4J");
        return d2s(probability, 6) + " " + d2s(Table.get("Probability", Table.size - 1), 6);
        """
            .replace("FOLDER", films.toString());

    try (ImageJProcess imagej = ImageJProcess.start(ImageJRelease.CURRENT, home)) {
      String before = imagej.macro(macro);
      imagej.macro("run('Refresh Menus');");

      assertThat(before).matches("(0\\.\\d+) \\1");
      assertThat(imagej.macro(macro)).isEqualTo(before);
      assertThat(imagej.rows("Thorax4J")).isEqualTo(2);
    }
  }
}
