package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Outcome;
import io.github.thorax4j.PneumoniaClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say is there: their Java compiles, their commands and links exist. */
class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("thorax4j.root", ".."));

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
  private static final String START = "./thorax4j ";

  /** Commands that have commands of their own. */
  private static final Set<String> GROUPS = Set.of("bridge", "model");

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)");

  /** The body of README's example; {@code film} takes the place of a file of the reader's. */
  private static void example(Path film) throws IOException {
    try (PneumoniaClassifier classifier = PneumoniaClassifier.open()) {
      Outcome outcome = classifier.classify(film);
      if (outcome instanceof Outcome.Assessed answer) {
        System.out.println(answer.finding() + " " + answer.probability());
      }
    }
  }

  @Test
  void theJavaExampleIsTheOneAbove() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String source =
        Files.readString(ROOT.resolve("cli/src/test/java/io/github/thorax4j/cli/ReadmeTest.java"));

    List<String> examples = blocks(readme, "java");

    assertThat(examples).hasSize(1);
    assertThat(source.replaceAll("\\s+", " "))
        .contains(examples.get(0).replace("Path.of(\"film.dcm\")", "film").replaceAll("\\s+", " "));
  }

  @Test
  void theJavaExampleRuns() throws IOException {
    example(ROOT.resolve("testdata/samples/chest_dx_jpeg.dcm"));
  }

  static Stream<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs).filter(f -> f.toString().endsWith(".md")).forEach(found::add);
    }
    return found.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    Matcher links = LINK.matcher(Files.readString(document));
    while (links.find()) {
      String target = links.group(1);
      if (!target.startsWith("https://")) {
        assertThat(document.resolveSibling(target)).as("link in %s", document).exists();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsAndOptionsExist(Path document) throws IOException {
    for (String command : commands(Files.readString(document))) {
      List<String> words = SPACE.splitAsStream(command).toList();
      List<String> name = words.subList(0, GROUPS.contains(words.get(0)) ? 2 : 1);

      String help = help(name);

      assertThat(help).startsWith("Usage: thorax4j " + String.join(" ", name) + " ");
      assertThat(words.stream().filter(word -> word.startsWith("--")))
          .as("options of %s in %s", command, document)
          .allSatisfy(option -> assertThat(help).containsPattern(option + "[=, \\n]"));
    }
  }

  /** Documented commands without the program's name and without comments. */
  private static List<String> commands(String document) {
    return blocks(document, "sh").stream()
        .flatMap(String::lines)
        .filter(line -> line.contains(START))
        .map(line -> line.substring(line.indexOf(START) + START.length()).replaceAll(" +#.*", ""))
        .toList();
  }

  private static String help(List<String> command) {
    StringWriter out = new StringWriter();
    Console console =
        new Console(out, new PrintWriter(new StringWriter()), InputStream.nullInputStream(), false);
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--help");
    assertThat(Main.run(console, arguments.toArray(String[]::new))).isZero();
    return out.toString();
  }

  private static List<String> blocks(String document, String language) {
    List<String> found = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(document);
    while (blocks.find()) {
      if (blocks.group(1).equals(language)) {
        found.add(blocks.group(2));
      }
    }
    return found;
  }
}
