// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.StockNodeRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.Http.Answer;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinTokensTest {
  @TempDir private Path directory;
  private TestCloud cloud;
  private Http admin;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory);
    admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin());
  }

  @AfterEach
  void stop() {
    admin.close();
    cloud.close();
  }

  private Answer create(String body) {
    return admin.send("POST", "/api/v1/tokens", body);
  }

  private int call(String token, Function<TrackerClient, Object> call) {
    try (TrackerClient client = new TrackerClient(cloud.tracker.uri(), token)) {
      var _ = call.apply(client);
      return 200;
    } catch (TrackerException e) {
      return e.problem().status();
    }
  }

  private int join(String token, String name) {
    return call(
        token,
        client ->
            client.join(new JoinRequest(name, "s", "r", "lab", 1, "127.0.0.1", 7_001, "test")));
  }

  @Test
  void join_limitedToken_isGoodForAsManyAsItSays() {
    Answer made = create("{\"uses\":2,\"note\":\"for the lab\"}");
    String token = made.body().get("token").asString();

    assertThat(made.status()).isEqualTo(201);
    assertThat(join(token, "a")).isEqualTo(200);
    // A name that is taken costs no use.
    assertThat(join(token, "a")).isEqualTo(409);
    assertThat(
            call(token, client -> client.joinStock(new StockNodeRequest("b", "s", "r", "lab", 1))))
        .isEqualTo(200);
    assertThat(join(token, "c")).isEqualTo(401);
    assertThat(admin.get("/api/v1/tokens").body().get(0).get("usesLeft").asInt()).isZero();
    assertThat(admin.get("/api/v1/tokens").body().toString()).doesNotContain(token);
    assertThat(join(cloud.tracker.tokens().join(), "c")).isEqualTo(200);
  }

  @Test
  void join_revokedToken_isRefusedAfterARestartToo() {
    Answer made = create("{\"uses\":5,\"expiresSeconds\":0}");
    String token = made.body().get("token").asString();
    assertThat(join(token, "a")).isEqualTo(200);

    String path = "/api/v1/tokens/" + made.body().at("/about/id").asString();
    assertThat(admin.send("DELETE", path, "").status()).isEqualTo(204);

    assertThat(join(token, "b")).isEqualTo(401);
    cloud.restartTracker();
    assertThat(join(token, "b")).isEqualTo(401);
    assertThat(admin.send("DELETE", "/api/v1/tokens/99", "").status()).isEqualTo(404);
    assertThat(admin.send("DELETE", "/api/v1/tokens/x", "").status()).isEqualTo(404);
  }

  @Test
  void join_expiredToken_isRefused() throws Exception {
    String token = create("{\"uses\":1000,\"expiresSeconds\":1}").body().get("token").asString();
    TestCloud.await("expired", () -> join(token, "n" + System.nanoTime()) == 401);
  }

  @Test
  void create_outOfBoundsOrByOthers_isRefused() {
    assertThat(create("{\"uses\":0}").status()).isEqualTo(400);
    assertThat(create("{\"expiresSeconds\":-1}").status()).isEqualTo(400);
    try (Http joiner = new Http(cloud.tracker.uri(), cloud.tracker.tokens().join())) {
      assertThat(joiner.send("POST", "/api/v1/tokens", "{}").status()).isEqualTo(401);
      assertThat(joiner.get("/api/v1/tokens").status()).isEqualTo(401);
    }
    // A token to join with is a token for nothing else.
    String token = create("{}").body().get("token").asString();
    try (Http holder = new Http(cloud.tracker.uri(), token)) {
      assertThat(holder.get("/api/v1/nodes").status()).isEqualTo(401);
    }
  }
}
