package io.github.thorax4j.benchmark;

import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.TrainingPlan;
import io.github.thorax4j.testdata.LabelledSet;
import io.github.thorax4j.testdata.Phantom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The networks on images that have their input's size already. The system property {@code
 * thorax4j.benchmark.seed-cnn} names a model file; without it one is trained for a moment, since
 * speed does not depend on the weights.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@SuppressWarnings("NullAway.Init") // the fields are set before each trial
public class NetworkBenchmark {

  private static final int BATCH = 32;
  private static final int SIDE = 128;

  /** The network. */
  @Param({"thoraxnet", "seed-cnn"})
  public String architecture;

  private PneumoniaClassifier classifier;
  private List<Radiograph> images;

  /** For JMH. */
  public NetworkBenchmark() {}

  /** Opens the model and draws the images. */
  @Setup
  public void setUp() throws IOException {
    classifier =
        architecture.equals("thoraxnet")
            ? PneumoniaClassifier.open()
            : PneumoniaClassifier.open(seedCnn());
    images =
        LongStream.range(0, BATCH)
            .mapToObj(seed -> Phantom.normal(SIDE, SIDE, seed).radiograph())
            .toList();
  }

  private static Path seedCnn() throws IOException {
    String given = System.getProperty("thorax4j.benchmark.seed-cnn", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    Path folder = Files.createTempDirectory("benchmark-seed-cnn");
    LabelledSet set = LabelledSet.write(folder, 8, 1, SIDE, 1);
    Path file = folder.resolve("seed-cnn.thorax");
    ClassifierTrainer.open()
        .train(
            set.images(),
            TrainingPlan.builder().architecture("seed-cnn").epochs(1).holdOut(0).build(),
            Monitor.NONE)
        .save(file);
    return file;
  }

  /** Closes the model. */
  @TearDown
  public void tearDown() {
    classifier.close();
  }

  /** One image at a time. */
  @Benchmark
  public Outcome one() {
    return classifier.classify(images.get(0));
  }

  /** Thirty-two images in one call; the time is that of one image. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Outcome> batch() {
    return classifier.classifyAll(images, Monitor.NONE);
  }
}
