// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import io.fractus.web.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Users, keys and quotas over REST, and what users may do there. */
class AdminApiTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ROOT = TestCloud.CREDENTIALS.restToken();
  private static final String USERS = "/api/v1/admin/users";

  @AfterAll
  static void stop() {
    HTTP.close();
    CLOUD.close();
  }

  @Test
  void user_createdChangedAndDeleted_isAsItWasSaid() throws Exception {
    JsonNode made = json(201, "PUT", USERS + "/u1", "");
    assertThat(made.get("policy").asString()).isEqualTo("readwrite");
    assertThat(made.get("enabled").asBoolean()).isTrue();
    assertThat(status("PUT", USERS + "/u1", "")).isEqualTo(409);
    JsonNode changed =
        json(
            200, "PATCH", USERS + "/u1", "{\"policy\":\"readonly\",\"bytes\":5,\"enabled\":false}");
    assertThat(changed.at("/quota/bytes").asLong()).isEqualTo(5);
    assertThat(json(200, "GET", USERS + "/u1", "")).isEqualTo(changed);
    assertThat(json(200, "GET", USERS, "")).anyMatch(user -> user.equals(changed));
    assertThat(json(200, "PATCH", USERS + "/u1", "{\"objects\":7}").at("/quota/bytes").asLong())
        .isEqualTo(5);
    assertThat(status("DELETE", USERS + "/u1", "")).isEqualTo(204);
    assertThat(status("GET", USERS + "/u1", "")).isEqualTo(404);
    assertThat(status("PUT", USERS + "/u1", "")).isEqualTo(409);
  }

  @Test
  void nonsense_refusedWithTheReason() throws Exception {
    for (List<String> bad :
        List.of(
            List.of("PUT", USERS + "/Not-A-Name", "", "400", "invalid"),
            List.of("PUT", USERS + "/u2", "{\"policy\":\"{}\"}", "400", "malformed-policy"),
            List.of("PUT", USERS + "/u2", "{\"polizy\":\"x\"}", "400", "invalid-argument"),
            List.of("PUT", USERS + "/u2", "{\"bytes\":-1}", "400", "invalid"),
            List.of("PUT", USERS + "/u2", " ".repeat(70_000), "413", "too-large"),
            List.of("PATCH", USERS + "/none", "{}", "404", "no-such-user"),
            List.of("PATCH", USERS + "/root", "{\"enabled\":false}", "409", "conflict"),
            List.of("DELETE", USERS + "/root", "", "409", "conflict"),
            List.of("POST", USERS + "/none/keys", "", "404", "no-such-user"),
            List.of("PATCH", "/api/v1/admin/keys/NONE", "{\"enabled\":true}", "404", "no-such-key"),
            List.of("PATCH", "/api/v1/admin/keys/NONE", "{}", "400", "invalid"))) {
      HttpResponse<String> answer = send(bad.get(0), bad.get(1), bad.get(2), ROOT);
      assertThat(answer.statusCode()).as(bad.toString()).hasToString(bad.get(3));
      assertThat(Json.read(answer.body(), JsonNode.class).get("type").asString())
          .isEqualTo(bad.get(4));
    }
    assertThat(status("GET", USERS + "/u2", "")).isEqualTo(404);
  }

  @Test
  void key_shownOnceThenDisabledAndDeleted_ofAUserThatOnlyHasItsOwn() throws Exception {
    var _ = json(201, "PUT", USERS + "/u3", "");
    JsonNode made = json(201, "POST", USERS + "/u3/keys", "{\"note\":\"lab\"}");
    String token = made.get("token").asString();
    String id = made.at("/about/id").asString();
    JsonNode listed = json(200, "GET", USERS + "/u3/keys", "");
    assertThat(listed.get(0).get("note").asString()).isEqualTo("lab");
    assertThat(listed.toString())
        .doesNotContain(token)
        .doesNotContain(made.get("secretAccessKey").asString());

    assertThat(send("PUT", "/api/v1/buckets/mine-u3", "", token).statusCode()).isEqualTo(201);
    assertThat(send("PUT", "/api/v1/buckets/roots-u3", "", ROOT).statusCode()).isEqualTo(201);
    String objects = "/api/v1/buckets/%s/objects/a/b";
    assertThat(send("PUT", objects.formatted("mine-u3"), "x", token).statusCode()).isEqualTo(201);
    assertThat(send("GET", objects.formatted("mine-u3"), "", token).body()).isEqualTo("x");
    assertThat(send("PUT", objects.formatted("roots-u3"), "x", token).statusCode()).isEqualTo(403);
    assertThat(send("GET", "/api/v1/buckets/roots-u3/objects", "", token).statusCode())
        .isEqualTo(403);
    assertThat(send("DELETE", "/api/v1/buckets/roots-u3", "", token).statusCode()).isEqualTo(403);
    assertThat(send("GET", "/api/v1/buckets", "", token).body())
        .contains("mine-u3")
        .doesNotContain("roots-u3");
    for (String path :
        List.of(
            USERS, USERS + "/u3", "/api/v1/nodes", objects.formatted("mine-u3") + "?placement")) {
      assertThat(send("GET", path, "", token).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(status("DELETE", USERS + "/u3", "")).isEqualTo(409);

    String key = "/api/v1/admin/keys/" + id;
    assertThat(status("PATCH", key, "{\"enabled\":false}")).isEqualTo(204);
    assertThat(send("GET", "/api/v1/buckets", "", token).statusCode()).isEqualTo(401);
    assertThat(status("PATCH", key, "{\"enabled\":true}")).isEqualTo(204);
    assertThat(send("GET", "/api/v1/buckets", "", token).statusCode()).isEqualTo(200);
    assertThat(status("DELETE", key, "")).isEqualTo(204);
    assertThat(send("GET", "/api/v1/buckets", "", token).statusCode()).isEqualTo(401);
  }

  @Test
  void quota_ofAUser_boundsWhatItPutsAndHowOften() throws Exception {
    var _ = json(201, "PUT", USERS + "/u4", "{\"bytes\":10,\"objects\":2}");
    String token = json(201, "POST", USERS + "/u4/keys", "").get("token").asString();
    assertThat(send("PUT", "/api/v1/buckets/mine-u4", "", token).statusCode()).isEqualTo(201);
    String objects = "/api/v1/buckets/mine-u4/objects/";
    assertThat(send("PUT", objects + "a", "0123456789", token).statusCode()).isEqualTo(201);
    HttpResponse<String> refused = send("PUT", objects + "b", "0", token);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("quota-exceeded");
    JsonNode user = json(200, "GET", USERS + "/u4", "");
    assertThat(user.at("/usage/bytes").asLong()).isEqualTo(10);
    assertThat(user.at("/usage/objects").asLong()).isEqualTo(1);
    assertThat(user.at("/buckets/0").asString()).isEqualTo("mine-u4");
    var _ = json(200, "PATCH", USERS + "/u4", "{\"requestsPerSecond\":1}");
    // However slow the machine: some of a hundred come within the second of another.
    long slow = 0;
    for (int i = 0; i < 100; i++) {
      slow += send("GET", objects + "a", "", token).statusCode() == 503 ? 1 : 0;
    }
    assertThat(slow).isPositive();
  }

  private static int status(String method, String path, String body) throws Exception {
    return send(method, path, body, ROOT).statusCode();
  }

  private static JsonNode json(int status, String method, String path, String body)
      throws Exception {
    HttpResponse<String> answer = send(method, path, body, ROOT);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Json.read(answer.body(), JsonNode.class);
  }

  private static HttpResponse<String> send(String method, String path, String body, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(CLOUD.rest() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }
}
