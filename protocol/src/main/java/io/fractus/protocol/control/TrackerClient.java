// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Json;
import io.fractus.protocol.Limits;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Target;
import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tracker's control API, one method an operation. Every method blocks for at most {@link
 * Limits#WAIT_MAX} and a few seconds, does not retry, and throws {@link TrackerException}.
 * Thread-safe.
 */
public final class TrackerClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Limits.WAIT_MAX.plusSeconds(10);

  private final URI base;
  private final String token;
  private final HttpClient http;

  /**
   * @param base such as {@code http://127.0.0.1:6969}
   * @param token a join, gateway or admin token, by what will be called
   */
  public TrackerClient(URI base, String token) {
    this.base = base;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  /** Needs any token. */
  public CloudView cloud() {
    return Json.read(call("GET", "/api/v1/cloud", null), CloudView.class);
  }

  /** Needs the join token. */
  public JoinReply join(JoinRequest request) {
    return Json.read(call("POST", "/api/v1/nodes", request), JoinReply.class);
  }

  /** Registers a stock client as a node. Needs the admin or the join token. */
  public StockNodeReply joinStock(StockNodeRequest request) {
    return Json.read(call("POST", "/api/v1/nodes/stock", request), StockNodeReply.class);
  }

  /** Needs the gateway token, as do all that follow; {@link #nodes} takes the admin token too. */
  public PlaceReply place(PlaceRequest request) {
    return Json.read(call("POST", "/api/v1/placements", request), PlaceReply.class);
  }

  public SourcesReply sources(SourcesRequest request) {
    return Json.read(call("POST", "/api/v1/sources", request), SourcesReply.class);
  }

  /** What stripes can bear, and why. */
  public ExplainReply explain(ExplainRequest request) {
    return Json.read(call("POST", "/api/v1/explanations", request), ExplainReply.class);
  }

  /** Which layouts give what is wished, or what a layout gives, on the nodes that there are. */
  public Plan plan(Target target) {
    String query = URLEncoder.encode(target.toString(), StandardCharsets.UTF_8);
    return Json.read(call("GET", "/api/v1/plan?target=" + query, null), Plan.class);
  }

  public void release(List<InfoHash> bits) {
    call("POST", "/api/v1/releases", new ReleaseRequest(bits));
  }

  public void report(List<ReportRequest.Report> reports) {
    call("POST", "/api/v1/reports", new ReportRequest(reports));
  }

  /** Asks for bits to rebuild, and says what became of others. */
  public RebuildReply rebuilds(RebuildRequest request) {
    return Json.read(call("POST", "/api/v1/rebuilds", request), RebuildReply.class);
  }

  /** Has a node connect out; it is told when this returns. */
  public void call(CallRequest request) {
    call("POST", "/api/v1/calls", request);
  }

  public List<NodeView> nodes() {
    return Arrays.asList(Json.read(call("GET", "/api/v1/nodes", null), NodeView[].class));
  }

  /**
   * The newest events of a node, at most 1,000.
   *
   * @param node its id or its name
   */
  public List<NodeEvent> events(String node) {
    return Arrays.asList(
        Json.read(call("GET", "/api/v1/nodes/" + node + "/events", null), NodeEvent[].class));
  }

  private String call(String method, String path, @Nullable Object body) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(REQUEST_TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build();
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new TrackerException("no answer from the tracker at " + base + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrackerException("interrupted while waiting for the tracker at " + base, e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new TrackerException(problem(response));
    }
    return response.body();
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Problem problem(HttpResponse<String> response) {
    try {
      return Json.read(response.body(), Problem.class);
    } catch (IllegalArgumentException _) {
      return new Problem(
          "tracker-error",
          "Tracker error",
          response.statusCode(),
          "the tracker answered " + response.statusCode());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
