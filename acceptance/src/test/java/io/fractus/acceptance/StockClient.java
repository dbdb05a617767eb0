// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A torrent client that anybody may have, as a process with a home of its own. It is stopped as its
 * user would stop it, and started again with what it remembers.
 */
abstract class StockClient implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(90);

  final Path home;
  final Path downloads;
  final String host;
  final int port;
  final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process process;

  StockClient(Path home, String host) {
    try {
      this.home = Files.createDirectories(home);
      this.downloads = Files.createDirectories(home.resolve("downloads"));
      this.host = host;
      this.port = port(host);
    } catch (IOException e) {
      throw new AssertionError("no home for a client", e);
    }
  }

  /** A port that is free for TCP and UDP. */
  static int port(String host) {
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(null)) {
      tcp.bind(new InetSocketAddress(host, 0));
      udp.bind(new InetSocketAddress(host, tcp.getLocalPort()));
      return tcp.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("no free port", e);
    }
  }

  /** Ends the test if a program is not there, as a failure where it must be: in CI. */
  static void require(String... programs) {
    for (String program : programs) {
      boolean found =
          List.of(System.getenv("PATH").split(":")).stream()
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
      if (!found && "true".equals(System.getenv("CI"))) {
        throw new AssertionError(program + " is not installed: .ci/run does it");
      }
      Assumptions.assumeTrue(found, () -> program + " is not installed: this test needs it");
    }
  }

  /** Writes what it is configured by; called before the first start. */
  abstract void configure() throws IOException;

  /** The command that runs it in the foreground. */
  abstract List<String> command();

  /** Where it takes orders from an agent. */
  URI orders() {
    throw new UnsupportedOperationException("it takes orders on its command line");
  }

  /** The options that give an agent its user and password. */
  List<String> login() {
    return List.of();
  }

  /** Whether it takes orders. */
  abstract boolean isReady() throws Exception;

  /** Has it fetch and then seed a torrent into {@link #downloads}. */
  abstract void add(Path torrent) throws Exception;

  void start() throws IOException {
    Path config = home.resolve("configured");
    if (!Files.exists(config)) {
      configure();
      Files.createFile(config);
    }
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().putAll(Map.of("HOME", home.toString(), "TERM", "xterm"));
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    process =
        builder
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
            .start();
    Await.until("the client takes orders", LIMIT, this::isReady);
  }

  /** Has it leave its swarms: for most by ending, which tells their trackers. */
  void leave() throws Exception {
    stop();
  }

  /** Asks it to end, as its user would, and waits until it has. */
  void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
    }
    awaitEnd();
  }

  final void awaitEnd() throws InterruptedException {
    Process running = process;
    process = null;
    if (running != null) {
      if (!running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly();
        throw new AssertionError("it did not end: " + command().getFirst());
      }
    }
  }

  /** What Control-C does. */
  void interrupt() {
    Process running = process;
    if (running != null && running.isAlive()) {
      Tool.run("kill", "-INT", Long.toString(running.pid()));
    }
  }

  boolean isRunning() {
    Process running = process;
    return running != null && running.isAlive();
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(
        request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
  }

  static HttpRequest.Builder post(String url, String type, byte[] body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /** What it printed, for the message of a failure. */
  String log() {
    try {
      return Files.exists(home.resolve("log")) ? Files.readString(home.resolve("log")) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
    http.shutdownNow();
  }
}
