package io.github.thorax4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import io.github.thorax4j.ModelCard;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes batches from decoded images on worker threads, ahead of the engine. What an image looks
 * like depends on the seed, the pass and the image alone, not on threads or order.
 */
public final class BatchPipeline {

  /** How much larger than the network's input images are kept, so that zooming in does not blur. */
  private static final double MARGIN = 1.15;

  private static final int AHEAD = 4;

  private final TrainingImages images;
  private final Architecture architecture;
  private final Augmentation augmentation;
  private final long seed;
  private final int threads;

  BatchPipeline(
      TrainingImages images,
      Architecture architecture,
      Augmentation augmentation,
      long seed,
      int threads) {
    this.images = images;
    this.architecture = architecture;
    this.augmentation = augmentation;
    this.seed = seed;
    this.threads = threads;
  }

  /** A pipeline for a network, with the augmentation of a recipe if one is named. */
  public static BatchPipeline of(
      TrainingImages images, String architecture, Optional<String> recipe, long seed) {
    return new BatchPipeline(
        images,
        Architecture.named(architecture),
        recipe.map(name -> Recipe.named(name).augmentation()).orElse(Augmentation.NONE),
        seed,
        1);
  }

  /** The side at which images should be kept for a network. */
  public static int sourceSide(String architecture) {
    return sourceSide(Architecture.named(architecture));
  }

  static int sourceSide(Architecture architecture) {
    return (int) Math.round(architecture.input().width() * MARGIN);
  }

  /** The standardised pixels of images, one after another. */
  float[] pixels(List<Long> indices, int pass) {
    ModelCard.Input input = architecture.input();
    int area = input.width() * input.height();
    float[] values = new float[indices.size() * area];
    for (int i = 0; i < indices.size(); i++) {
      long index = indices.get(i);
      SplittableRandom random =
          new SplittableRandom(seed * 0x9E3779B97F4A7C15L + pass * 0xD1B54A32D192ED03L + index);
      float[] image =
          augmentation.apply(
              images.shared(Math.toIntExact(index)), images.side(), input.width(), random);
      standardise(image, input, values, i * area);
    }
    return values;
  }

  /** Writes {@code (pixel - mean) / deviation} for each pixel of an image. */
  static void standardise(float[] image, ModelCard.Input input, float[] values, int offset) {
    float mean = (float) input.mean();
    float scale = (float) (1 / input.deviation());
    for (int k = 0; k < image.length; k++) {
      values[offset + k] = (image[k] - mean) * scale;
    }
  }

  /**
   * The batches of a pass; each is made while those before are used.
   *
   * @param choices the images of each batch, by number
   * @param total how many images there are, for the batches' progress
   * @param pass the pass's number: another number, other augmentation
   */
  public Batches iterate(NDManager manager, Iterator<List<Long>> choices, int total, int pass) {
    return new Prefetch(manager, choices, total, pass);
  }

  /** Batches in order; to be closed if not used to the end. Not thread-safe. */
  public interface Batches extends Iterator<Batch>, AutoCloseable {
    @Override
    void close();
  }

  private final class Prefetch implements Batches {

    private final NDManager manager;
    private final Iterator<List<Long>> choices;
    private final int total;
    private final int pass;
    private final ArrayDeque<Future<float[]>> ahead = new ArrayDeque<>();
    private final ArrayDeque<List<Long>> chosen = new ArrayDeque<>();
    private final ExecutorService workers =
        Executors.newFixedThreadPool(threads, TrainingImages.daemon("thorax4j-augment"));
    private long done;

    Prefetch(NDManager manager, Iterator<List<Long>> choices, int total, int pass) {
      this.manager = manager;
      this.choices = choices;
      this.total = total;
      this.pass = pass;
      fill();
    }

    private void fill() {
      while (ahead.size() < AHEAD + threads && choices.hasNext()) {
        List<Long> indices = List.copyOf(choices.next());
        chosen.add(indices);
        ahead.add(workers.submit(() -> pixels(indices, pass)));
      }
      if (ahead.isEmpty()) {
        workers.shutdown();
      }
    }

    @Override
    public boolean hasNext() {
      return !ahead.isEmpty();
    }

    @Override
    public Batch next() {
      if (ahead.isEmpty()) {
        throw new NoSuchElementException();
      }
      float[] pixels = await(ahead.remove());
      List<Long> indices = chosen.remove();
      fill();
      int n = indices.size();
      done += n;
      NDManager own = manager.newSubManager();
      NDArray data = Network.input(own, architecture, pixels, n);
      float[] targets = new float[n];
      for (int i = 0; i < n; i++) {
        targets[i] = images.label(Math.toIntExact(indices.get(i))).target();
      }
      NDArray labels = own.create(targets, new Shape(n, 1));
      return new Batch(
          own,
          new NDList(data),
          new NDList(labels),
          n,
          Batchifier.STACK,
          Batchifier.STACK,
          done,
          total,
          indices);
    }

    @Override
    public void close() {
      workers.shutdownNow();
      ahead.clear();
      chosen.clear();
    }

    private float[] await(Future<float[]> future) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        workers.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a batch", e);
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw new IllegalStateException("a batch could not be made", e.getCause());
      }
    }
  }
}
