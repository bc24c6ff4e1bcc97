package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.thorax4j.Reading;
import io.github.thorax4j.dicom.internal.grey.GreyPipeline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a file: an image, a refusal, or an IOException that names it, within two
 * seconds and the heap of 512 MiB that the build gives the tests of this module, here all readers
 * together.
 *
 * <p>The seconds are CPU time of the reading thread: that another program had the processor is no
 * defect of the reader.
 */
class MutationTest {

  private static final int MUTATIONS = 10_000;
  private static final long SEED = 20;
  private static final long MOST_CPU_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int READERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private enum End {
    FILM,
    REFUSED,
    UNREADABLE
  }

  /** What a thread reads, and its CPU time when it began. */
  private record Reader(String mutation, long cpuNanos) {}

  @TempDir Path folder;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Thread, Reader> readers = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private final DicomFormat format = new DicomFormat();
  private final DicomCodec codec = DicomCodec.open();

  @Test
  void generatedFilmsInAllEncodingsEndInAnImageARefusalOrAnIoException() throws Exception {
    List<MutableFile> files = new ArrayList<>();
    EncodedFilms.all().forEach((name, bytes) -> files.add(new MutableFile(name, bytes)));
    assertThat(files).hasSizeGreaterThan(10);
    readMutationsOf(files);
  }

  /** The samples of this repository, and real radiographs where there are some. */
  @Test
  void realFilesEndInAnImageARefusalOrAnIoException() throws Exception {
    List<MutableFile> files = new ArrayList<>();
    files.addAll(filesIn(Path.of(System.getProperty("thorax4j.root", ".."), "testdata/samples")));
    files.addAll(
        filesIn(Path.of(System.getProperty("thorax4j.data", "../../shared/data"), "dicom")));
    assertThat(files).hasSizeGreaterThan(2);
    readMutationsOf(files);
  }

  private static List<MutableFile> filesIn(Path folder) throws IOException {
    List<MutableFile> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".dcm")).sorted().toList()) {
          found.add(new MutableFile(file.getFileName().toString(), Files.readAllBytes(file)));
        }
      }
    }
    return found;
  }

  private void readMutationsOf(List<MutableFile> files) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            READERS,
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true); // one that never ends shall not keep this process
              return thread;
            });
    try {
      for (MutableFile file : files) {
        // So that no mutation pays for the classes that are loaded.
        end(Files.write(folder.resolve("original.dcm"), file.bytes()));
      }
      List<Future<Map<End, Integer>>> results = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        Path mutant = folder.resolve("mutant" + i + ".dcm");
        results.add(pool.submit(() -> read(files, mutant)));
      }
      Map<End, Integer> ends = new EnumMap<>(End.class);
      for (Future<Map<End, Integer>> result : results) {
        await(result).forEach((end, count) -> ends.merge(end, count, Integer::sum));
      }
      // The mutations are worth something only if they reach every end.
      assertThat(ends).containsOnlyKeys(End.values());
      assertThat(ends.values()).allMatch(count -> count > MUTATIONS / 100);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Waits for a reader, and meanwhile looks whether one of them does not come to an end. */
  private Map<End, Integer> await(Future<Map<End, Integer>> result) throws Exception {
    while (true) {
      try {
        return result.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        readers.forEach(this::checkTime);
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause().getMessage(), e.getCause());
      }
    }
  }

  private void checkTime(Thread thread, Reader reader) {
    long used = threads.getThreadCpuTime(thread.getId()) - reader.cpuNanos();
    if (used > MOST_CPU_NANOS && reader.equals(readers.get(thread))) {
      AssertionError late = new AssertionError("more than two seconds: " + reader.mutation());
      late.setStackTrace(thread.getStackTrace());
      throw late;
    }
  }

  private Map<End, Integer> read(List<MutableFile> files, Path mutant) throws IOException {
    Map<End, Integer> ends = new EnumMap<>(End.class);
    Thread thread = Thread.currentThread();
    for (int i = next.getAndIncrement(); i < MUTATIONS; i = next.getAndIncrement()) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      MutableFile file = files.get(random.nextInt(files.size()));
      Files.write(mutant, file.mutated(random));
      Reader reader =
          new Reader("mutation " + i + ", of " + file.name(), threads.getCurrentThreadCpuTime());
      readers.put(thread, reader);
      try {
        ends.merge(end(mutant), 1, Integer::sum);
      } catch (RuntimeException | Error e) {
        return fail(reader.mutation(), e);
      }
      checkTime(thread, reader);
      readers.remove(thread);
    }
    return ends;
  }

  private End end(Path mutant) {
    try {
      if (format.read(mutant) instanceof Reading.Film) {
        return End.FILM;
      }
    } catch (IOException e) {
      assertTellsTheCause(e, mutant);
      return End.UNREADABLE;
    }
    // What is refused is not decoded; others may decode it, so that it has to be safe as well.
    try {
      DicomImage image = codec.read(mutant);
      GreyPipeline.of(image.header().attributes()).apply(image.pixels());
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("null").hasLineCount(1);
    }
    return End.REFUSED;
  }

  private static void assertTellsTheCause(IOException e, Path file) {
    assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("null").hasLineCount(1);
  }
}
