package io.github.thorax4j.orthanc;

import io.github.thorax4j.batch.PlainText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Keys and values of a YAML file. Whoever has taken all that there may be says so. */
final class YamlMap {

  private final YamlFile file;
  private final int line;
  private final String name;
  private final Map<String, YamlValue> values = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  private YamlMap(YamlFile file, int line, String name) {
    this.file = file;
    this.line = line;
    this.name = name;
  }

  /** One without keys. */
  static YamlMap empty(YamlFile file, int line, String name) {
    return new YamlMap(file, line, name);
  }

  /** Reads a node; a key that comes twice is a mistake. */
  static YamlMap of(YamlFile file, MappingNode node, String name) {
    YamlMap map = new YamlMap(file, YamlFile.line(node), name);
    for (NodeTuple tuple : node.getValue()) {
      int line = YamlFile.line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        file.mistakes().add(line, "a key must be a word");
        continue;
      }
      YamlValue value = new YamlValue(file, line, key.getValue(), tuple.getValueNode());
      YamlValue first = map.values.putIfAbsent(key.getValue(), value);
      if (first != null) {
        file.mistakes()
            .add(line, key.getValue() + " is given twice, first in line " + first.keyLine());
      }
    }
    return map;
  }

  /** Where it begins. */
  int line() {
    return line;
  }

  /** The value of a key, if it is there. */
  Optional<YamlValue> take(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key));
  }

  /** All values, whatever their keys. */
  List<YamlValue> takeAll() {
    known.addAll(values.keySet());
    return List.copyOf(values.values());
  }

  /** The map of a key; an empty one if it is not there. */
  YamlMap map(String key) {
    return take(key).map(YamlValue::map).orElseGet(() -> empty(file, line, key));
  }

  /** Finds a mistake in every key that was not asked for. */
  void end() {
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            file.mistakes()
                .add(
                    value.keyLine(),
                    "'"
                        + PlainText.printable(key)
                        + "' is not known"
                        + (name.isEmpty() ? "" : " in " + name)
                        + "; known are "
                        + String.join(", ", known));
          }
        });
  }
}
