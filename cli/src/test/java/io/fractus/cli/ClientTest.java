// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fractus.cli.base.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client commands against an HTTP server that keeps objects in memory. */
final class ClientTest {
  private static final String TOKEN = "t0ken";

  /** The MD5 of "hello". */
  private static final String HELLO_MD5 = "5d41402abc4b2a76b9719d911017c592";

  @TempDir Path directory;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String etag = HELLO_MD5;
  private volatile int missing;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void put_file_sendsItsLengthAndMakesTheBucket() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "hello");
    Terminal terminal = terminal();
    assertThat(terminal.run("put", file.toString(), "demo/a b/ü.txt")).isZero();
    assertThat(requests)
        .containsExactly(
            "HEAD /api/v1/buckets/demo",
            "PUT /api/v1/buckets/demo",
            "PUT /api/v1/buckets/demo/objects/a%20b/%C3%BC.txt length=5");
    assertThat(terminal.out()).as("no data was asked for").isEmpty();
  }

  @Test
  void put_standardInput_isStreamed() {
    Terminal terminal = terminal("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(terminal.run("put", "-", "demo/a", "--json")).isZero();
    assertThat(objects.get("/api/v1/buckets/demo/objects/a")).asString().isEqualTo("hello");
    assertThat(terminal.out()).contains("\"key\":\"a\"", HELLO_MD5);
  }

  @Test
  void put_emptyFile_isStored() throws IOException {
    Path file = Files.createFile(directory.resolve("empty"));
    assertThat(terminal().run("put", file.toString(), "demo/empty")).isZero();
    assertThat(objects.get("/api/v1/buckets/demo/objects/empty")).isEmpty();
  }

  @Test
  void put_fileThatIsNotThere_fails() {
    Terminal terminal = terminal();
    assertThat(terminal.run("put", directory + "/none", "demo/a")).isEqualTo(Failure.FAILED);
    assertThat(terminal.err()).contains("no such file");
  }

  @Test
  void get_object_isWrittenInWhole() throws IOException {
    given("demo", "a", "hello");
    Path file = directory.resolve("out.txt");
    assertThat(terminal().run("get", "demo/a", file.toString())).isZero();
    assertThat(file).hasContent("hello");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void get_toStandardOutput_isTheBytes() {
    given("demo", "a", "hello");
    Terminal terminal = terminal();
    assertThat(terminal.run("get", "demo/a", "-")).isZero();
    assertThat(terminal.outBytes()).asString().isEqualTo("hello");
  }

  @Test
  void get_range_asksForIt() {
    given("demo", "a", "hello");
    assertThat(terminal().run("get", "demo/a", "-", "--range", "1-2")).isZero();
    assertThat(requests).anyMatch(request -> request.endsWith(" range=bytes=1-2"));
  }

  @Test
  void get_rangeThatIsNone_isWrongUsage() {
    assertThat(terminal().run("get", "demo/a", "-", "--range", "5-2"))
        .isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal().run("get", "demo/a", "-", "--range", "all"))
        .isEqualTo(Failure.WRONG_USAGE);
  }

  @Test
  void get_wrongBytes_failsAndLeavesTheOldFile() throws IOException {
    given("demo", "a", "hello");
    etag = "00000000000000000000000000000000";
    Path file = Files.writeString(directory.resolve("out.txt"), "old");
    Terminal terminal = terminal();
    assertThat(terminal.run("get", "demo/a", file.toString())).isEqualTo(Failure.FAILED);
    assertThat(terminal.err()).contains("not right", HELLO_MD5);
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void get_bodyThatBreaksOff_failsAndWritesNothing() {
    given("demo", "a", "hello");
    missing = 2;
    Path file = directory.resolve("out.txt");
    Terminal terminal = terminal();
    assertThat(terminal.run("get", "demo/a", file.toString())).isEqualTo(Failure.FAILED);
    assertThat(terminal.err()).contains("broke off");
    assertThat(file).doesNotExist();
  }

  @Test
  void get_noSuchKey_failsWithWhatTheGatewaySaid() {
    Terminal terminal = terminal();
    assertThat(terminal.run("get", "demo/none", "-")).isEqualTo(Failure.FAILED);
    assertThat(terminal.err()).isEqualTo("fractus: no object demo/none\n");
  }

  @Test
  void get_nobodyListens_isNotReachable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Terminal terminal = terminal();
    String nowhere = "http://127.0.0.1:" + port;
    assertThat(terminal.run("get", "demo/a", "-", "--endpoint", nowhere))
        .isEqualTo(Failure.NOT_REACHABLE);
    assertThat(terminal.err()).contains(nowhere);
  }

  @Test
  void get_wrongToken_saysWhatToCheck() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "other\n");
    Terminal terminal = terminal();
    assertThat(terminal.run("get", "demo/a", "-", "--token-file", token.toString()))
        .isEqualTo(Failure.FAILED);
    assertThat(terminal.err()).contains("check the token").doesNotContain("other");
  }

  @Test
  void rm_objectThatIsNotThere_failsUnlessForced() {
    assertThat(terminal().run("rm", "demo/none")).isEqualTo(Failure.FAILED);
    assertThat(terminal().run("rm", "-f", "demo/none")).isZero();
  }

  @Test
  void rm_object_isGone() {
    given("demo", "a", "hello");
    assertThat(terminal().run("rm", "demo/a")).isZero();
    assertThat(objects).isEmpty();
  }

  private Terminal terminal(byte[] input) {
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    return new Terminal(Map.of("FRACTUS_ENDPOINT", endpoint, "FRACTUS_TOKEN", TOKEN), input);
  }

  private Terminal terminal() {
    return terminal(new byte[0]);
  }

  private void given(String bucket, String key, String text) {
    objects.put(
        "/api/v1/buckets/" + bucket + "/objects/" + key, text.getBytes(StandardCharsets.UTF_8));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String method = exchange.getRequestMethod();
    requests.add(method + " " + path + detail(exchange));
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      problem(exchange, 401, "no such token");
    } else if (method.equals("PUT")) {
      objects.put(path, body);
      exchange.getResponseHeaders().add("ETag", "\"" + HELLO_MD5 + "\"");
      answer(exchange, 201, new byte[0]);
    } else if (!objects.containsKey(path)) {
      problem(exchange, 404, "no object demo/none");
    } else if (method.equals("DELETE")) {
      objects.remove(path);
      answer(exchange, 204, new byte[0]);
    } else {
      exchange.getResponseHeaders().add("ETag", "\"" + etag + "\"");
      answer(exchange, 200, objects.get(path));
    }
  }

  private static String detail(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    String range = exchange.getRequestHeaders().getFirst("Range");
    boolean body = length != null && !length.equals("0");
    return (body ? " length=" + length : "") + (range != null ? " range=" + range : "");
  }

  private void problem(HttpExchange exchange, int status, String detail) throws IOException {
    String problem =
        "{\"type\":\"t\",\"title\":\"t\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}";
    answer(exchange, status, problem.getBytes(StandardCharsets.UTF_8));
  }

  /** With a length that is {@code missing} bytes more than what is sent. */
  private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body, 0, body.length - missing);
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }
}
