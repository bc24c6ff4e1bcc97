package io.github.thorax4j.orthanc;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file that is being read.
 *
 * @param folder what paths in it are relative to
 * @param environment what {@code ${NAME}} stands for
 * @param mistakes what was found to be wrong
 */
record YamlFile(Path folder, Map<String, String> environment, Mistakes mistakes) {

  private static final int LARGEST = 1 << 20;

  /** The line of a node, counted from 1. */
  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /**
   * Reads the map that a file is.
   *
   * @return what could be read; empty if there is a mistake that makes it senseless to go on
   */
  Optional<YamlMap> read(Path path) {
    Node node;
    try {
      if (Files.size(path) > LARGEST) {
        throw new IOException("is larger than " + (LARGEST >> 20) + " MB");
      }
      node = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(path)));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      mistakes.add(mark == null ? 0 : mark.getLine() + 1, "is no YAML: " + problem(e));
      return Optional.empty();
    } catch (IOException | YAMLException e) {
      mistakes.add(0, cause(e));
      return Optional.empty();
    }
    if (node == null || node.getTag().equals(Tag.NULL)) {
      return Optional.of(YamlMap.empty(this, 1, ""));
    }
    if (node instanceof MappingNode map) {
      return Optional.of(YamlMap.of(this, map, ""));
    }
    mistakes.add(line(node), "must consist of keys and values, such as 'shadow: true'");
    return Optional.empty();
  }

  /** What is wrong, without what stands there: that may be a secret. */
  private static String problem(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    if (problem.contains("alias") || problem.contains("tag") || problem.contains("anchor")) {
      return "text that begins with *, & or ! must be in quotes";
    }
    return problem;
  }

  private static String cause(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read";
    }
    if (e instanceof CharacterCodingException) {
      return "is not text in UTF-8";
    }
    return e instanceof YAMLException ? "is no YAML" : String.valueOf(e.getMessage());
  }

  /** The text of a scalar as it stands there. */
  static Optional<String> scalar(Node node) {
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }
}
