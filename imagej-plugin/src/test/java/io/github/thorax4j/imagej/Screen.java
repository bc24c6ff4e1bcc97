package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.ExternalProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A screen of its own, without a window manager. */
final class Screen implements AutoCloseable {

  private final Process process;
  private final String display;

  private Screen(Process process, String display) {
    this.process = process;
    this.display = display;
  }

  /** Starts it on a display that is free; skips the test visibly where there is no Xvfb. */
  static Screen start() throws IOException {
    ExternalProgram xvfb = ExternalProgram.require("Xvfb", "xvfb");
    ExternalProgram.require("xdotool", "xdotool");
    Process process =
        new ProcessBuilder(xvfb.path().toString(), "-displayfd", "1", "-screen", "0", "1280x900x24")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String number =
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    assertThat(number).as("display of Xvfb").isNotNull();
    return new Screen(process, ":" + number);
  }

  /** As in the variable DISPLAY. */
  String display() {
    return display;
  }

  /** Clicks into the lower left corner of a window, where ImageJ's windows have nothing to hit. */
  void clickCorner(String title) throws IOException, InterruptedException {
    String pattern = "^" + title.replaceAll("\\W", "\\\\$0") + "$";
    String[] window = {"search", "--onlyvisible", "--name", pattern};
    String geometry = xdotool(window, "getwindowgeometry", "--shell");
    int height = Integer.parseInt(geometry.replaceAll("(?s).*HEIGHT=(\\d+).*", "$1"));
    xdotool(window, "mousemove", "--window", "%1", "2", Integer.toString(height - 3), "click", "1");
  }

  /** Presses keys by their X names, such as {@code Escape}, one after another. */
  void press(String... keys) throws IOException, InterruptedException {
    xdotool(new String[] {"key"}, keys);
  }

  /** Types a text. */
  void type(String text) throws IOException, InterruptedException {
    xdotool(new String[] {"type", "--delay", "5"}, text);
  }

  private String xdotool(String[] words, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("xdotool"));
    command.addAll(List.of(words));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DISPLAY", display);
    Process run = builder.start();
    String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as("%s: %s", command, output).isZero();
    return output;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
