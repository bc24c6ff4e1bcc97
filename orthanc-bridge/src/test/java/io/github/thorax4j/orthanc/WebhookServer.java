package io.github.thorax4j.orthanc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who is told of films: a real HTTP server on loopback. Thread-safe. */
final class WebhookServer implements AutoCloseable {

  private enum Manner {
    ANSWER,
    HOLD,
    HANG,
    DAWDLE
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final AtomicInteger redirected = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile CountDownLatch released = new CountDownLatch(0);
  private volatile int status = 200;
  private volatile Manner manner = Manner.ANSWER;

  WebhookServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/film", this::film);
    server.createContext("/elsewhere", this::elsewhere);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * What was delivered.
   *
   * @param exchange how
   * @param body what
   */
  record Delivery(HttpExchange exchange, String body) {

    Optional<String> header(String name) {
      return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/film");
  }

  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  int redirected() {
    return redirected.get();
  }

  void answer(int newStatus) {
    status = newStatus;
    manner = Manner.ANSWER;
    released.countDown();
  }

  void hang() {
    manner = Manner.HANG;
  }

  /** Lets whoever comes from now on wait until the next call of {@link #answer}. */
  void hold() {
    released = new CountDownLatch(1);
    manner = Manner.HOLD;
  }

  void dawdle() {
    manner = Manner.DAWDLE;
  }

  private void film(HttpExchange exchange) throws IOException {
    CountDownLatch held = released;
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    deliveries.add(new Delivery(exchange, body));
    switch (manner) {
      case ANSWER -> {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
      }
      case HOLD -> {
        await(held);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
      }
      case HANG -> await(end);
      case DAWDLE -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        await(end);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void elsewhere(HttpExchange exchange) throws IOException {
    redirected.incrementAndGet();
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    end.countDown();
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
