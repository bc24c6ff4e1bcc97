package io.github.thorax4j.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading one DICOM film of 2000 x 2000 pixels in cells of 16 bits, warm. The films are those of
 * {@code read.sh}, in the folder that the system property {@code thorax4j.benchmark.reading} names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 1, time = 1500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // the fields are set before each trial
public class DicomReadBenchmark {

  static final int SIDE = 2000;

  /** What reads: see {@link DicomReader#of}. */
  @Param("built-in")
  public String codec;

  /** How the pixels are stored. */
  @Param({"uncompressed", "rle", "jpeg-lossless", "jpeg-ls", "jpeg-2000"})
  public String syntax;

  /** Significant bits of a pixel. */
  @Param({"12", "16"})
  public int bits;

  private DicomReader reader;
  private Path file;

  /** For JMH. */
  public DicomReadBenchmark() {}

  /** Finds codec and film, and makes sure that the one reads the other. */
  @Setup
  public void setUp() throws IOException {
    reader = DicomReader.of(codec);
    Path folder = Path.of(System.getProperty("thorax4j.benchmark.reading", "target/reading"));
    file = folder.resolve(syntax + "-" + bits + ".dcm");
    Path original = folder.resolve("uncompressed-" + bits + ".dcm");
    if (!Arrays.equals(reader.cells(file), DicomReader.of("built-in").cells(original))) {
      throw new IllegalStateException(codec + " reads other pixels than " + original);
    }
  }

  /** Everything before the pixels. */
  @Benchmark
  @Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
  @Measurement(iterations = 1, time = 300, timeUnit = TimeUnit.MILLISECONDS)
  public Object header() throws IOException {
    return reader.header(file);
  }

  /** Header and pixels. */
  @Benchmark
  public Object full() throws IOException {
    return reader.full(file);
  }
}
