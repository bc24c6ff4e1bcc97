package io.github.thorax4j.cli;

import io.github.thorax4j.batch.Json;
import io.github.thorax4j.orthanc.BridgeFile;
import io.github.thorax4j.orthanc.ShadowReport;
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

/** {@code thorax4j bridge report}. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Compares what a bridge has answered, in shadow or not, with labels that were given later.",
      "Research software, not for diagnosis.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:compared",
      "1:something cannot be read, or no labelled film is known to the bridge",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  thorax4j bridge report --state /var/lib/thorax4j --labels labels.csv",
      "  thorax4j bridge report --config bridge.yaml --labels labels.csv --json"
    })
final class BridgeReportCommand implements Callable<Integer> {

  private static final URI NOBODY = URI.create("http://127.0.0.1");

  private final Console console;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Option(names = "--state", paramLabel = "DIR", description = "The bridge's folder.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The bridge's configuration, which says where its database is.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      description =
          "A table with the columns label and instance, a film's identifier in Orthanc or its SOP"
              + " Instance UID, or path, its DICOM file.")
  private Path labels = Path.of("");

  @Option(names = "--json", description = "Write the figures as one JSON object.")
  private boolean json;

  BridgeReportCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    if (state.isEmpty() && config.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--state or --config is missing");
    }
    // No archive is asked; without a file somebody has to be named all the same.
    Optional<URI> nobody = config.isPresent() ? Optional.empty() : Optional.of(NOBODY);
    BridgeFile.Given given = new BridgeFile.Given(nobody, state, environment);
    ShadowReport report =
        ShadowReport.of(
            config.isPresent() ? BridgeFile.records(config.get(), given) : BridgeFile.read(given),
            labels);
    if (json) {
      console.output().line(Json.object(report::writeFigures));
    } else {
      console.output().text(report.text());
    }
    return report.isEmpty() ? Main.FAILED : Main.DONE;
  }
}
