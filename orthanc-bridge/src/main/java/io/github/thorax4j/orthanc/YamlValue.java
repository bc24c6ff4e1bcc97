package io.github.thorax4j.orthanc;

import io.github.thorax4j.batch.PlainText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a YAML file. What cannot be read is a mistake and empty. */
final class YamlValue {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})\\s*(KB|MB|GB)");
  private static final int LONGEST_QUOTE = 40;
  private static final int LARGEST_SECRET = 1 << 16;

  private final YamlFile file;
  private final int keyLine;
  private final String name;
  private final Node node;

  YamlValue(YamlFile file, int keyLine, String name, Node node) {
    this.file = file;
    this.keyLine = keyLine;
    this.name = name;
    this.node = node;
  }

  /** The line of its key. */
  int keyLine() {
    return keyLine;
  }

  /** Its own line. */
  int line() {
    return node.getTag().equals(Tag.NULL) ? keyLine : YamlFile.line(node);
  }

  String name() {
    return name;
  }

  /** Says what is wrong with it. */
  <T> Optional<T> wrong(String sentence) {
    file.mistakes().add(line(), name + " " + sentence);
    return Optional.empty();
  }

  /** Keys and values; none if nothing stands there. */
  YamlMap map() {
    if (node instanceof MappingNode map) {
      return YamlMap.of(file, map, name);
    }
    if (!node.getTag().equals(Tag.NULL)) {
      wrong("must consist of keys and values");
    }
    return YamlMap.empty(file, line(), name);
  }

  /** A list's values, or the one value that stands there instead of a list. */
  List<YamlValue> list() {
    if (node.getTag().equals(Tag.NULL)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      return List.of(this);
    }
    List<YamlValue> values = new ArrayList<>();
    sequence
        .getValue()
        .forEach(item -> values.add(new YamlValue(file, YamlFile.line(item), name, item)));
    return values;
  }

  /** Whether it is a list. */
  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Whether it consists of keys and values. */
  boolean isMap() {
    return node instanceof MappingNode;
  }

  /** Whether {@code true} stands there. */
  boolean isTrue() {
    return YamlFile.scalar(node).filter(text -> text.equalsIgnoreCase("true")).isPresent();
  }

  /** Text, or the value of the environment variable that it names. */
  Optional<String> text() {
    Optional<String> written = YamlFile.scalar(node);
    if (written.isEmpty() || written.get().isBlank()) {
      return wrong(
          isList() || isMap() ? "must be one value, not several" : "is there without a value");
    }
    Optional<String> variable = variable();
    if (variable.isEmpty()) {
      return written.map(String::strip);
    }
    String value = file.environment().get(variable.get());
    return value == null || value.isEmpty()
        ? wrong("asks for the environment variable " + variable.get() + ", which is not set")
        : Optional.of(value);
  }

  /** The environment variable that it names. */
  private Optional<String> variable() {
    return YamlFile.scalar(node)
        .map(text -> VARIABLE.matcher(text.strip()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /** The value for a message: never that of an environment variable, and not too long. */
  private String shown() {
    if (variable().isPresent()) {
      return "what " + variable().get() + " is set to";
    }
    String text = PlainText.printable(YamlFile.scalar(node).orElse(""));
    return "'" + (text.length() > LONGEST_QUOTE ? text.substring(0, 40) + "..." : text) + "'";
  }

  private <T> Optional<T> parse(Function<String, Optional<T>> parser, String expected) {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = parser.apply(text.get());
    return value.isPresent() ? value : wrong("must be " + expected + ", not " + shown());
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> flag() {
    return parse(
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> Optional.of(true);
              case "false", "no", "off" -> Optional.of(false);
              default -> Optional.empty();
            },
        "true or false");
  }

  /** A whole number of a range. */
  Optional<Integer> integer(int min, int max) {
    return parse(
        text -> {
          try {
            int number = Integer.parseInt(text);
            return number < min || number > max ? Optional.empty() : Optional.of(number);
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        },
        "a whole number from " + min + " to " + max);
  }

  /** A number of a range. */
  Optional<Double> number(double min, double max) {
    return parse(
        text -> {
          try {
            double number = Double.parseDouble(text);
            return number >= min && number <= max ? Optional.of(number) : Optional.empty();
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        },
        "a number from " + min + " to " + max);
  }

  /** One of some words, in upper or lower case; {@code -} stands for {@code _}. */
  <E extends Enum<E>> Optional<E> oneOf(Class<E> type) {
    return parse(text -> word(type, text), words(type));
  }

  /** The same, and no mistake if it is none of them. */
  <E extends Enum<E>> Optional<E> word(Class<E> type) {
    return YamlFile.scalar(node).flatMap(text -> word(type, text));
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> type, String text) {
    String word = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants()).filter(e -> e.name().equals(word)).findFirst();
  }

  /** The words as somebody writes them. */
  static <E extends Enum<E>> String words(Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(constant.toString().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", words.subList(0, words.size() - 1))
        + " or "
        + words.get(words.size() - 1);
  }

  /** A time such as {@code 30 s}. */
  Optional<Duration> duration(Duration min, Duration max) {
    return parse(
        text -> {
          Matcher matcher = DURATION.matcher(text);
          if (!matcher.matches()) {
            return Optional.empty();
          }
          long number = Long.parseLong(matcher.group(1));
          Duration duration =
              switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "min" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
              };
          return duration.compareTo(min) < 0 || duration.compareTo(max) > 0
              ? Optional.empty()
              : Optional.of(duration);
        },
        "a time from " + shown(min) + " to " + shown(max) + " with ms, s, min, h or d");
  }

  private static String shown(Duration duration) {
    if (duration.toMillis() % 1000 != 0 || duration.isZero()) {
      return duration.toMillis() + " ms";
    }
    return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toSeconds() + " s";
  }

  /** A size such as {@code 64 MB}, in bytes. */
  Optional<Long> size() {
    return parse(
        text -> {
          Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
          if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            return Optional.empty();
          }
          int shift =
              switch (matcher.group(2)) {
                case "KB" -> 10;
                case "MB" -> 20;
                default -> 30;
              };
          return Optional.of(Long.parseLong(matcher.group(1)) << shift);
        },
        "a size with KB, MB or GB");
  }

  /** A path, relative to the file's folder. */
  Optional<Path> path() {
    return parse(
        text -> {
          try {
            return Optional.of(file.folder().resolve(text));
          } catch (InvalidPathException e) {
            return Optional.empty();
          }
        },
        "a path");
  }

  /** An address of the web without a user, who would be shown in logs. */
  Optional<URI> url() {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.get());
      boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getRawUserInfo() == null) {
        return Optional.of(url);
      }
      if (url.getRawUserInfo() != null) {
        return wrong("must not hold a user or password");
      }
    } catch (URISyntaxException e) {
      // Said below, without the text: it may hold a secret.
    }
    return wrong("must be an address such as http://127.0.0.1:8042");
  }

  /** A secret: it must come from the environment. */
  Optional<String> secret() {
    if (variable().isEmpty() && YamlFile.scalar(node).isPresent()) {
      return wrong(
          "must not stand in this file: give "
              + name
              + "File with a path, or ${NAME} for an"
              + " environment variable");
    }
    return text();
  }

  /** A secret that a file holds, without the end of its line. */
  Optional<String> fileOfSecret() {
    Optional<Path> path = path();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (!Files.isRegularFile(path.get())) {
        return wrong("names " + path.get() + ", which is no file");
      }
      if (Files.size(path.get()) > LARGEST_SECRET) {
        return wrong("names " + path.get() + ", which is too large for a secret");
      }
      String secret = Files.readString(path.get()).strip();
      return secret.isEmpty()
          ? wrong("names " + path.get() + ", which is empty")
          : Optional.of(secret);
    } catch (IOException e) {
      return wrong("names " + path.get() + ", which cannot be read");
    }
  }
}
