package io.github.thorax4j.benchmark;

import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.PngFiles;
import io.github.thorax4j.testdata.TransferSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One film of 2000 x 2000 pixels, from its file, with the shipped model, warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@SuppressWarnings("NullAway.Init") // the fields are set before each trial
public class FileBenchmark {

  private static final int SIDE = 2000;

  /** How the film is stored. */
  @Param({"dicom16", "dicomJpeg", "png"})
  public String format;

  private Path file;
  private Radiograph film;
  private RadiographReader reader;
  private PneumoniaClassifier classifier;

  /** For JMH. */
  public FileBenchmark() {}

  /** Writes the film and opens the model. */
  @Setup
  public void setUp() throws IOException {
    Phantom phantom = Phantom.pneumonia(SIDE, SIDE, 1);
    file = Files.createTempFile("benchmark-film", ".bin");
    switch (format) {
      case "dicom16" ->
          DicomObject.digitalRadiography(SIDE, SIDE, phantom.stored(16, false), 16).writeTo(file);
      case "dicomJpeg" ->
          DicomObject.digitalRadiography(SIDE, SIDE, phantom.stored(8, false), 8)
              .encodedAs(TransferSyntax.JPEG_BASELINE)
              .writeTo(file);
      case "png" -> PngFiles.write(phantom.radiograph(), file);
      default -> throw new IllegalArgumentException("no such format: " + format);
    }
    film = phantom.radiograph();
    reader = RadiographReader.open();
    classifier = PneumoniaClassifier.open();
  }

  /** Closes the model and deletes the film. */
  @TearDown
  public void tearDown() throws IOException {
    classifier.close();
    Files.delete(file);
  }

  /** From the file to the answer. */
  @Benchmark
  public Outcome toProbability() throws IOException {
    return classifier.classify(reader.read(file));
  }

  /** Reading alone: to pixels between 0 and 1. */
  @Benchmark
  public Reading read() throws IOException {
    return reader.read(file);
  }

  /** From pixels in memory to the answer: resizing and the network. */
  @Benchmark
  public Outcome pixelsToProbability() {
    return classifier.classify(film);
  }

  /** Resizing to the network's input alone. */
  @Benchmark
  public Radiograph resize() {
    return film.resize(128, 128);
  }
}
