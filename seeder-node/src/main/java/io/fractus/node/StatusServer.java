// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The node's health over HTTP, on loopback only and without secrets: {@code /healthz}, {@code
 * /readyz}, {@code /metrics}, {@code /status}; and what its owner may ask of it, for those who can
 * read its directory.
 */
final class StatusServer implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Runnable closing;

  private record Page(int status, String type, String body) {}

  private StatusServer(HttpServer server, ExecutorService threads, Runnable closing) {
    this.server = server;
    this.threads = threads;
    this.closing = closing;
  }

  /**
   * Listens, and says where in the node's directory.
   *
   * @param port 0 for any that is free
   * @throws NodeException if the port is taken
   */
  static StatusServer start(
      int port, Path directory, StateFiles files, NodeControl node, RandomGenerator random) {
    Supplier<NodeStatus> status = node::status;
    HttpServer server = listen(port);
    ControlFile file = ControlFile.create(directory, files, server.getAddress().getPort(), random);
    ControlPages.add(server, file.token(), node);
    return start(server, status, () -> file.delete(files));
  }

  /**
   * Only shows; there is nothing that may be asked.
   *
   * @throws NodeException if the port is taken
   */
  static StatusServer start(int port, Supplier<NodeStatus> status) {
    return start(listen(port), status, () -> {});
  }

  private static HttpServer listen(int port) {
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      throw new NodeException(
          "the status port " + port + " cannot be used: " + e.getMessage() + "; choose another", e);
    }
  }

  private static StatusServer start(
      HttpServer server, Supplier<NodeStatus> status, Runnable closing) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    StatusServer pages = new StatusServer(server, threads, closing);
    pages.add("/", status, _ -> new Page(404, TEXT, "not found\n"));
    pages.add("/healthz", status, _ -> new Page(200, TEXT, "ok\n"));
    pages.add(
        "/readyz",
        status,
        now -> new Page(now.connected() ? 200 : 503, TEXT, now.channel() + "\n"));
    pages.add("/status", status, now -> new Page(200, "application/json", Json.write(now)));
    pages.add("/metrics", status, now -> new Page(200, "text/plain; version=0.0.4", metrics(now)));
    server.setExecutor(threads);
    server.start();
    return pages;
  }

  private void add(String path, Supplier<NodeStatus> status, Function<NodeStatus, Page> page) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            boolean right =
                exchange.getHttpContext().getPath().equals(exchange.getRequestURI().getPath())
                    || path.equals("/");
            answer(exchange, right ? page.apply(status.get()) : new Page(404, TEXT, "not found\n"));
          }
        });
  }

  private static void answer(HttpExchange exchange, Page page) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.type());
    if (method.equals("HEAD")) {
      exchange.sendResponseHeaders(page.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(page.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  private static String metrics(NodeStatus now) {
    StringBuilder out = new StringBuilder();
    metric(out, "connected", "gauge", now.connected() ? 1 : 0);
    metric(out, "share_bytes", "gauge", now.shareBytes());
    metric(out, "used_bytes", "gauge", now.usedBytes());
    metric(out, "bits", "gauge", now.bits());
    metric(out, "working_bits", "gauge", now.working());
    metric(out, "unreadable_bits", "gauge", now.unreadable());
    metric(out, "lost_bits_total", "counter", now.lost());
    metric(out, "hashed_bytes_total", "counter", now.hashedBytes());
    metric(out, "sent_bytes_total", "counter", now.sentBytes());
    metric(out, "received_bytes_total", "counter", now.receivedBytes());
    return out.toString();
  }

  private static void metric(StringBuilder out, String name, String type, long value) {
    String full = "fractus_node_" + name;
    out.append("# TYPE ").append(full).append(' ').append(type).append('\n');
    out.append(full).append(' ').append(value).append('\n');
  }

  @Override
  public void close() {
    closing.run();
    server.stop(0);
    threads.shutdownNow();
  }
}
