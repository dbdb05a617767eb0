// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a cloud tells of itself, over REST and in the metrics of its gateway. Thread-safe. */
public final class CloudNumbers implements AutoCloseable {
  private static final Duration SETTLE_MAX = Duration.ofMinutes(2);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 50;

  private final URI api;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * The numbers of one cloud.
   *
   * @param api its REST endpoint
   * @param token its bearer token
   */
  public CloudNumbers(URI api, String token) {
    this.api = api;
    this.token = token;
  }

  /** Waits until nothing is staged: all copies stand, and reads are from nodes. */
  public void awaitSpread() throws IOException {
    long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
    while (metric("fractus_gateway_bits_seeded") > 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("copies are still wanting after " + SETTLE_MAX.toSeconds() + " s");
      }
      pause(LOOK_MILLIS);
    }
  }

  /** What all nodes hold together. */
  Held held() throws IOException {
    List<NodeView> nodes = List.of(Json.read(get("/api/v1/nodes"), NodeView[].class));
    return new Held(
        nodes.stream().mapToLong(NodeView::bits).sum(),
        nodes.stream().mapToLong(NodeView::usedBytes).sum());
  }

  private long metric(String name) throws IOException {
    Matcher matcher = Pattern.compile("(?m)^" + name + " (\\d+)").matcher(get("/metrics"));
    if (!matcher.find()) {
      throw new IOException("no " + name + " in the gateway's metrics");
    }
    return Long.parseLong(matcher.group(1));
  }

  private String get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve(path))
            .header("Authorization", "Bearer " + token)
            .timeout(ANSWER_MAX)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("GET " + path + ": " + response.statusCode() + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Bits on nodes.
   *
   * @param copies each a torrent of a node
   * @param bytes that they take there
   */
  record Held(long copies, long bytes) {}

  @Override
  public void close() {
    http.close();
  }
}
