// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients against a server of HTTP that keeps what is put. */
class LoadTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final Map<String, String> signed = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Body body = Body.of("200 KB", 200_000);
  private HttpServer http;
  private S3Server server;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
    server =
        new S3Server(
            "test", URI.create("http://127.0.0.1:" + http.getAddress().getPort()), "id", "secret");
  }

  @AfterEach
  void stop() {
    http.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] sent = exchange.getRequestBody().readAllBytes();
      signed.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      if (refusals.getAndDecrement() > 0) {
        exchange.sendResponseHeaders(503, 0);
        exchange.getResponseBody().write("later".getBytes(StandardCharsets.UTF_8));
      } else if (exchange.getRequestMethod().equals("PUT")) {
        stored.put(path, sent);
        exchange.sendResponseHeaders(200, -1);
      } else {
        byte[] bytes = stored.getOrDefault(path, new byte[0]);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Test
  void run_putsAndGets_eachNumberOnce() throws IOException {
    Load load = new Load(4, LONG, 20);
    Latencies puts = load.run(server, (to, i) -> to.put("/b/" + i, body));
    assertThat(puts.sorted()).hasSize(20).isSorted();
    assertThat(stored)
        .hasSize(20)
        .allSatisfy((_, bytes) -> assertThat(bytes).isEqualTo(body.bytes()));
    Latencies gets =
        load.run(server, (from, i) -> assertThat(from.get("/b/" + i, body)).isPositive());
    assertThat(gets.sorted()).hasSize(20);
    assertThat(signed.values())
        .allMatch(value -> value.matches("AWS4-HMAC-SHA256 Credential=id/.*=[0-9a-f]{64}"));
  }

  @Test
  void run_noTimeLeft_sendsOneByEachClient() throws IOException {
    Load load = new Load(3, Duration.ZERO, 1_000);
    assertThat(load.run(server, (to, i) -> to.put("/b/" + i, body)).sorted()).hasSize(3);
    assertThat(stored.keySet()).containsExactlyInAnyOrder("/b/0", "/b/1", "/b/2");
  }

  @Test
  void run_serverIsBusy_triesAgainButNotForEver() throws IOException {
    Load load = new Load(1, LONG, 1);
    refusals.set(3);
    assertThat(load.run(server, (to, i) -> to.put("/b/" + i, body)).sorted()).hasSize(1);
    assertThat(stored).hasSize(1);
    refusals.set(6);
    assertThatThrownBy(() -> load.run(server, (to, i) -> to.put("/b/" + i, body)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503");
  }

  @Test
  void get_otherBytesThanWerePut_isAFailure() {
    byte[] other = body.bytes().clone();
    other[100_000]++;
    stored.put("/b/0", other);
    assertThatThrownBy(() -> new Load(1, LONG, 1).run(server, (to, i) -> to.get("/b/0", body)))
        .hasMessageContaining("has other bytes");
  }

  @Test
  void latencies_percentiles_areThoseOfTheSortedOnes() {
    List<Long> millions = new java.util.ArrayList<>();
    for (long i = 200; i > 0; i--) {
      millions.add(i * 1_000_000);
    }
    Latencies two = Latencies.of(millions, 2_000_000_000L);
    // The 101st and the 199th of 200, and 200 in two seconds.
    assertThat(two.p50Millis()).isEqualTo(101);
    assertThat(two.slowMillis()).isEqualTo(199);
    assertThat(two.perSecond()).isEqualTo(100);
    assertThat(two.and(two).perSecond()).isEqualTo(100);
    assertThat(Latencies.of(List.of(7_000_000L, 9_000_000L), 1).slowMillis()).isEqualTo(9);
  }
}
