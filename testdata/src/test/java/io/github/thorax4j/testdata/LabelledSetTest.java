package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.Radiograph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledSetTest {

  @Test
  void writesFoldersAndLabels(@TempDir Path folder) throws IOException {
    LabelledSet set = LabelledSet.write(folder, 5, 2, 32, 1);

    assertThat(Files.readAllLines(set.labels()))
        .containsExactly(
            "path,label,patient",
            "NORMAL/IM-0001-0001.png,NORMAL,IM-0001",
            "NORMAL/IM-0001-0002.png,NORMAL,IM-0001",
            "NORMAL/IM-0002-0001.png,NORMAL,IM-0002",
            "NORMAL/IM-0002-0002.png,NORMAL,IM-0002",
            "NORMAL/IM-0003-0001.png,NORMAL,IM-0003",
            "NORMAL/IM-0003-0002.png,NORMAL,IM-0003",
            "PNEUMONIA/person1_bacteria_1.png,PNEUMONIA,person1",
            "PNEUMONIA/person1_bacteria_2.png,PNEUMONIA,person1",
            "PNEUMONIA/person2_virus_1.png,PNEUMONIA,person2",
            "PNEUMONIA/person2_virus_2.png,PNEUMONIA,person2");
    assertThat(set.images().count(Finding.NORMAL)).isEqualTo(6);
    assertThat(set.images().count(Finding.PNEUMONIA)).isEqualTo(4);
    for (LabelledImage image : set.images().images()) {
      Radiograph film = PngFiles.read(image.file());
      assertThat(film.width()).isEqualTo(32);
      assertThat(film.height()).isEqualTo(32);
    }
  }

  @Test
  void sameSeedSamePixels(@TempDir Path one, @TempDir Path two) throws IOException {
    LabelledSet first = LabelledSet.write(one, 2, 2, 32, 9);
    LabelledSet second = LabelledSet.write(two, 2, 2, 32, 9);

    for (int i = 0; i < 4; i++) {
      assertThat(PngFiles.read(first.images().images().get(i).file()))
          .isEqualTo(PngFiles.read(second.images().images().get(i).file()));
    }
    assertThat(PngFiles.read(first.images().images().get(0).file()))
        .isNotEqualTo(PngFiles.read(first.images().images().get(1).file()));
  }
}
