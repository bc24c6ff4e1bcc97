package io.github.thorax4j.cli;

import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.orthanc.Bridge;
import io.github.thorax4j.orthanc.BridgeConfig;
import io.github.thorax4j.orthanc.BridgeFile;
import io.github.thorax4j.orthanc.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code thorax4j bridge}. */
@Command(
    name = "bridge",
    description = {"Classifies what arrives in an Orthanc.", ""},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  thorax4j bridge run --orthanc http://127.0.0.1:8042 --state /var/lib/thorax4j",
      "  thorax4j bridge run --config bridge.yaml",
      "  thorax4j bridge check bridge.yaml --last 50",
      "  thorax4j bridge report --state /var/lib/thorax4j --labels labels.csv"
    })
final class BridgeCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }

  /** {@code thorax4j bridge run}. */
  @Command(
      name = "run",
      sortOptions = false,
      description = {
        "Classifies each new chest radiograph in an Orthanc and writes the result into its study.",
        "Ctrl-C or SIGTERM ends it; what is not finished is taken up at the next start.",
        "The environment's ORTHANC_USER and ORTHANC_PASSWORD are shown to Orthanc.",
        "Research software, not for diagnosis.",
        ""
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "1:it could not start",
        "2:wrong usage",
        "130:it was ended with Ctrl-C",
        "143:it was ended with SIGTERM"
      })
  static final class Run implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Spec private CommandSpec spec;

    @Option(
        names = "--orthanc",
        paramLabel = "URL",
        converter = Address.class,
        description = "The archive, such as http://127.0.0.1:8042.")
    private Optional<URI> orthanc = Optional.empty();

    @Option(
        names = "--state",
        paramLabel = "DIR",
        description = "The folder of what has to survive a restart; made if it is not there.")
    private Optional<Path> state = Optional.empty();

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Everything else that can be set, and the rules, such as in bridge.yaml.")
    private Optional<Path> file = Optional.empty();

    Run(Console console, Map<String, String> environment) {
      this.console = console;
      this.environment = Map.copyOf(environment);
    }

    private BridgeConfig config() throws ConfigException {
      if (file.isEmpty() && (orthanc.isEmpty() || state.isEmpty())) {
        throw new ParameterException(
            spec.commandLine(), "--orthanc and --state are missing, or --config");
      }
      BridgeFile.Given given = new BridgeFile.Given(orthanc, state, environment);
      return file.isPresent() ? BridgeFile.read(file.get(), given) : BridgeFile.read(given);
    }

    @Override
    public Integer call() throws IOException {
      BridgeConfig config = config();
      CountDownLatch end = new CountDownLatch(1);
      try (Interruption interruption = new Interruption(end::countDown)) {
        Bridge bridge = Bridge.start(config);
        try {
          bridge.offerPages();
          console.say(Disclaimer.TEXT);
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } finally {
          bridge.close();
        }
        return interruption.requested() ? Interruption.EXIT_CODE : Main.FAILED;
      }
    }
  }

  /** An archive's address, without a password: others see what a program was started with. */
  static final class Address implements ITypeConverter<URI> {

    @Override
    public URI convert(String value) {
      try {
        URI address = new URI(value);
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (web && address.getHost() != null && address.getUserInfo() == null) {
          return address;
        }
        if (address.getUserInfo() != null) {
          throw new TypeConversionException(
              "no user and password in an address: set ORTHANC_USER and ORTHANC_PASSWORD");
        }
      } catch (URISyntaxException e) {
        // said below
      }
      throw new TypeConversionException(
          "'" + value + "' is no address such as http://127.0.0.1:8042");
    }
  }
}
