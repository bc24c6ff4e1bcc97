package io.github.thorax4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.batch.Json;
import io.github.thorax4j.batch.ModelText;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.djl.Architectures;
import io.github.thorax4j.djl.NetworkSummary;
import io.github.thorax4j.djl.ThoraxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax4j model}. */
@Command(
    name = "model",
    description = {"Shows networks and models.", ""},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  thorax4j model list",
      "  thorax4j model describe seed-cnn",
      "  thorax4j model describe my.thorax"
    })
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }

  /** {@code thorax4j model describe}. */
  @Command(
      name = "describe",
      sortOptions = false,
      description = {"Shows a model's card and its network's layers.", ""})
  static final class Describe implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;

    @Parameters(
        arity = "0..1",
        paramLabel = "NAME|FILE",
        description = "A network's name or a model file (default: the shipped model).")
    private Optional<String> subject = Optional.empty();

    @Option(names = "--json", description = "Write one JSON object.")
    private boolean json;

    Describe(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      Optional<ModelCard> card = Optional.empty();
      String architecture;
      if (subject.isPresent() && Architectures.names().contains(subject.get())) {
        architecture = subject.get();
      } else {
        card = Optional.of(model().card());
        architecture = card.get().architecture();
      }
      NetworkSummary network = Architectures.describe(architecture);
      if (json) {
        console.output().line(Json.object(object(card, network)));
      } else {
        console.output().text(card.map(ModelText::card).orElse("") + ModelText.layers(network));
      }
      return Main.DONE;
    }

    private ThoraxModel model() throws IOException {
      if (subject.isEmpty()) {
        return Architectures.shipped();
      }
      try {
        Path file = Path.of(subject.get());
        if (Files.exists(file)) {
          return ThoraxModel.read(file);
        }
      } catch (InvalidPathException e) {
        // said below
      }
      throw new ParameterException(
          spec.commandLine(),
          "'"
              + subject.get()
              + "' is neither a file nor one of "
              + String.join(", ", Architectures.names()));
    }

    private static Json.Fields object(Optional<ModelCard> card, NetworkSummary network) {
      return json -> {
        if (card.isPresent()) {
          card(json, card.get());
        }
        json.writeStringField("architecture", network.name());
        json.writeNumberField("parameters", network.parameters());
        json.writeNumberField("multiply_adds", network.multiplyAdds());
        json.writeArrayFieldStart("layers");
        for (NetworkSummary.Row row : network.layers()) {
          json.writeStartObject();
          json.writeStringField("layer", row.layer());
          json.writeStringField("output_shape", row.outputShape());
          json.writeNumberField("parameters", row.parameters());
          json.writeNumberField("multiply_adds", row.multiplyAdds());
          json.writeEndObject();
        }
        json.writeEndArray();
      };
    }

    private static void card(JsonGenerator json, ModelCard card) throws IOException {
      json.writeObjectFieldStart("model");
      Json.identity(json, card.identity());
      json.writeEndObject();
      json.writeNumberField("threshold", card.threshold());
      json.writeNumberField("temperature", card.calibration().temperature());
      json.writeObjectFieldStart("input");
      json.writeNumberField("width", card.input().width());
      json.writeNumberField("height", card.input().height());
      json.writeNumberField("channels", card.input().channels());
      json.writeNumberField("mean", card.input().mean());
      json.writeNumberField("deviation", card.input().deviation());
      json.writeEndObject();
      json.writeObjectFieldStart("metrics");
      for (Map.Entry<String, Double> metric : card.metrics().entrySet()) {
        Json.number(json, metric.getKey(), metric.getValue());
      }
      json.writeEndObject();
      ModelCard.Provenance provenance = card.provenance();
      json.writeObjectFieldStart("provenance");
      json.writeStringField("data_digest", provenance.dataDigest());
      json.writeNumberField("images", provenance.images());
      json.writeNumberField("held_out", provenance.heldOut());
      json.writeStringField("recipe", provenance.recipe());
      json.writeNumberField("seed", provenance.seed());
      json.writeNumberField("epochs", provenance.epochs());
      json.writeStringField("software", provenance.software());
      json.writeObjectFieldStart("settings");
      for (Map.Entry<String, String> setting : provenance.settings().entrySet()) {
        json.writeStringField(setting.getKey(), setting.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  /** {@code thorax4j model list}. */
  @Command(
      name = "list",
      description = {"Shows the networks, the recipes and the shipped model.", ""})
  static final class ListAll implements Callable<Integer> {

    private final Console console;

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      Output out = console.output();
      ClassifierTrainer trainer = ClassifierTrainer.open();
      out.line("architectures");
      for (String name : trainer.architectures()) {
        NetworkSummary network = Architectures.describe(name);
        out.line(
            String.format(
                Locale.ROOT,
                "  %-12s %,11d parameters  %,15d multiply-adds",
                name,
                network.parameters(),
                network.multiplyAdds()));
      }
      out.line("recipes");
      for (String recipe : trainer.recipes()) {
        out.line("  " + recipe);
      }
      out.line("shipped model");
      out.line("  " + PlainText.printable(Architectures.shipped().card().identity().toString()));
      return Main.DONE;
    }
  }
}
