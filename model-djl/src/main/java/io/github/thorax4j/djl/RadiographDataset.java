package io.github.thorax4j.djl;

import ai.djl.basicdataset.cv.classification.ImageClassificationDataset;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.djl.internal.BatchPipeline;
import io.github.thorax4j.djl.internal.TrainingImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Labelled radiographs as a dataset of DJL: usable with {@code EasyTrain} and any DJL trainer.
 * Images of every format on the class path are read, squashed to a square and kept as bytes.
 *
 * <p>Without transforms of DJL's own, batches come from a quick pipeline: data of shape (n,
 * channels, side, side), channels-last in memory, standardised; labels of shape (n, 1), 1 for
 * pneumonia. With transforms ({@code addTransform}), DJL's pipeline is used, one image at a time:
 * its labels are class numbers of shape (n).
 *
 * <p>Parts ({@code subDataset}, {@code randomSplit}) are datasets of the same kind. {@code
 * randomSplit} deals out images, not patients: images of one patient may stand on both sides. Not
 * thread-safe.
 */
public final class RadiographDataset extends ImageClassificationDataset {

  private final Builder builder;
  private final TrainingImages images;
  private final BatchPipeline batches;
  private final AtomicInteger passes = new AtomicInteger();
  private final boolean ownPipeline;

  private RadiographDataset(Builder builder, TrainingImages images) {
    super(builder);
    this.builder = builder;
    this.images = images;
    this.batches = BatchPipeline.of(images, builder.architecture, builder.recipe, builder.seed);
    this.ownPipeline = builder.ownPipeline;
  }

  /** A dataset for the network {@code thoraxnet}, without augmentation. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Iterable<Batch> getData(
      NDManager manager, Sampler sampler, @Nullable ExecutorService executor)
      throws IOException, TranslateException {
    if (!ownPipeline) {
      return super.getData(manager, sampler, executor);
    }
    int pass = passes.incrementAndGet();
    return () -> batches.iterate(manager, sampler.sample(this), images.size(), pass);
  }

  @Override
  protected RandomAccessDataset newSubDataset(int[] indices, int from, int to) {
    return part(Arrays.stream(indices, from, to).boxed().toList());
  }

  @Override
  protected RandomAccessDataset newSubDataset(List<Long> subIndices) {
    return part(subIndices.stream().map(Math::toIntExact).toList());
  }

  private RadiographDataset part(List<Integer> indices) {
    return new RadiographDataset(builder, images.subset(indices));
  }

  @Override
  protected Image getImage(long index) {
    int side = images.side();
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, side, side, images.pixels(Math.toIntExact(index)));
    return ImageFactory.getInstance().fromImage(image);
  }

  @Override
  protected long getClassNumber(long index) {
    return images.label(Math.toIntExact(index)).target();
  }

  @Override
  public Optional<Integer> getImageWidth() {
    return Optional.of(images.side());
  }

  @Override
  public Optional<Integer> getImageHeight() {
    return Optional.of(images.side());
  }

  /** The labels: {@code normal}, {@code pneumonia}. */
  @Override
  public List<String> getClasses() {
    return Arrays.stream(Finding.values()).map(Finding::label).toList();
  }

  @Override
  protected long availableSize() {
    return images.size();
  }

  @Override
  public void prepare(@Nullable Progress progress) {
    // The images were read when the dataset was built.
  }

  /** Builds a dataset; not thread-safe. */
  public static final class Builder extends BaseBuilder<Builder> {

    private Optional<LabelledImages> source = Optional.empty();
    private String architecture = "thoraxnet";
    private Optional<String> recipe = Optional.empty();
    private long seed = 1;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Monitor monitor = Monitor.NONE;
    private boolean ownPipeline = true;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** The images to read. */
    public Builder images(LabelledImages value) {
      source = Optional.of(value);
      return this;
    }

    /** The network whose input the batches are made for. */
    public Builder architecture(String value) {
      architecture = value;
      return this;
    }

    /** The recipe whose augmentation is applied, with a seed for its choices; none by default. */
    public Builder augmentation(String recipeName, long seedOfChoices) {
      recipe = Optional.of(recipeName);
      seed = seedOfChoices;
      return this;
    }

    /** How many threads read images, at least 1. */
    public Builder threads(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("threads must be at least 1: " + value);
      }
      threads = value;
      return this;
    }

    /** Told how far reading is. */
    public Builder monitor(Monitor value) {
      monitor = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Reads the images.
     *
     * @throws IllegalArgumentException if the network or recipe is unknown
     * @throws IOException if an image cannot be read; the message names the file and the cause
     */
    public RadiographDataset build() throws IOException {
      ownPipeline = pipeline == null && targetPipeline == null;
      optFlag(Image.Flag.GRAYSCALE);
      LabelledImages given =
          source.orElseThrow(() -> new IllegalArgumentException("images(...) is not set"));
      int side = BatchPipeline.sourceSide(architecture);
      return new RadiographDataset(this, TrainingImages.read(given, side, threads, monitor));
    }
  }
}
