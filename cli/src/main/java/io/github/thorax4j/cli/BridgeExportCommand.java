package io.github.thorax4j.cli;

import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.orthanc.BridgeFile;
import io.github.thorax4j.orthanc.Labels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thorax4j bridge export}. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Fetches the films that people agreed or disagreed about on the bridge's pages, and writes",
      "their labels beside them, for 'thorax4j train'. They are as they came in, with the names of",
      "patients. Films about which people contradict each other are left out.",
      "The environment's ORTHANC_USER and ORTHANC_PASSWORD are shown to Orthanc.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:exported",
      "1:something cannot be read or written, or nobody has said anything",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  thorax4j bridge export --orthanc http://127.0.0.1:8042 --state /var/lib/thorax4j --to films",
      "  thorax4j bridge export --config bridge.yaml --to films",
      "  thorax4j train films/labels.csv --out my.thorax"
    })
final class BridgeExportCommand implements Callable<Integer> {

  private final Console console;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Option(
      names = "--orthanc",
      paramLabel = "URL",
      converter = BridgeCommand.Address.class,
      description = "The archive, such as http://127.0.0.1:8042.")
  private Optional<URI> orthanc = Optional.empty();

  @Option(names = "--state", paramLabel = "DIR", description = "The bridge's folder.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The bridge's configuration, which may name both.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "The folder for the films and labels.csv; made if it is not there.")
  private Path folder = Path.of("");

  BridgeExportCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    if (config.isEmpty() && (orthanc.isEmpty() || state.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--orthanc and --state are missing, or --config");
    }
    BridgeFile.Given given = new BridgeFile.Given(orthanc, state, environment);
    Labels.Exported exported =
        Labels.export(
            config.isPresent() ? BridgeFile.read(config.get(), given) : BridgeFile.read(given),
            folder);
    Path table = folder.resolve(Labels.FILE);
    console.output().line(PlainText.printable(table + ": " + exported.films() + " labelled films"));
    if (exported.gone() > 0) {
      console
          .output()
          .line(exported.gone() + " reviewed films are not in Orthanc any more and left out");
    }
    return exported.films() == 0 ? Main.FAILED : Main.DONE;
  }
}
