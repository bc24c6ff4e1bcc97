package io.github.thorax4j.orthanc;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.thorax4j.testdata.ExternalProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real browser without a window, driven by its DevTools protocol. Tests that need one are skipped
 * visibly where it is not installed. Not thread-safe.
 */
final class Chromium implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JsonMapper json = new JsonMapper();
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();

  /** What the page's console and the browser complained about. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  /** Starts one with a profile of its own. */
  static Chromium start(Path folder) throws Exception {
    ExternalProgram program = ExternalProgram.require("chromium", "chromium");
    Files.createDirectories(folder);
    Process process =
        new ProcessBuilder(
                program.path().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--window-size=1280,900",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Path port = folder.resolve("profile").resolve("DevToolsActivePort");
    await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.size(port) > 3);
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
    JsonNode targets =
        new JsonMapper()
            .readTree(
                HttpClient.newHttpClient()
                    .send(
                        HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                    .body());
    for (JsonNode target : targets) {
      if (target.path("type").asText().equals("page")) {
        Chromium browser =
            new Chromium(process, URI.create(target.path("webSocketDebuggerUrl").asText()));
        browser.call("Page.enable", Map.of());
        browser.call("Runtime.enable", Map.of());
        browser.call("Log.enable", Map.of());
        browser.call("Accessibility.enable", Map.of());
        return browser;
      }
    }
    process.destroyForcibly();
    throw new IOException("Chromium has no page: " + targets);
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void take(String message) {
    try {
      JsonNode node = json.readTree(message);
      String method = node.path("method").asText();
      if (method.equals("Log.entryAdded") || method.equals("Runtime.exceptionThrown")) {
        complaints.add(node.path("params").toString());
      }
      CompletableFuture<JsonNode> caller = pending.remove(node.path("id").asInt(-1));
      if (caller != null) {
        caller.complete(node);
      }
    } catch (IOException e) {
      throw new AssertionError(message, e);
    }
  }

  /** Calls a method of the protocol. */
  JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = calls.incrementAndGet();
    ObjectNode request = json.createObjectNode().put("id", id).put("method", method);
    request.set("params", json.valueToTree(parameters));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    socket.sendText(request.toString(), true).join();
    JsonNode node = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (node.has("error")) {
      throw new AssertionError(method + ": " + node.path("error"));
    }
    return node.path("result");
  }

  /** What an expression gives on the page. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Goes to a page. */
  void open(URI page) throws Exception {
    call("Page.navigate", Map.of("url", page.toString()));
    await()
        .atMost(PATIENCE)
        .until(() -> isLoaded() && !evaluate("location.href").asText().equals("about:blank"));
  }

  private boolean isLoaded() throws Exception {
    return evaluate("document.readyState").asText().equals("complete");
  }

  /** Presses the mouse's button on the first element of a selector, and waits for the next page. */
  void follow(String selector) throws Exception {
    evaluate("window.before = true");
    click(selector);
    await()
        .atMost(PATIENCE)
        .until(() -> isLoaded() && !evaluate("window.before === true").asBoolean());
  }

  private void click(String selector) throws Exception {
    double[] at = middle(selector);
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              at[0],
              "y",
              at[1],
              "button",
              "left",
              "buttons",
              1,
              "clickCount",
              1));
    }
  }

  /** Moves the mouse over the first element of a selector. */
  void hover(String selector) throws Exception {
    double[] at = middle(selector);
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", at[0], "y", at[1]));
  }

  private double[] middle(String selector) throws Exception {
    JsonNode box =
        evaluate(
            "(() => { const e = document.querySelector("
                + json.writeValueAsString(selector)
                + ");"
                + " e.scrollIntoView({block: 'center'});"
                + " const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    return new double[] {box.path(0).asDouble(), box.path(1).asDouble()};
  }

  /** Presses a key. */
  void press(String key, int code) throws Exception {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** What a screen reader is told: the nodes that are not ignored. */
  List<JsonNode> accessibilityTree() throws Exception {
    List<JsonNode> nodes = new ArrayList<>();
    call("Accessibility.getFullAXTree", Map.of())
        .path("nodes")
        .forEach(
            node -> {
              if (!node.path("ignored").asBoolean()) {
                nodes.add(node);
              }
            });
    return nodes;
  }

  /** A picture of the window. */
  void screenshot(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    String data = call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  @Override
  public void close() throws Exception {
    call("Browser.close", Map.of());
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    socket.abort();
  }
}
