// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.Json;
import io.fractus.protocol.Limits;
import io.fractus.protocol.control.CloudView;
import io.fractus.protocol.control.JoinReply;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask the control API for what, and what the answers to bad requests are. */
class ControlApiTest {
  @TempDir private Path directory;
  private TestCloud cloud;
  private HttpClient http;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory);
    http = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    cloud.close();
  }

  private HttpResponse<String> post(String path, String token, byte[] body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(cloud.tracker.uri() + path))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(cloud.tracker.uri() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Problem problem(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    Problem problem = Json.read(response.body(), Problem.class);
    assertThat(problem.status()).isEqualTo(response.statusCode());
    return problem;
  }

  private static void assertProblem(Runnable call, String type, int status) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> {
              assertThat(e.problem().type()).isEqualTo(type);
              assertThat(e.problem().status()).isEqualTo(status);
            });
  }

  private TrackerClient client(String token) {
    return new TrackerClient(cloud.tracker.uri(), token);
  }

  @Test
  void start_firstTime_makesSecretsThatOnlyTheOwnerReads() throws Exception {
    for (String name : new String[] {"join.token", "gateway.token", "admin.token", "cloud.id"}) {
      Path file = directory.resolve("tracker").resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(cloud.tracker.tokens().cloudId()).matches("[0-9a-f]{16}");
    assertThat(cloud.tracker.tokens().toString()).doesNotContain(cloud.tracker.tokens().gateway());
  }

  @Test
  void join_newNode_getsItsIdentity() {
    JoinReply reply = cloud.join("n1", "s1");

    assertThat(reply.cloudId()).isEqualTo(cloud.tracker.tokens().cloudId());
    assertThat(cloud.gateway.nodes())
        .singleElement()
        .satisfies(node -> {
          assertThat(node.nodeId()).isEqualTo(reply.nodeId());
          assertThat(node.online()).isFalse();
          assertThat(node.lastSeen()).isNull();
        });
    assertThat(cloud.gateway.events(reply.nodeId()))
        .singleElement()
        .satisfies(event -> assertThat(event.kind()).isEqualTo("joined"));
  }

  @Test
  void join_nameTaken_isAConflict() {
    cloud.join("n1", "s1");

    assertProblem(() -> cloud.join("n1", "s2"), "name-taken", 409);
  }

  @Test
  void cloud_anyToken_isEnough() {
    JoinReply node = cloud.join("n1", "s1");
    var tokens = cloud.tracker.tokens();
    for (String token :
        new String[] {tokens.join(), tokens.gateway(), tokens.admin(), node.token()}) {
      try (TrackerClient client = client(token)) {
        CloudView view = client.cloud();
        assertThat(view.cloudId()).isEqualTo(tokens.cloudId());
        assertThat(view.nodesRegistered()).isOne();
      }
    }
    try (TrackerClient nobody = client("nobody")) {
      assertProblem(nobody::cloud, "wrong-token", 401);
    }
  }

  @Test
  void call_tokenOfAnotherRole_isRefused() {
    JoinReply node = cloud.join("n1", "s1");
    try (TrackerClient client = client(node.token());
        TrackerClient join = client(cloud.tracker.tokens().join());
        TrackerClient admin = client(cloud.tracker.tokens().admin())) {
      assertProblem(client::nodes, "wrong-token", 401);
      assertProblem(join::nodes, "wrong-token", 401);
      assertProblem(() -> admin.place(cloud.stripe(1, 1)), "wrong-token", 401);
      assertThat(admin.nodes()).hasSize(1);
    }
  }

  @Test
  void events_unknownNode_isNotFound() {
    assertProblem(() -> cloud.gateway.events("nobody"), "node-unknown", 404);
  }

  @Test
  void channel_wrongToken_isNotUpgraded() {
    JoinReply node = cloud.join("n1", "s1");
    JoinReply wrong = new JoinReply(node.cloudId(), node.nodeId(), node.passkey(), "wrong");
    try (TestNode stranger = new TestNode(wrong, "stranger", 7_001)) {
      assertThatThrownBy(() -> stranger.open(cloud.tracker.uri()))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
    }
  }

  @Test
  void channel_whatIsNoMessage_isClosed() {
    cloud.withNodes(1);
    TestNode node = cloud.nodes.values().iterator().next();

    node.sayText("{\"type\":\"nonsense\"}");

    TestCloud.await("closed", () -> node.closeStatus == 1008);
    TestCloud.await("absent", () -> !cloud.view(node).online());
  }

  @Test
  void channel_brokenConnection_isAbsentAtOnce() {
    cloud.withNodes(1);
    TestNode node = cloud.nodes.values().iterator().next();

    node.vanish();

    // The heartbeat timeout of this tracker is a minute: it is the connection that tells.
    TestCloud.await("absent", () -> !cloud.view(node).online());
    TestCloud.await("event", () -> cloud.events(node).getFirst().equals("absent"));
    assertThat(cloud.view(node).lastSeen()).isNotNull();
  }

  @Test
  void post_malformedJson_isAProblem() throws Exception {
    String token = cloud.tracker.tokens().gateway();

    Problem broken = problem(post("/api/v1/sources", token, "{".getBytes(StandardCharsets.UTF_8)));
    Problem wrong =
        problem(
            post(
                "/api/v1/sources",
                token,
                "{\"bits\":[],\"minimumComplete\":0,\"waitMillis\":0}"
                    .getBytes(StandardCharsets.UTF_8)));

    assertThat(broken.type()).isEqualTo("malformed-request");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(wrong.detail()).contains("bits must be 1..4096, is 0");
  }

  @Test
  void post_oversizedBody_isTooLarge() throws Exception {
    byte[] body = new byte[Limits.MESSAGE_BYTES_MAX + 1];

    Problem problem = problem(post("/api/v1/reports", cloud.tracker.tokens().gateway(), body));

    assertThat(problem.type()).isEqualTo("too-large");
    assertThat(problem.status()).isEqualTo(413);
  }

  @Test
  void request_noSuchPath_isAProblem() throws Exception {
    assertThat(problem(post("/api/v2/nodes", "x", new byte[0])).type()).isEqualTo("not-found");
  }

  @Test
  void request_thatJettyRefuses_isAProblemToo() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cloud.tracker.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /a%00b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
  }

  @Test
  void health_runningTracker_isWellAndCounts() throws Exception {
    cloud.withNodes(2);
    cloud.join("absent", "s9");
    cloud.gateway.place(cloud.stripe(2, 1));

    assertThat(get("/healthz")).isEqualTo("ok\n");
    assertThat(get("/readyz")).isEqualTo("ready\n");
    assertThat(get("/metrics"))
        .contains("fractus_tracker_nodes_registered 3\n")
        .contains("fractus_tracker_nodes_online 2\n")
        .contains("fractus_tracker_bits 2\n")
        .contains("fractus_tracker_copies{state=\"wanted\"} 2\n")
        .contains("fractus_tracker_announces_total 0\n")
        .contains("fractus_tracker_repair_queue{urgency=\"urgent\"} 0\n")
        .contains("fractus_tracker_repair_bytes_total 0\n");
  }

  @Test
  void start_portInUse_saysWhichPort() {
    TrackerConfig second =
        TrackerConfig.of(directory.resolve("second"), "127.0.0.1", cloud.tracker.port());

    assertThatThrownBy(() -> Tracker.start(second))
        .isInstanceOf(TrackerStartException.class)
        .hasMessageContaining("port " + cloud.tracker.port());
  }
}
