package io.github.thorax4j.cli;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.batch.Json;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomFormat;
import io.github.thorax4j.dicom.ReportClass;
import io.github.thorax4j.dicom.ResultObject;
import io.github.thorax4j.dicom.ResultObjects;
import io.github.thorax4j.dicom.ResultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax4j result}. */
@Command(
    name = "result",
    sortOptions = false,
    description = {
      "Writes the answer about a DICOM radiograph as DICOM objects of its study.",
      "They are a structured report (TID 1500), a secondary capture of the heat map, or both. The",
      "same film and model give the same objects. Research software, not for diagnosis.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:what was asked for is written",
      "1:the film was declined or something failed; nothing is written",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  thorax4j result film.dcm --sr report.dcm",
      "  thorax4j result film.dcm --sr report.dcm --sc heatmap.dcm",
      "  thorax4j result film.dcm --sr report.dcm --comprehensive-sr --json"
    })
final class ResultCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A DICOM radiograph.")
  private Path file;

  @Option(names = "--sr", paramLabel = "OUT", description = "Write the structured report here.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--sc",
      paramLabel = "OUT",
      description = "Write the heat map here, as a secondary capture.")
  private Optional<Path> picture = Optional.empty();

  @Option(
      names = "--comprehensive-sr",
      description = "Store the report as Comprehensive SR, not as Comprehensive 3D SR.")
  private boolean comprehensive;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  ResultCommand(Console console) {
    this.console = console;
  }

  /** An object and where it goes. */
  private record Written(String kind, Path path, ResultObject object) {}

  @Override
  public Integer call() throws IOException {
    checkPaths();
    try {
      return result();
    } catch (OutOfMemoryError e) {
      throw new IOException(file + ": too large for the memory there is", e);
    }
  }

  private void checkPaths() {
    if (report.isEmpty() && picture.isEmpty()) {
      throw wrong("give --sr OUT, --sc OUT or both");
    }
    report.ifPresent(path -> OutputFile.check(spec, "--sr", path, file));
    picture.ifPresent(path -> OutputFile.check(spec, "--sc", path, file));
    if (report.isPresent() && picture.isPresent() && OutputFile.same(report.get(), picture.get())) {
      throw wrong("--sr and --sc name the same file");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int result() throws IOException {
    RadiographReader reader = RadiographReader.open();
    if (Files.isRegularFile(file) && Files.size(file) == 0) {
      throw new IOException(file + ": the file is empty");
    }
    if (reader.format(file).filter(DicomFormat.class::isInstance).isEmpty()) {
      throw new IOException(file + ": not a DICOM file, so there is no study to file a result in");
    }
    ResultObjects objects = objects();
    Reading reading = reader.read(file);
    try (PneumoniaClassifier classifier = model.open()) {
      Outcome outcome = classifier.classify(reading);
      if (outcome instanceof Outcome.Assessed assessed && reading instanceof Reading.Film film) {
        Outcome.Assessed answer = model.at(assessed);
        List<Written> outputs = outputs(objects, classifier, film.radiograph(), answer);
        for (Written output : outputs) {
          output.object().writeTo(output.path());
        }
        print(answer, outputs);
        return Main.DONE;
      }
      throw new IOException(file + ": declined, nothing is written: " + detail(outcome));
    }
  }

  private static String detail(Outcome outcome) {
    return outcome instanceof Outcome.Declined declined ? declined.detail() : "it is no film";
  }

  private ResultObjects objects() throws IOException {
    ResultSettings settings = ResultSettings.of(Main.Version.number());
    try {
      return ResultObjects.of(
          DicomCodec.open().readHeader(file),
          comprehensive ? settings.with(ReportClass.COMPREHENSIVE) : settings);
    } catch (IOException e) {
      String cause = String.valueOf(e.getMessage());
      throw cause.startsWith(file + ": ") ? e : new IOException(file + ": " + cause, e);
    }
  }

  /** All of them are made before the first is written. */
  private List<Written> outputs(
      ResultObjects objects,
      PneumoniaClassifier classifier,
      Radiograph radiograph,
      Outcome.Assessed answer) {
    List<Written> outputs = new ArrayList<>();
    if (report.isPresent()) {
      outputs.add(new Written("report", report.get(), objects.structuredReport(answer)));
    }
    if (picture.isPresent()) {
      Explanation map = FileClassifier.explain(classifier, radiograph, answer);
      outputs.add(new Written("heat map", picture.get(), objects.heatMap(radiograph, map)));
    }
    return outputs;
  }

  private void print(Outcome.Assessed answer, List<Written> outputs) throws IOException {
    if (json) {
      console.output().line(Json.object(object(answer, outputs)));
      return;
    }
    line("finding", answer.finding().label());
    line("probability", String.format(Locale.ROOT, "%.4f", answer.probability()));
    line("threshold", Double.toString(answer.threshold()));
    line("model", answer.model().toString());
    for (Written output : outputs) {
      line(output.kind(), output.path().toString());
    }
    console.output().line(Disclaimer.TEXT);
  }

  private void line(String name, String value) throws IOException {
    console.output().line(PlainText.printable(String.format(Locale.ROOT, "%-12s %s", name, value)));
  }

  private Json.Fields object(Outcome.Assessed answer, List<Written> outputs) {
    return out -> {
      out.writeStringField("file", file.toString());
      out.writeStringField("finding", answer.finding().label());
      out.writeNumberField("probability", answer.probability());
      out.writeNumberField("threshold", answer.threshold());
      out.writeObjectFieldStart("model");
      Json.identity(out, answer.model());
      out.writeEndObject();
      out.writeArrayFieldStart("objects");
      for (Written output : outputs) {
        out.writeStartObject();
        out.writeStringField("file", output.path().toString());
        out.writeStringField("sop_class_uid", output.object().sopClass());
        out.writeStringField("sop_instance_uid", output.object().sopInstance());
        out.writeEndObject();
      }
      out.writeEndArray();
    };
  }
}
