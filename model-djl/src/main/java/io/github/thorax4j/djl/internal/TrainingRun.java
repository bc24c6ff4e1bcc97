package io.github.thorax4j.djl.internal;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.optimizer.AdamW;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.ParameterTracker;
import io.github.thorax4j.EpochReport;
import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.ThoraxException;
import io.github.thorax4j.TrainedModel;
import io.github.thorax4j.TrainingPlan;
import io.github.thorax4j.djl.ThoraxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One training, from files to a model. Used once, by one thread. */
final class TrainingRun {

  private static final double THRESHOLD = 0.5;

  private final TrainingPlan plan;
  private final Architecture architecture;
  private final Recipe recipe;
  private final Monitor monitor;
  private final int epochs;
  private final int batchSize;
  private final int threads;
  private final TrainingImages all;
  private final TrainingImages training;
  private final TrainingImages heldOut;
  private final Validation validation;
  private final List<EpochReport> history = new ArrayList<>();
  private Optional<Weights> best = Optional.empty();
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;
  private boolean cancelled;

  TrainingRun(LabelledImages data, TrainingPlan plan, Monitor monitor) throws IOException {
    this.plan = plan;
    this.monitor = monitor;
    architecture = Architecture.named(plan.architecture());
    recipe = Recipe.named(plan.recipe());
    epochs = plan.epochs().orElse(recipe.epochs());
    batchSize = plan.batchSize().orElse(recipe.batchSize());
    int cores = Runtime.getRuntime().availableProcessors();
    threads = plan.threads().orElse(Math.max(1, cores / 2));
    for (Finding label : Finding.values()) {
      if (data.count(label) == 0) {
        throw new IllegalArgumentException("there is no image labelled " + label + " to train on");
      }
    }
    int side = BatchPipeline.sourceSide(architecture);
    all = TrainingImages.read(data, side, plan.threads().orElse(cores), monitor);
    cancelled = monitor.cancelled();
    TrainingImages.Split split =
        cancelled ? all.holdOut(0, plan.seed()) : all.holdOut(plan.holdOut(), plan.seed());
    training = split.training();
    heldOut = split.heldOut();
    validation = new Validation(architecture, heldOut, plan.seed());
  }

  TrainedModel run() throws IOException {
    Weights start = Weights.initial(architecture, plan.seed());
    if (cancelled) {
      return result(start);
    }
    for (Finding label : Finding.values()) {
      if (training.count(label) == 0) {
        throw new IllegalArgumentException("there is no image labelled " + label + " to train on");
      }
    }
    RandomBytes random = new RandomBytes(plan.seed());
    WeightAverage average = new WeightAverage(recipe.averaging(), start);
    try (Model model = TorchEngine.newModel(plan.name())) {
      Network network = new Network(model.getNDManager(), architecture, start, random, true);
      model.setBlock(network.whole());
      try (Trainer trainer = model.newTrainer(configuration())) {
        ModelCard.Input input = architecture.input();
        trainer.initialize(new Shape(1, input.channels(), input.height(), input.width()));
        for (int epoch = 1; epoch <= epochs && !cancelled; epoch++) {
          Pass pass = pass(trainer, network, average, random, epoch);
          if (!cancelled || history.isEmpty()) {
            report(epoch, pass, average.weights());
          }
          if (recipe.patience() > 0
              && !validation.isEmpty()
              && epoch - bestEpoch >= recipe.patience()) {
            break;
          }
        }
      }
    } catch (ai.djl.engine.EngineException e) {
      throw new ThoraxException("the engine failed while training: " + e.getMessage(), e);
    }
    Weights last = average.weights();
    return result(recipe.patience() > 0 ? best.orElse(last) : last);
  }

  private DefaultTrainingConfig configuration() {
    long steps = (long) epochs * steps();
    Optimizer optimizer =
        AdamW.builder()
            .optLearningRateTracker(new Schedule(recipe, steps))
            .optWeightDecays((float) recipe.weightDecay())
            .build();
    return new DefaultTrainingConfig(loss())
        .optOptimizer(optimizer)
        .optDevices(new Device[] {Device.cpu()});
  }

  private WeightedLogisticLoss loss() {
    return WeightedLogisticLoss.balanced(
        training.count(Finding.NORMAL), training.count(Finding.PNEUMONIA), recipe.labelSmoothing());
  }

  private int steps() {
    return (training.size() + batchSize - 1) / batchSize;
  }

  /** What one pass over the images took and gave. */
  private record Pass(double loss, double seconds, double engineSeconds, int images) {}

  private Pass pass(
      Trainer trainer, Network network, WeightAverage average, RandomBytes random, int epoch) {
    BatchPipeline pipeline =
        new BatchPipeline(training, architecture, recipe.augmentation(), plan.seed(), threads);
    long begin = System.nanoTime();
    long engine = 0;
    double lossSum = 0;
    int done = 0;
    long step = (long) (epoch - 1) * steps();
    try (BatchPipeline.Batches batches =
        pipeline.iterate(trainer.getManager(), order(epoch), training.size(), epoch)) {
      while (batches.hasNext() && !cancelled) {
        try (Batch batch = batches.next()) {
          long from = System.nanoTime();
          random.reseed(plan.seed() * 0x9E3779B97F4A7C15L + step++);
          float[] loss = new float[1];
          TorchEngine.collectingGradients(
              collector -> {
                NDList logits = trainer.forward(batch.getData());
                NDArray value = trainer.getLoss().evaluate(batch.getLabels(), logits);
                collector.backward(value);
                loss[0] = value.getFloat();
              });
          trainer.step();
          engine += System.nanoTime() - from;
          if (!Float.isFinite(loss[0])) {
            throw new ThoraxException(
                "the training diverged in epoch " + epoch + ": the loss is no longer a number");
          }
          average.update(network.weights());
          lossSum += loss[0] * batch.getSize();
          done += batch.getSize();
        }
        monitor.progress("epoch " + epoch + " of " + epochs, done, training.size());
        cancelled = monitor.cancelled();
      }
    }
    return new Pass(lossSum / done, (System.nanoTime() - begin) / 1e9, engine / 1e9, done);
  }

