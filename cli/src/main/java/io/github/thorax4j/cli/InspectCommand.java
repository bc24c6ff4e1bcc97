package io.github.thorax4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import io.github.thorax4j.batch.Json;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.batch.PngFile;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.HeatMapOverlay;
import io.github.thorax4j.dicom.Inspection;
import io.github.thorax4j.djl.Architectures;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.spi.RadiographFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax4j inspect}. */
@Command(
    name = "inspect",
    sortOptions = false,
    description = {"Shows what a file is and what a model would get to see of it.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the file could be read", "1:it could not", "2:wrong usage"},
    footer = {
      "",
      "Examples:",
      "  thorax4j inspect film.dcm",
      "  thorax4j inspect film.dcm --png seen.png"
    })
final class InspectCommand implements Callable<Integer> {

  private static final String DICOM = "DICOM";

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A radiograph: DICOM, PNG, JPEG or TIFF.")
  private Path file;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Option(
      names = "--png",
      paramLabel = "OUT",
      description = "Save what the model sees, in its own size.")
  private Optional<Path> png = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model that would be asked (default: the one that is shipped).")
  private Optional<Path> model = Optional.empty();

  @Mixin private final FilmOptions films = new FilmOptions();

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    png.ifPresent(path -> OutputFile.check(spec, "--png", path, file));
    RadiographReader reader = films.reader();
    Optional<String> format = reader.format(file).map(RadiographFormat::name);
    Optional<Inspection> header = Optional.empty();
    if (format.isPresent() && format.get().equals(DICOM)) {
      header = Optional.of(Inspection.of(file, DicomCodec.open(), films.gate()));
    }
    if (!json) {
      console.output().line(text("file", file.toString()));
      console.output().line(text("format", format.orElse("-")));
      for (String line : header.map(Inspection::lines).orElse(List.of())) {
        console.output().line(PlainText.printable(line));
      }
    }
    Reading reading = reader.read(file);
    Optional<Radiograph> seen = Optional.empty();
    if (reading instanceof Reading.Film film) {
      ModelCard.Input input =
          (model.isPresent() ? ThoraxModel.read(model.get()) : Architectures.shipped())
              .card()
              .input();
      seen = Optional.of(film.radiograph().resize(input.width(), input.height()));
    }
    if (json) {
      console.output().line(Json.object(object(format, header, reading, seen)));
    } else {
      show(reading, seen, header.isPresent());
    }
    if (png.isPresent() && seen.isPresent()) {
      PngFile.write(new HeatMapOverlay().plain(seen.get()), png.get());
    } else if (png.isPresent()) {
      console.say(png.get() + " is not written: the model would not get to see the image.");
    }
    return Main.DONE;
  }

  private void show(Reading reading, Optional<Radiograph> seen, boolean hasHeader)
      throws IOException {
    Output out = console.output();
    if (reading instanceof Reading.Refused refused && !hasHeader) {
      out.line(text("refused", refused.reason().label() + ": " + refused.detail()));
    }
    if (reading instanceof Reading.Film film && !hasHeader) {
      out.line(text("size", film.radiograph().width() + " x " + film.radiograph().height()));
    }
    if (seen.isPresent()) {
      out.line(text("model sees", seen.get().width() + " x " + seen.get().height()));
      for (String step : seen.get().preprocessing()) {
        out.line(text("", step));
      }
    }
  }

  private static String text(String name, String value) {
    return PlainText.printable(String.format(Locale.ROOT, "%-16s %s", name, value));
  }

  private Json.Fields object(
      Optional<String> format,
      Optional<Inspection> header,
      Reading reading,
      Optional<Radiograph> seen) {
    return json -> {
      json.writeStringField("file", file.toString());
      json.writeStringField("format", format.orElse(""));
      json.writeStringField("status", reading instanceof Reading.Film ? "film" : "refused");
      if (reading instanceof Reading.Film film) {
        json.writeNumberField("width", film.radiograph().width());
        json.writeNumberField("height", film.radiograph().height());
        json.writeNullField("reason");
        json.writeNullField("detail");
      } else if (reading instanceof Reading.Refused refused) {
        json.writeNullField("width");
        json.writeNullField("height");
        json.writeStringField("reason", refused.reason().label());
        json.writeStringField("detail", refused.detail());
      }
      json.writeArrayFieldStart("preprocessing");
      for (String step : seen.map(Radiograph::preprocessing).orElse(List.of())) {
        json.writeString(step);
      }
      json.writeEndArray();
      if (header.isPresent()) {
        json.writeObjectFieldStart("dicom");
        dicom(json, header.get());
        json.writeEndObject();
      } else {
        json.writeNullField("dicom");
      }
    };
  }

  private static void dicom(JsonGenerator json, Inspection header) throws IOException {
    json.writeStringField("sop_class", header.sopClass());
    json.writeStringField("modality", header.modality());
    json.writeStringField("view", header.view());
    json.writeStringField("body_part", header.bodyPart());
    number(json, "columns", header.columns());
    number(json, "rows", header.rows());
    number(json, "bits_allocated", header.bitsAllocated());
    number(json, "bits_stored", header.bitsStored());
    number(json, "high_bit", header.highBit());
    json.writeBooleanField("signed", header.signed());
    json.writeStringField("photometric_interpretation", header.photometricInterpretation());
    json.writeStringField("transfer_syntax", header.transferSyntax());
    json.writeBooleanField("decodable", header.decodable());
  }

  private static void number(JsonGenerator json, String key, OptionalInt value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(key, value.getAsInt());
    } else {
      json.writeNullField(key);
    }
  }
}
