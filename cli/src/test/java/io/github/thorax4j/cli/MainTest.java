package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @TempDir Path folder;

  static List<List<String>> wrongUsage() {
    return List.of(
        List.of(),
        List.of("nonsense"),
        List.of("--nonsense"),
        List.of("help", "nonsense"),
        List.of("classify"),
        List.of("classify", "--nonsense", "x"),
        List.of("classify", "--json", "--csv", "x"),
        List.of("classify", "--threshold", "NaN", "x"),
        List.of("classify", "--threshold", "1.5", "x"),
        List.of("classify", "--threshold", "-0.1", "x"),
        List.of("classify", "--threshold", "Infinity", "x"),
        List.of("classify", "--threshold", "half", "x"),
        List.of("classify", "--threads", "0", "x"),
        List.of("classify", "--threads", "-4", "x"),
        List.of("classify", "--threads", "1000000", "x"),
        List.of("classify", "--threads", "two", "x"),
        List.of("classify", "--top", "0", "x"),
        List.of("classify", "--top", "99999999999", "x"),
        List.of("classify", "--model"),
        List.of("evaluate"),
        List.of("evaluate", "a", "b"),
        List.of("evaluate", "a", "--threshold", "NaN"),
        List.of("train", "x"),
        List.of("train", "x", "--out", "m.thorax", "--epochs", "0"),
        List.of("train", "x", "--out", "m.thorax", "--batch-size", "-1"),
        List.of("train", "x", "--out", "m.thorax", "--hold-out", "NaN"),
        List.of("train", "x", "--out", "m.thorax", "--hold-out", "1"),
        List.of("train", "x", "--out", "m.thorax", "--seed", "1.5"),
        List.of("train", "x", "--out", "no-such-folder/m.thorax"),
        List.of("inspect"),
        List.of("result"),
        List.of("result", "x"),
        List.of("result", "x", "--sr"),
        List.of("result", "x", "--sr", "x"),
        List.of("result", "x", "--sr", "y", "--sc", "./y"),
        List.of("model"),
        List.of("model", "describe", "no-such-network"));
  }

  @ParameterizedTest
  @MethodSource
  void wrongUsage(List<String> arguments) {
    TestConsole console = new TestConsole();

    assertThat(console.run(arguments.toArray())).isEqualTo(2);

    assertThat(console.out()).isEmpty();
    assertThat(console.err().lines()).hasSize(2).last().asString().contains("--help");
    assertThat(console.err()).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify", "train", "evaluate", "inspect", "model", "version", "help"})
  void everyCommandHasHelp(String command) {
    TestConsole option = new TestConsole();
    TestConsole word = new TestConsole();

    assertThat(option.run(command, "--help")).isZero();
    assertThat(word.run("help", command)).isZero();

    assertThat(option.out()).startsWith("Usage: thorax4j " + command);
    assertThat(word.out()).isEqualTo(option.out());
  }

  @Test
  void helpNamesEveryCommandAndSaysWhatThisIsNot() {
    TestConsole console = new TestConsole();

    assertThat(console.run("--help")).isZero();

    assertThat(console.out())
        .contains("classify", "train", "evaluate", "inspect", "model", "version")
        .contains("not a medical device");
  }

  @Test
  void version() {
    TestConsole console = new TestConsole();

    assertThat(console.run("--version")).isZero();

    assertThat(console.out()).startsWith("thorax4j ");
    assertThat(console.lines()).hasSize(1);
  }

  @Test
  void aFileIsNoListOfArguments() throws IOException {
    // picocli would read @file as more arguments.
    Path file = Files.writeString(folder.resolve("arguments"), "--help");
    TestConsole console = new TestConsole();

    assertThat(console.run("inspect", "@" + file)).isEqualTo(1);

    assertThat(console.err()).isEqualTo("thorax4j: @" + file + ": no such file\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "inspect"})
  void aMissingFileIsOneSentence(String command) {
    TestConsole console = new TestConsole();

    assertThat(console.run(command, folder.resolve("missing"))).isEqualTo(1);

    assertThat(console.out()).isEmpty();
    assertThat(console.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("missing: no such file");
  }

  @Test
  void verboseShowsWhereAFailureArose() {
    TestConsole console = new TestConsole();

    assertThat(console.run("inspect", "--verbose", folder.resolve("missing"))).isEqualTo(1);

    assertThat(console.err()).contains("missing: no such file").contains("\tat io.github.thorax4j");
  }

  @Test
  void aReaderThatHasGoneIsNoFailureToTalkAbout() {
    StringWriter err = new StringWriter();

    assertThat(runInto(new Refusing("Broken pipe"), err)).isEqualTo(141);

    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFullDiskIsAFailure() {
    StringWriter err = new StringWriter();

    assertThat(runInto(new Refusing("No space left on device"), err)).isEqualTo(1);

    assertThat(err.toString())
        .isEqualTo("thorax4j: cannot write the output: No space left on device\n");
  }

  private static int runInto(Writer out, StringWriter err) {
    return Main.run(
        new Console(out, new PrintWriter(err, true), new ByteArrayInputStream(new byte[0]), false),
        "model",
        "describe",
        "seed-cnn");
  }

  /** A stream that takes nothing. */
  private static final class Refusing extends Writer {

    private final String why;

    Refusing(String why) {
      this.why = why;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      throw new IOException(why);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
