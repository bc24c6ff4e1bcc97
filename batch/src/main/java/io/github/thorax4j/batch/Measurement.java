package io.github.thorax4j.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.djl.Evaluation;
import io.github.thorax4j.djl.Interval;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A model's answers to labelled images, and how good they are. */
public final class Measurement {

  private final ModelIdentity model;
  private final List<Answer> answers;
  private final Evaluation evaluation;
  private final int declined;
  private final int failed;
  private final int notAsked;

  /**
   * Measures answers that were given before.
   *
   * @param model who answered
   * @param threshold the operating point, in [0, 1]
   * @param answers all answers; those that are none are counted and otherwise left aside
   */
  public Measurement(ModelIdentity model, double threshold, List<Answer> answers) {
    this(model, threshold, answers, 0);
  }

  /**
   * Measures answers.
   *
   * @param model who answered
   * @param threshold the operating point, in [0, 1]
   * @param answers all answers; those that are none are counted and otherwise left aside
   * @param notAsked how many images were left when it was cancelled
   */
  private Measurement(ModelIdentity model, double threshold, List<Answer> answers, int notAsked) {
    this.model = model;
    this.notAsked = notAsked;
    this.answers = List.copyOf(answers);
    List<Finding> truth = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    Tally tally = new Tally();
    for (Answer answer : answers) {
      tally.count(answer.result());
      if (answer.result() instanceof FileResult.Answered answered
          && answered.outcome() instanceof Outcome.Assessed assessed) {
        truth.add(answer.label());
        probabilities.add(assessed.probability());
      }
    }
    evaluation =
        Evaluation.of(
            truth, probabilities.stream().mapToDouble(Double::doubleValue).toArray(), threshold);
    declined = tally.declined();
    failed = tally.failed();
  }

  /**
   * Asks a model about labelled images.
   *
   * @param threads how many images are worked on at once, at least 1
   * @param monitor told of progress; once it says cancelled, what was asked until then is measured
   * @throws IOException not for an image that fails, which is an answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Measurement of(
      List<LabelledImage> images, FileClassifier files, int threads, Monitor monitor)
      throws IOException, InterruptedException {
    List<Answer> answers = new ArrayList<>(images.size());
    new OrderedWorkers(threads)
        .<LabelledImage, Optional<Answer>>run(
            images.iterator(),
            // Asked for each: images that wait for their turn would hold up the end.
            image ->
                monitor.cancelled()
                    ? Optional.empty()
                    : Optional.of(
                        new Answer(
                            image.label(),
                            files.classify(new Input.File(image.file(), true), Optional.empty()))),
            answer -> {
              if (answer.isPresent()) {
                answers.add(answer.get());
                monitor.progress("classifying", answers.size(), images.size());
              }
            });
    return new Measurement(
        files.model(), files.threshold(), answers, images.size() - answers.size());
  }

  /**
   * One answer.
   *
   * @param label the truth
   * @param result what the model said
   */
  public record Answer(Finding label, FileResult result) {}

  public List<Answer> answers() {
    return answers;
  }

  public Evaluation evaluation() {
    return evaluation;
  }

  public ModelIdentity model() {
    return model;
  }

  public int failed() {
    return failed;
  }

  /** How many images were not asked about because the work was cancelled. */
  public int notAsked() {
    return notAsked;
  }

  /** Writes the figures as JSON fields; what the images do not determine is null. */
  public void writeFigures(JsonGenerator json) throws IOException {
    Evaluation e = evaluation;
    json.writeNumberField("n", e.n());
    Json.number(json, "accuracy", e.accuracy());
    Json.number(json, "sensitivity", e.sensitivity());
    Json.number(json, "specificity", e.specificity());
    Json.number(json, "precision", e.precision());
    Json.number(json, "f1", e.f1());
    Json.number(json, "auroc", e.auroc());
    interval(json, e.aurocInterval());
    Json.number(json, "auprc", e.auprc());
    Json.number(json, "brier", e.brier());
    Json.number(json, "ece", e.ece());
    Json.number(json, "threshold", e.threshold());
    json.writeObjectFieldStart("confusion");
    json.writeNumberField("tp", e.confusion().tp());
    json.writeNumberField("fp", e.confusion().fp());
    json.writeNumberField("tn", e.confusion().tn());
    json.writeNumberField("fn", e.confusion().fn());
    json.writeEndObject();
    json.writeNumberField("declined", declined);
    json.writeNumberField("failed", failed);
    if (notAsked > 0) {
      json.writeNumberField("not_asked", notAsked);
    }
  }

  private static void interval(JsonGenerator json, Interval interval) throws IOException {
    if (interval.equals(Interval.UNDEFINED)) {
      json.writeNullField("auroc_ci");
      return;
    }
    json.writeArrayFieldStart("auroc_ci");
    json.writeNumber(interval.low());
    json.writeNumber(interval.high());
    json.writeEndArray();
  }

  /** The figures for people, each line ended by a line feed. */
  public String text() {
    Evaluation e = evaluation;
    Evaluation.Confusion c = e.confusion();
    StringBuilder text = new StringBuilder();
    line(text, "model", "%s", PlainText.printable(model.toString()));
    line(
        text,
        "images",
        "%s assessed (%s normal, %s pneumonia), %s declined, %s failed",
        e.n(),
        c.tn() + c.fp(),
        c.tp() + c.fn(),
        declined,
        failed);
    if (notAsked > 0) {
      line(text, "stopped", "after %s of %s images", answers.size(), answers.size() + notAsked);
    }
    line(text, "threshold", "%s", e.threshold());
    text.append('\n');
    line(text, "accuracy", "%.4f", e.accuracy());
    line(text, "sensitivity", "%.4f", e.sensitivity());
    line(text, "specificity", "%.4f", e.specificity());
    line(text, "precision", "%.4f", e.precision());
    line(text, "F1", "%.4f", e.f1());
    line(
        text,
        "AUROC",
        "%.4f (95 %% interval %.4f to %.4f)",
        e.auroc(),
        e.aurocInterval().low(),
        e.aurocInterval().high());
    line(text, "average precision", "%.4f", e.auprc());
    line(text, "Brier score", "%.4f", e.brier());
    line(text, "log loss", "%.4f", e.logLoss());
    line(text, "calibration error", "%.4f", e.ece());
    text.append('\n');
    line(text, "", "%17s  %13s", "called pneumonia", "called normal");
    line(text, "pneumonia", "%17d  %13d", c.tp(), c.fn());
    line(text, "normal", "%17d  %13d", c.fp(), c.tn());
    text.append('\n').append(e.report().text()).append('\n');
    return text.append(Disclaimer.TEXT).append('\n').toString();
  }

  private static void line(StringBuilder text, String name, String format, Object... values) {
    String value = String.format(Locale.ROOT, format, values).replace("NaN", "-");
    text.append(String.format(Locale.ROOT, "%-18s %s", name, value)).append('\n');
  }
}
