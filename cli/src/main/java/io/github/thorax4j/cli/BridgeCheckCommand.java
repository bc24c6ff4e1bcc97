package io.github.thorax4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Json;
import io.github.thorax4j.batch.PlainText;
import io.github.thorax4j.orthanc.BridgeConfig;
import io.github.thorax4j.orthanc.BridgeFile;
import io.github.thorax4j.orthanc.ConfigException;
import io.github.thorax4j.orthanc.DryRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thorax4j bridge check}. */
@Command(
    name = "check",
    sortOptions = false,
    description = {
      "Finds mistakes in a bridge's configuration and shows which rule would be for which film.",
      "Changes nothing.",
      "Research software, not for diagnosis.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no mistake",
      "1:there are mistakes, Orthanc does not do what the rules want or cannot be asked, or a film"
          + " would be given up",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  thorax4j bridge check bridge.yaml",
      "  thorax4j bridge check bridge.yaml --last 50",
      "  thorax4j bridge check bridge.yaml --orthanc http://127.0.0.1:8042 --json"
    })
final class BridgeCheckCommand implements Callable<Integer> {

  private static final int LAST = 20;

  private final Console console;
  private final Map<String, String> environment;

  @Parameters(paramLabel = "FILE", description = "The configuration, such as bridge.yaml.")
  private Path file = Path.of("");

  @Option(
      names = "--orthanc",
      paramLabel = "URL",
      converter = BridgeCommand.Address.class,
      description = "Ask the rules about films of this archive.")
  private Optional<URI> orthanc = Optional.empty();

  @Option(
      names = "--last",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Ask the rules about the films of the newest N studies (default: 20).")
  private Optional<Integer> last = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The bridge's folder, if not the file's: what it has answered is not asked anew.")
  private Optional<Path> state = Optional.empty();

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  BridgeCheckCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    BridgeConfig config;
    try {
      config = BridgeFile.check(file, new BridgeFile.Given(orthanc, state, environment));
    } catch (ConfigException e) {
      if (json) {
        console.output().line(Json.object(out -> strings(out, "mistakes", e.mistakes())));
      } else {
        e.mistakes().forEach(console::say);
      }
      return Main.FAILED;
    }
    if (orthanc.isEmpty() && last.isEmpty()) {
      if (json) {
        console.output().line(Json.object(out -> strings(out, "mistakes", List.of())));
      } else {
        console.output().line(PlainText.printable(file + ": no mistake"));
      }
      return Main.DONE;
    }
    try (DryRun run = DryRun.open(config)) {
      DryRun.Wants wants = run.wants(file);
      List<DryRun.Row> rows = new ArrayList<>();
      int studies = run.run(last.orElse(LAST), rows::add);
      if (json) {
        console.output().line(Json.object(out -> write(out, wants, rows)));
      } else {
        print(run.rules(), wants, rows, studies);
      }
      boolean failed = rows.stream().anyMatch(row -> row.result() instanceof FileResult.Failed);
      return wants.mistakes().isEmpty() && !failed ? Main.DONE : Main.FAILED;
    }
  }

  private void print(List<String> rules, DryRun.Wants wants, List<DryRun.Row> rows, int studies)
      throws OutputException {
    wants.mistakes().forEach(console::say);
    wants.notes().forEach(console::say);
    Output output = console.output();
    Map<String, Integer> counts = new LinkedHashMap<>();
    rules.forEach(rule -> counts.put(rule, 0));
    for (DryRun.Row row : rows) {
      output.line("study " + row.study() + ", film " + row.instance());
      output.line("  " + outcome(row.result()) + (row.recorded() ? ", as recorded" : ""));
      for (DryRun.Match match : row.matches()) {
        counts.merge(match.rule(), 1, Integer::sum);
        output.line(
            "  " + PlainText.printable(match.rule() + ": " + String.join("; ", match.actions())));
      }
      if (row.matches().isEmpty()) {
        output.line("  no rule");
      }
    }
    output.line(rows.size() + " films in the newest " + studies + " studies");
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      output.line(PlainText.printable("rule " + count.getKey() + ": for " + count.getValue()));
    }
    output.line(Disclaimer.TEXT);
  }

  private static String outcome(FileResult result) {
    if (result instanceof FileResult.Answered answered) {
      if (answered.outcome() instanceof Outcome.Assessed assessed) {
        return String.format(
            Locale.ROOT, "%s %.4f", assessed.finding().label(), assessed.probability());
      }
      if (answered.outcome() instanceof Outcome.Declined declined) {
        return "declined: " + declined.detail();
      }
    }
    return result instanceof FileResult.Failed failed
        ? "would be given up: " + PlainText.printable(failed.cause())
        : "not asked";
  }

  private static void write(JsonGenerator out, DryRun.Wants wants, List<DryRun.Row> rows)
      throws IOException {
    strings(out, "mistakes", wants.mistakes());
    strings(out, "notes", wants.notes());
    out.writeArrayFieldStart("films");
    for (DryRun.Row row : rows) {
      out.writeStartObject();
      out.writeStringField("study", row.study());
      out.writeStringField("instance", row.instance());
      out.writeBooleanField("recorded", row.recorded());
      if (row.result() instanceof FileResult.Answered answered) {
        if (answered.outcome() instanceof Outcome.Assessed assessed) {
          out.writeStringField("finding", assessed.finding().label());
          out.writeNumberField("probability", assessed.probability());
          out.writeNumberField("threshold", assessed.threshold());
        } else if (answered.outcome() instanceof Outcome.Declined declined) {
          out.writeStringField("declined", declined.reason().label());
        }
      } else if (row.result() instanceof FileResult.Failed failed) {
        out.writeStringField("failed", failed.cause());
      }
      out.writeArrayFieldStart("rules");
      for (DryRun.Match match : row.matches()) {
        out.writeStartObject();
        out.writeStringField("rule", match.rule());
        strings(out, "actions", match.actions());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void strings(JsonGenerator out, String key, List<String> values)
      throws IOException {
    out.writeArrayFieldStart(key);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }
}
