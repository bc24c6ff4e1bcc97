package io.github.thorax4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HeatMapsTest {

  private final HeatMaps maps = new HeatMaps(Path.of("maps"));

  private String next(String name) {
    Path file = maps.next(new Input.Unusable(name, ""));
    assertThat(file.getParent()).isEqualTo(Path.of("maps"));
    return file.getFileName().toString();
  }

  @Test
  void filesOfTheSameNameGetMapsOfTheirOwn() {
    assertThat(next("x/film.dcm")).isEqualTo("film.dcm-heatmap.png");
    assertThat(next("y/film.dcm")).isEqualTo("film.dcm-2-heatmap.png");
    assertThat(next("z/FILM.DCM")).isEqualTo("FILM.DCM-3-heatmap.png");
    assertThat(next("film.dcm-2")).isEqualTo("film.dcm-2-2-heatmap.png");
  }

  @Test
  void namesStayWithinTheFolderAndTheFileSystem() {
    assertThat(next("a\nb:c?.png")).isEqualTo("a_b_c_.png-heatmap.png");
    assertThat(next("..")).isEqualTo("..-heatmap.png");
    assertThat(next("ж".repeat(127))).isEqualTo("ж".repeat(60) + "-heatmap.png");
  }
}
