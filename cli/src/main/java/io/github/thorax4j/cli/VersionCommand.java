package io.github.thorax4j.cli;

import io.github.thorax4j.batch.Disclaimer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code thorax4j version}. */
@Command(name = "version", description = "Show the versions of thorax4j and Java.")
final class VersionCommand implements Callable<Integer> {

  private final Console console;

  VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Output out = console.output();
    out.line("thorax4j " + Main.Version.number());
    out.line("Java " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
    out.line(Disclaimer.TEXT);
    return Main.DONE;
  }
}
