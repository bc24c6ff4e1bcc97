package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus's text format, version 0.0.4, and refuses what is none. */
final class MetricsText {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{[a-zA-Z_]\\w*=\"[^\"]*\"(?:,[a-zA-Z_]\\w*=\"[^\"]*\")*,?})?)"
              + " (\\S+)");

  private MetricsText() {}

  /** The samples by name and labels, as they are written. */
  static Map<String, Double> parse(String text) {
    Map<String, Double> samples = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty() || line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
        continue;
      }
      Matcher sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      String value = sample.group(2).replace("+Inf", "Infinity");
      assertThat(samples.put(sample.group(1), Double.valueOf(value))).as(line).isNull();
    }
    return samples;
  }
}
