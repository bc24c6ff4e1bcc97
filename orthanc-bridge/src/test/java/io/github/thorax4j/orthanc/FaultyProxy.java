package io.github.thorax4j.orthanc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and behaves as networks and servers in trouble do.
 * Thread-safe; what is set holds for requests that come later.
 */
final class FaultyProxy implements AutoCloseable {

  /** Headers that each connection has of its own. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "date", "host", "keep-alive", "transfer-encoding");

  private final URI target;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Fault fault = Fault.NONE;
  private final AtomicInteger left = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;

  /** What goes wrong. */
  enum Fault {
    /** Nothing. */
    NONE,
    /** 500, without asking the server. */
    ERROR,
    /** 401, without asking the server. */
    UNAUTHORISED,
    /** The server does what it is asked to, but half of its answer is lost. */
    TRUNCATED,
    /** The server does what it is asked to, but its answer is lost. */
    ANSWER_LOST,
    /** The connection is closed without asking the server. */
    CLOSED,
    /** 200 and nothing, without asking the server. */
    EMPTY,
    /** 200 and bytes without end, without asking the server. */
    ENDLESS
  }

  private FaultyProxy(URI target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Stands before a server. */
  static FaultyProxy before(URI server) throws IOException {
    // Else each answer takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    return new FaultyProxy(server);
  }

  /** Where it answers. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Lets this go wrong from now on. */
  void fault(Fault value) {
    fault(value, Integer.MAX_VALUE);
  }

  /** Lets this go wrong with the next requests. */
  void fault(Fault value, int times) {
    left.set(times);
    fault = value;
  }

  /** Lets every answer take this much longer from now on. */
  void delay(Duration value) {
    delay = value;
  }

  /** What it was asked for up to now, such as {@code GET /system}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Fault now = left.getAndDecrement() > 0 ? fault : Fault.NONE;
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      Thread.sleep(delay.toMillis());
      switch (now) {
        case ERROR -> status(exchange, 500);
        case UNAUTHORISED -> status(exchange, 401);
        case CLOSED -> exchange.close();
        case EMPTY -> status(exchange, 200);
        case ENDLESS -> endless(exchange);
        default -> forward(exchange, body, now);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void endless(HttpExchange exchange) throws IOException {
    byte[] block = new byte[1 << 16];
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      // Ends with an exception when the client closes the connection.
      while (!Thread.currentThread().isInterrupted()) {
        out.write(block);
      }
    }
  }

  private void forward(HttpExchange exchange, byte[] body, Fault now)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> answer;
    try {
      answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      // Who cannot reach the server does not reach it through a proxy either.
      exchange.close();
      return;
    }
    if (now == Fault.ANSWER_LOST) {
      exchange.close();
      return;
    }
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] content = answer.body();
    int half = now == Fault.TRUNCATED ? content.length / 2 : content.length;
    exchange.sendResponseHeaders(answer.statusCode(), content.length == 0 ? -1 : content.length);
    if (half > 0) {
      OutputStream out = exchange.getResponseBody();
      out.write(content, 0, half);
      out.flush();
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
