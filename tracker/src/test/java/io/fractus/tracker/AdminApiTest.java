// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.tracker.Http.Answer;
import io.fractus.tracker.admin.AdminLimits;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators see and do over HTTP, and who is let in. */
class AdminApiTest {
  private static final String[] HEADER = {"X-Fractus-Request", "test"};

  @TempDir private Path directory;
  private TestCloud cloud;
  private Http admin;
  private Http stranger;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory);
    admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin());
    stranger = new Http(cloud.tracker.uri(), "");
  }

  @AfterEach
  void stop() {
    admin.close();
    stranger.close();
    cloud.close();
  }

  private Answer signIn(String token) {
    return stranger.send("POST", "/api/v1/session", "{\"token\":\"" + token + "\"}", HEADER);
  }

  private static List<String> names(Answer nodes) {
    List<String> names = new ArrayList<>();
    nodes.body().forEach(node -> names.add(node.get("name").asString()));
    return names;
  }

  @Test
  void signIn_rightToken_getsACookieThatNoScriptReads() {
    Answer answer = signIn(cloud.tracker.tokens().admin());

    assertThat(answer.status()).isEqualTo(201);
    String cookie = answer.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
    String own = cookie.replaceFirst(";.*", "");
    assertThat(stranger.get("/api/v1/cloud/summary", "Cookie", own).status()).isEqualTo(200);
    assertThat(stranger.get("/api/v1/nodes", "Cookie", own).status()).isEqualTo(200);
    assertThat(stranger.get("/api/v1/session", "Cookie", own).body().get("signedIn").asBoolean())
        .isTrue();
  }

  @Test
  void signOut_cookie_isWorthNothingAfter() {
    String own =
        signIn(cloud.tracker.tokens().admin()).header("Set-Cookie").replaceFirst(";.*", "");

    assertThat(
            stranger
                .send("DELETE", "/api/v1/session", "", "Cookie", own, HEADER[0], HEADER[1])
                .status())
        .isEqualTo(204);

    assertThat(stranger.get("/api/v1/cloud/summary", "Cookie", own).status()).isEqualTo(401);
  }

  @Test
  void change_cookieWithoutTheHeader_isRefused() {
    cloud.withNodes(1);
    String own =
        signIn(cloud.tracker.tokens().admin()).header("Set-Cookie").replaceFirst(";.*", "");

    Answer answer = stranger.send("POST", "/api/v1/nodes/n0/drain", "", "Cookie", own);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.type()).isEqualTo("header-missing");
    assertThat(
            stranger
                .send("POST", "/api/v1/nodes/n0/drain", "", "Cookie", own, HEADER[0], HEADER[1])
                .status())
        .isEqualTo(200);
  }

  @Test
  void signIn_wrongTokens_areSlowedDown() {
    for (int i = 0; i < AdminLimits.SIGN_IN_FAILURES_PER_ADDRESS_MAX; i++) {
      assertThat(signIn("wrong" + i).type()).isEqualTo("wrong-token");
    }

    // The right one too, or the answer would tell which one is right.
    Answer answer = signIn(cloud.tracker.tokens().admin());
    assertThat(answer.status()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 61);
  }

  @Test
  void adminRoutes_otherTokens_areRefused() {
    for (String token :
        List.of("", "wrong", cloud.tracker.tokens().gateway(), cloud.tracker.tokens().join())) {
      try (Http other = new Http(cloud.tracker.uri(), token)) {
        for (String path :
            List.of(
                "/api/v1/cloud/summary",
                "/api/v1/events",
                "/api/v1/events/stream",
                "/api/v1/swarms",
                "/api/v1/sites",
                "/api/v1/nodes/n0")) {
          assertThat(other.get(path).status()).as("%s with %s", path, token).isEqualTo(401);
        }
      }
    }
  }

  @Test
  void answers_haveHeadersForBrowsers() {
    for (String path : List.of("/", "/ui/app.js", "/api/v1/session")) {
      Answer answer = stranger.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }
  }

  @Test
  void uiFile_askedForAgain_isNotSentAgain() {
    String tag = stranger.get("/").header("ETag");

    assertThat(stranger.get("/", "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(stranger.get("/ui/nothing.js").status()).isEqualTo(404);
    assertThat(stranger.get("/ui/..%2fadmin/openapi.json").status()).isIn(400, 404);
  }

  @Test
  void nodes_filterSortAndPage_areApplied() {
    cloud.withNodes(5);
    cloud.join("away", "site1");

    Answer page = admin.get("/api/v1/nodes?sort=-name&limit=2&offset=1");

    // Sorted the other way round: n4 is skipped.
    assertThat(names(page)).containsExactly("n3", "n2");
    assertThat(page.header("X-Total-Count")).isEqualTo("6");
    assertThat(page.header("Link"))
        .isEqualTo("</api/v1/nodes?limit=2&offset=3&sort=-name>; rel=\"next\"");
    assertThat(names(admin.get("/api/v1/nodes?state=absent"))).containsExactly("away");
    assertThat(names(admin.get("/api/v1/nodes?site=site1"))).containsExactly("n1", "away");
    assertThat(names(admin.get("/api/v1/nodes?q=AWA"))).containsExactly("away");
    assertThat(names(admin.get("/api/v1/nodes?class=phone"))).isEmpty();
    assertThat(admin.get("/api/v1/nodes?limit=1001").status()).isEqualTo(400);
    assertThat(admin.get("/api/v1/nodes?state=happy").status()).isEqualTo(400);
  }

  @Test
  void drain_node_getsNoNewCopiesUntilUndrained() {
    cloud.withNodes(4);
    assertThat(admin.send("POST", "/api/v1/nodes/n0/drain", "").body().get("state").asString())
        .isEqualTo("draining");

    for (int i = 0; i < 3; i++) {
      PlaceReply reply = cloud.gateway.place(cloud.stripe(3, 1));
      assertThat(reply.bits())
          .allSatisfy(
              bit -> assertThat(bit.copies()).noneMatch(copy -> copy.nodeName().equals("n0")));
    }

    admin.send("POST", "/api/v1/nodes/n0/undrain", "");
    assertThat(cloud.gateway.place(cloud.stripe(4, 1)).bits())
        .anySatisfy(bit -> assertThat(bit.copies()).anyMatch(copy -> copy.nodeName().equals("n0")));
  }

  @Test
  void revoke_node_isRefusedAtOnceAndItsCopiesAreWanting() {
    cloud.withNodes(3);
    PlaceRequest stripe = cloud.stripe(2, 1);
    PlaceReply placed = cloud.gateway.place(stripe);
    String node = placed.bits().getFirst().copies().getFirst().nodeId();
    TestNode client = cloud.node(node);
    client.completed(placed.bits().getFirst().infoHash());

    Answer answer = admin.send("POST", "/api/v1/nodes/" + node + "/revoke", "");

    assertThat(answer.body().get("state").asString()).isEqualTo("revoked");
    assertThat(answer.body().get("bits").asInt()).isZero();
    try (Http self = new Http(cloud.tracker.uri(), client.identity.token())) {
      assertThat(self.get("/api/v1/cloud").status()).isEqualTo(401);
    }
    assertThat(stranger.get("/announce?passkey=" + client.identity.passkey()).response().body())
        .contains("unknown passkey");
    // What the registry keeps in place of a secret is none, and no new one is given out.
    assertThat(stranger.get("/announce?passkey=revoked-" + node).response().body())
        .contains("unknown passkey");
    assertThat(admin.send("POST", "/api/v1/nodes/" + node + "/passkey", "").type())
        .isEqualTo("node-revoked");
    assertThat(names(admin.get("/api/v1/nodes"))).hasSize(2);
    assertThat(names(admin.get("/api/v1/nodes?state=revoked"))).hasSize(1);
    assertThat(cloud.gateway.cloud().nodesRegistered()).isEqualTo(2);
    assertThat(admin.send("POST", "/api/v1/nodes/" + node + "/undrain", "").type())
        .isEqualTo("node-revoked");
    TestCloud.await(
        "placed elsewhere",
        () ->
            cloud.gateway.place(stripe).bits().stream()
                .allMatch(bit ->
                    bit.copies().size() == 1 && !bit.copies().getFirst().nodeId().equals(node)));
  }

  @Test
  void change_nameSiteAndRegion_areKept() {
    cloud.withNodes(2);

    Answer answer =
        admin.send("PATCH", "/api/v1/nodes/n0", "{\"name\":\"attic\",\"region\":\"north\"}");

    assertThat(answer.body().get("name").asString()).isEqualTo("attic");
    assertThat(answer.body().get("region").asString()).isEqualTo("north");
    assertThat(answer.body().get("site").asString()).isEqualTo("site0");
    assertThat(admin.send("PATCH", "/api/v1/nodes/n1", "{\"name\":\"attic\"}").status())
        .isEqualTo(409);
    assertThat(admin.send("PATCH", "/api/v1/nodes/n1", "{\"name\":\"<b>\"}").status())
        .isEqualTo(400);
    assertThat(admin.send("PATCH", "/api/v1/nodes/n0", "{}").status()).isEqualTo(404);
    assertThat(cloud.gateway.events("attic").stream().map(event -> event.kind()))
        .contains("changed");
  }

  @Test
  void summary_placedStripe_isCounted() {
    cloud.withNodes(6);
    PlaceReply placed = cloud.gateway.place(cloud.stripe(2, 2));
    placed
        .bits()
        .forEach(bit ->
            bit.copies().forEach(copy -> cloud.node(copy.nodeId()).completed(bit.infoHash())));

    TestCloud.await(
        "complete",
        () ->
            admin.get("/api/v1/cloud/summary").body().get("bits").get("copiesComplete").asInt()
                == 4);
    JsonNode summary = admin.get("/api/v1/cloud/summary").body();
    assertThat(summary.get("bits").get("bits").asInt()).isEqualTo(2);
    assertThat(summary.get("bits").get("bitsWanting").asInt()).isZero();
    assertThat(summary.get("nodes").get("online").asInt()).isEqualTo(6);
    JsonNode space = summary.get("space");
    long parts =
        space.get("usedBytes").asLong()
            + space.get("freeReliableBytes").asLong()
            + space.get("freeOnlineBytes").asLong()
            + space.get("freeAbsentBytes").asLong()
            + space.get("freeDrainingBytes").asLong();
    // They joined today: nobody knows yet whether they are reliable.
    assertThat(space.get("freeReliableBytes").asLong()).isZero();
    assertThat(parts).isEqualTo(space.get("shareBytes").asLong()).isEqualTo(6 * TestCloud.SHARE);
    assertThat(admin.get("/api/v1/swarms").body()).hasSize(2);
    assertThat(admin.get("/api/v1/swarms?wanting=true").body()).isEmpty();
    String bit = placed.bits().getFirst().infoHash().toString();
    assertThat(admin.get("/api/v1/swarms/" + bit).body().get("holders")).hasSize(2);
  }

  @Test
  void sites_nodes_areGrouped() {
    cloud.withNodes(2);
    cloud.join("more", "site1");

    JsonNode sites = admin.get("/api/v1/sites").body();

    assertThat(sites).hasSize(2);
    assertThat(sites.get(1).get("nodes").asInt()).isEqualTo(2);
    assertThat(sites.get(1).get("online").asInt()).isEqualTo(1);
    assertThat(admin.get("/api/v1/regions").body().get(0).get("sites").asInt()).isEqualTo(2);
  }

  @Test
  @Timeout(60)
  void eventStream_resumed_missesNothing() throws Exception {
    cloud.join("first", "s");
    long last = admin.get("/api/v1/events").body().get(0).get("id").asLong();
    cloud.join("second", "s");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(URI.create(cloud.tracker.uri() + "/api/v1/events/stream"))
                  .header("Authorization", "Bearer " + cloud.tracker.tokens().admin())
                  .header("Last-Event-ID", Long.toString(last))
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(nextData(lines)).contains("\"nodeName\":\"second\"");
        // This one comes while the stream waits.
        cloud.join("third", "s");
        assertThat(nextData(lines)).contains("\"nodeName\":\"third\"");
      }
      client.shutdownNow();
    }
  }

  private static String nextData(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data: ")) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
    return line;
  }
}
