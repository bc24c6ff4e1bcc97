package io.github.thorax4j.cli;

import io.github.thorax4j.ModelCard;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.HeatMaps;
import io.github.thorax4j.batch.Input;
import io.github.thorax4j.batch.Inputs;
import io.github.thorax4j.batch.OrderedWorkers;
import io.github.thorax4j.batch.Tally;
import io.github.thorax4j.batch.TopResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax4j classify}. */
@Command(
    name = "classify",
    sortOptions = false,
    description = {
      "Classifies radiographs (DICOM, PNG, JPEG, TIFF) as pneumonia or normal.",
      "Research software, not for diagnosis.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every file was assessed or declined",
      "1:a file failed; the others are done",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  thorax4j classify film.dcm other.png",
      "  thorax4j classify --top 20 archive/",
      "  find . -name '*.dcm' | thorax4j classify --json -",
      "  thorax4j classify --heatmap maps/ film.dcm"
    })
final class ClassifyCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  private final Diagnostics diagnostics;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, folders (searched at any depth), or - for a list on standard input.")
  private List<String> paths;

  @ArgGroup(exclusive = true)
  private Format format = new Format();

  @Mixin private final ModelOptions model = new ModelOptions();

  @Mixin private final FilmOptions films = new FilmOptions();

  @Option(
      names = "--heatmap",
      paramLabel = "DIR",
      description = "Write an overlay of what moved the answer for each assessed image.")
  private Optional<Path> heatMaps = Optional.empty();

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Show only the N highest probabilities, highest first.")
  private Optional<Integer> top = Optional.empty();

  ClassifyCommand(Console console, Diagnostics diagnostics) {
    this.console = console;
    this.diagnostics = diagnostics;
  }

  /** How to write results. */
  static final class Format {

    @Option(names = "--json", description = "Write one JSON object a line.")
    private boolean json;

    @Option(names = "--csv", description = "Write comma-separated values.")
    private boolean csv;
  }

  private record Task(Input input, Optional<Path> heatMap) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (heatMaps.isPresent()) {
      prepare(heatMaps.get());
    }
    try (PneumoniaClassifier classifier = model.open()) {
      FileClassifier files =
          new FileClassifier(classifier, films.reader(), model.threshold(), diagnostics::trace);
      return classify(files, printer(classifier.model()));
    }
  }

  private void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--heatmap: cannot make the folder " + folder, e);
    }
  }

  private ResultPrinter printer(ModelCard card) {
    if (format.json) {
      return new JsonPrinter(console.output());
    }
    if (format.csv) {
      return new CsvPrinter(console.output());
    }
    return new TablePrinter(
        console.output(), card.identity(), model.threshold().orElse(card.threshold()));
  }

  private int classify(FileClassifier files, ResultPrinter printer)
      throws IOException, InterruptedException {
    Tally tally = new Tally();
    Optional<TopResults> best = top.map(TopResults::new);
    printer.begin();
    new OrderedWorkers(model.threads())
        .run(
            tasks(),
            task -> files.classify(task.input(), task.heatMap()),
            result -> {
              tally.count(result);
              show(result, printer, best);
            });
    if (best.isPresent()) {
      for (FileResult.Answered result : best.get().results()) {
        printer.answered(result);
      }
    }
    printer.end(tally);
    if (tally.skipped() > 0) {
      console.say(
          tally.skipped()
              + (tally.skipped() == 1 ? " file is" : " files are")
              + " no image of a known format and left out.");
    }
    if (tally.nothing()) {
      console.say("No image was found.");
    }
    return tally.failed() > 0 ? Main.FAILED : Main.DONE;
  }

  private void show(FileResult result, ResultPrinter printer, Optional<TopResults> best)
      throws IOException {
    if (result instanceof FileResult.Answered answered) {
      if (best.isPresent()) {
        best.get().offer(answered);
      } else {
        printer.answered(answered);
      }
    } else if (result instanceof FileResult.Failed failed) {
      if (best.isPresent()) {
        console.say(failed.detail());
      } else {
        printer.failed(failed);
      }
    }
  }

  private Iterator<Task> tasks() {
    Inputs inputs = new Inputs(paths, console.in(), heatMaps);
    Optional<HeatMaps> maps = heatMaps.map(HeatMaps::new);
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return inputs.hasNext();
      }

      @Override
      public Task next() {
        Input input = inputs.next();
        return new Task(input, maps.map(m -> m.next(input)));
      }
    };
  }
}
