package io.github.thorax4j.cli;

import io.github.thorax4j.ThoraxException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code thorax4j} command. */
@Command(
    name = "thorax4j",
    description = {
      "Classifies frontal chest radiographs as pneumonia or normal, offline.",
      "Research software, not a medical device; not for diagnosis.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  thorax4j classify film.dcm",
      "  thorax4j classify --json --threads 4 archive/ > answers.jsonl",
      "  thorax4j result film.dcm --sr report.dcm --sc heatmap.dcm",
      "  thorax4j train images/ --out my.thorax",
      "  thorax4j evaluate held-out/ --model my.thorax --report report/",
      "  thorax4j bridge run --orthanc http://127.0.0.1:8042 --state state/",
      "  thorax4j COMMAND --help"
    })
@SuppressWarnings("UnusedVariable") // options that picocli itself acts on
public final class Main implements Runnable {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /** What a shell reports of a program that SIGPIPE ended. */
  static final int READER_GONE = 141;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and end.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and end.")
  private boolean version;

  @Mixin private final Diagnostics diagnostics;

  private Main(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Console console = Console.system();
    // Whatever a library prints must not get between the results.
    System.setOut(System.err);
    System.exit(run(console, args));
  }

  /**
   * Runs the command.
   *
   * @return its exit code: 0 done, 1 something failed, 2 wrong usage, 130 interrupted, 141 the
   *     reader of the output has gone
   */
  static int run(Console console, String... args) {
    Diagnostics diagnostics = new Diagnostics(console.err());
    return new CommandLine(new Main(diagnostics))
        .addSubcommand(new ClassifyCommand(console, diagnostics))
        .addSubcommand(new ResultCommand(console))
        .addSubcommand(new TrainCommand(console, diagnostics))
        .addSubcommand(new EvaluateCommand(console, diagnostics))
        .addSubcommand(new InspectCommand(console))
        .addSubcommand(
            new CommandLine(new ModelCommand())
                .addSubcommand(new ModelCommand.Describe(console))
                .addSubcommand(new ModelCommand.ListAll(console)))
        .addSubcommand(
            new CommandLine(new BridgeCommand())
                .addSubcommand(new BridgeCommand.Run(console, System.getenv()))
                .addSubcommand(new BridgeCheckCommand(console, System.getenv()))
                .addSubcommand(new BridgeReportCommand(console, System.getenv()))
                .addSubcommand(new BridgeExportCommand(console, System.getenv())))
        .addSubcommand(new VersionCommand(console))
        .addSubcommand(new HelpCommand())
        .setOut(new PrintWriter(console.out(), true))
        .setErr(console.err())
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, a) -> wrongUsage(console, e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(console, diagnostics, e))
        .execute(args);
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }

  private static int wrongUsage(Console console, ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    console.say(command.qualifiedName() + ": " + e.getMessage());
    console.say("Try '" + command.qualifiedName() + " --help'.");
    return WRONG_USAGE;
  }

  private static int failed(Console console, Diagnostics diagnostics, Exception e) {
    if (e instanceof OutputException output && output.readerGone()) {
      return READER_GONE;
    }
    boolean expected = e instanceof IOException || e instanceof ThoraxException;
    console.say("thorax4j: " + (expected ? e.getMessage() : "unexpected failure: " + e));
    diagnostics.trace(e);
    return FAILED;
  }

  /** The program's version, from its jar. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"thorax4j " + number()};
    }

    static String number() {
      return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
          .orElse("(not packaged)");
    }
  }
}
