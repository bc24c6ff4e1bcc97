package io.github.thorax4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in this process and keeps what it writes. */
final class TestConsole {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final String in;

  TestConsole() {
    this("");
  }

  TestConsole(String in) {
    this.in = in;
  }

  int run(Object... arguments) {
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    byte[] bytes = in.getBytes(StandardCharsets.UTF_8);
    return Main.run(
        new Console(out, new PrintWriter(err, true), new ByteArrayInputStream(bytes), false), args);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  List<String> lines() {
    return out.toString().lines().toList();
  }

  /** The objects of an output of one JSON object a line. */
  List<JsonNode> objects() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> objects = new ArrayList<>();
    for (String line : lines()) {
      objects.add(mapper.readTree(line));
    }
    return objects;
  }
}
