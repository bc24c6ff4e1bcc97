package io.github.thorax4j.orthanc;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers that a test starts. They are below those that the system gives to
 * clients: a client that keeps calling a dead server's port could otherwise be given that port
 * itself, and the server could not start again.
 */
final class LoopbackPort {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  private LoopbackPort() {}

  /** A port that nobody listens on at present. */
  static int free() throws IOException {
    IOException last = new IOException("no free port");
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }
}
