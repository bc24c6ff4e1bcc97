package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.thorax4j.Radiograph;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Here and not with the api's tests, whose module does not read java.management. */
class ResizeMemoryTest {

  @Test
  void resizingALargeFilmAllocatesLittle() {
    Radiograph film = Radiograph.ofRows(4000, 3000, (y, row) -> row[y] = 1, List.of());
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    film.resize(128, 128);

    long before = memory.getCurrentThreadAllocatedBytes();
    Radiograph small = film.resize(128, 128);
    long allocated = memory.getCurrentThreadAllocatedBytes() - before;

    assertThat(small.width()).isEqualTo(128);
    assertThat(allocated).as("bytes; the film itself has 48 million").isLessThan(2_000_000);
  }
}