  /** The images of each batch of an epoch, in an order that depends on seed and epoch alone. */
  private Iterator<List<Long>> order(int epoch) {
    List<Long> indices = new ArrayList<>();
    for (long i = 0; i < training.size(); i++) {
      indices.add(i);
    }
    TrainingImages.shuffle(indices, new SplittableRandom(plan.seed() * 1_000_003 + epoch));
    List<List<Long>> batches = new ArrayList<>();
    for (int from = 0; from < indices.size(); from += batchSize) {
      batches.add(indices.subList(from, Math.min(indices.size(), from + batchSize)));
    }
    return batches.iterator();
  }

  private void report(int epoch, Pass pass, Weights weights) throws IOException {
    Validation.Result clean = Validation.Result.NONE;
    Validation.Result hard = Validation.Result.NONE;
    if (!validation.isEmpty()) {
      clean = validation.clean(weights);
      hard = validation.degraded(weights);
    }
    boolean isBest = validation.isEmpty() || clean.loss() + hard.loss() < bestLoss;
    if (isBest) {
      bestLoss = validation.isEmpty() ? bestLoss : clean.loss() + hard.loss();
      bestEpoch = epoch;
      best = Optional.of(weights);
    }
    EpochReport report =
        new EpochReport(
            epoch,
            epochs,
            pass.loss(),
            clean.loss(),
            clean.auroc(),
            hard.auroc(),
            clean.accuracy(),
            hard.accuracy(),
            pass.images() / pass.seconds(),
            pass.engineSeconds() / pass.seconds(),
            isBest);
    history.add(report);
    if (plan.checkpoints().isPresent()) {
      Path folder = plan.checkpoints().get();
      Files.createDirectories(folder);
      ThoraxModel checkpoint = model(weights, ModelCard.Calibration.NONE, metrics(report));
      checkpoint.write(folder.resolve("last.thorax"));
      if (isBest) {
        checkpoint.write(folder.resolve("best.thorax"));
      }
    }
    monitor.epoch(report);
  }

  private static Map<String, Double> metrics(EpochReport report) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("holdout.auroc", report.auroc());
    metrics.put("holdout.accuracy", report.accuracy());
    metrics.values().removeIf(value -> value.isNaN());
    return metrics;
  }

  private TrainedModel result(Weights weights) {
    monitor.progress("measuring on the hold-out", 0, 0);
    ModelCard.Calibration calibration = validation.calibration(weights);
    ThoraxModel model = model(weights, calibration, validation.metrics(weights, calibration));
    return new DjlTrainedModel(model, history, heldOut.sources(), cancelled);
  }

  private ThoraxModel model(
      Weights weights, ModelCard.Calibration calibration, Map<String, Double> metrics) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("command", command());
    settings.put("batchSize", String.valueOf(batchSize));
    settings.put("plannedEpochs", String.valueOf(epochs));
    settings.put("holdOut", String.valueOf(plan.holdOut()));
    settings.put("learningRate", String.valueOf(recipe.learningRate()));
    settings.put("weightDecay", String.valueOf(recipe.weightDecay()));
    settings.put("engineThreads", String.valueOf(Runtime.getRuntime().availableProcessors()));
    settings.put("duplicatesLeftOut", String.valueOf(all.duplicates()));
    settings.put("declinedLeftOut", String.valueOf(all.declined()));
    ModelCard.Provenance provenance =
        new ModelCard.Provenance(
            all.digest(),
            training.size(),
            heldOut.size(),
            recipe.name(),
            plan.seed(),
            history.size(),
            String.format(
                Locale.ROOT, "thorax4j %s, %s", DjlProvider.version(), TorchEngine.description()),
            settings);
    ModelIdentity identity =
        new ModelIdentity(plan.name(), plan.version(), ThoraxModel.digest(weights.arrays()));
    ModelCard card =
        new ModelCard(
            identity,
            architecture.name(),
            new Shapes(architecture).count(s -> s.trained() ? s.size() : 0),
            architecture.input(),
            THRESHOLD,
            calibration,
            provenance,
            metrics);
    return ThoraxModel.of(card, weights.arrays());
  }

  /** The command that does this training again, whatever the defaults are by then. */
  private String command() {
    return String.join(
        " ",
        "thorax4j train DATA --out FILE",
        "--architecture",
        architecture.name(),
        "--recipe",
        recipe.name(),
        "--seed",
        String.valueOf(plan.seed()),
        "--epochs",
        String.valueOf(epochs),
        "--batch-size",
        String.valueOf(batchSize),
        "--hold-out",
        String.valueOf(plan.holdOut()),
        "--name",
        plan.name(),
        "--model-version",
        plan.version());
  }

  /** The recipe's learning rate as the engine asks for it: by update, from 1. */
  private record Schedule(Recipe recipe, long steps) implements ParameterTracker {
    @Override
    public float getNewValue(String parameterId, int update) {
      return (float) recipe.learningRate(update - 1L, steps);
    }
  }
}
