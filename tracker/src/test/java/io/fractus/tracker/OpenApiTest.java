// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fractus.protocol.Json;
import io.fractus.tracker.Http.Answer;
import io.javalin.router.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document says what the tracker does: no route more or less, no field either. */
class OpenApiTest {
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  @TempDir private Path directory;
  private TestCloud cloud;
  private Http admin;
  private JsonNode document;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory);
    admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin());
    document = admin.get("/api/v1/openapi.json").body();
  }

  @AfterEach
  void stop() {
    admin.close();
    cloud.close();
  }

  @Test
  void document_andRoutes_areTheSame() {
    Set<String> routes = new TreeSet<>();
    for (Endpoint endpoint : cloud.tracker.routes()) {
      if (endpoint.path.startsWith("/api/") && METHODS.contains(endpoint.method.name())) {
        routes.add(endpoint.method.name() + " " + endpoint.path);
      }
    }
    Set<String> documented = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    assertThat(documented).isEqualTo(routes).hasSizeGreaterThan(25);
  }

  @Test
  void document_ofAStranger_isOpen() {
    try (Http stranger = new Http(cloud.tracker.uri(), "")) {
      assertThat(stranger.get("/api/v1/openapi.json").status()).isEqualTo(200);
    }
  }

  @Test
  void answers_ofALiveTracker_areWhatTheDocumentSays() {
    cloud.withNodes(6);
    String bit = cloud.gateway.place(cloud.stripe(3, 2)).bits().getFirst().infoHash().toString();
    String node = "/api/v1/nodes/n1";

    for (String path :
        List.of(
            "/api/v1/session",
            "/api/v1/cloud",
            "/api/v1/cloud/summary",
            "/api/v1/traffic",
            "/api/v1/nodes?sort=-free&limit=3",
            "/api/v1/nodes?state=online",
            node,
            node + "/bits",
            node + "/events",
            "/api/v1/sites",
            "/api/v1/regions",
            "/api/v1/swarms?wanting=true",
            "/api/v1/swarms/" + bit,
            "/api/v1/plan?layout=raid5:2%2B1",
            "/api/v1/plan?availability=0.999999&durability=11&overhead=1.5",
            "/api/v1/repair",
            "/api/v1/movement",
            "/api/v1/events?limit=5")) {
      check("get", path, admin.get(path));
    }
    check("patch", node, admin.send("PATCH", node, "{\"site\":\"elsewhere\"}"));
    check("post", node + "/passkey", admin.send("POST", node + "/passkey", ""));
    check("put", node + "/tags/slow", admin.send("PUT", node + "/tags/slow", "{}"));
    check("delete", node + "/tags/slow", admin.send("DELETE", node + "/tags/slow", ""));
    check("post", node + "/drain", admin.send("POST", node + "/drain", ""));
    check("get", node, admin.get(node));
    check("post", node + "/lost", admin.send("POST", node + "/lost", ""));
    check("get", "/api/v1/repair", admin.get("/api/v1/repair"));
    for (String action : List.of("drain", "undrain", "revoke")) {
      check("post", node + "/" + action, admin.send("POST", node + "/" + action, ""));
    }
    check("post", "/api/v1/tokens", admin.send("POST", "/api/v1/tokens", "{\"uses\":2}"));
    check("get", "/api/v1/tokens", admin.get("/api/v1/tokens"));
    String nobody = "/api/v1/nodes/nobody";
    check("get", nobody, admin.get(nobody));
    check("get", "/api/v1/plan", admin.get("/api/v1/plan"));
    check("get", "/api/v1/nodes?sort=luck", admin.get("/api/v1/nodes?sort=luck"));
  }

  /** Holds an answer against the schema of its operation, in which no other fields are allowed. */
  private void check(String method, String target, Answer answer) {
    JsonNode responses = operation(method, target).get("responses");
    String status = Integer.toString(answer.status());
    boolean isError = !responses.has(status);
    JsonNode content = responses.get(isError ? "default" : status).get("content");
    JsonNode media = content.get(isError ? "application/problem+json" : "application/json");
    ObjectNode schema = (ObjectNode) media.get("schema").deepCopy();
    schema.set("components", document.get("components").deepCopy());
    close(schema);
    var errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema)
            .validate(answer.body());
    assertThat(errors).as("%s %s: %s", method, target, answer.body()).isEmpty();
    assertThat(isError).as("%s %s", method, target).isEqualTo(answer.status() >= 400);
  }

  private JsonNode operation(String method, String target) {
    String path = target.replaceFirst("[?].*", "");
    List<JsonNode> found = new ArrayList<>();
    // A path without parameters comes before one with them.
    document.get("paths").properties().stream()
        .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[a-z]+\\}", "[^/]+")))
        .sorted((a, b) -> a.getKey().compareTo(b.getKey()))
        .forEach(entry -> found.add(entry.getValue()));
    JsonNode exact = document.get("paths").get(path);
    JsonNode item = exact != null ? exact : found.getFirst();
    return item.get(method);
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      object.set("additionalProperties", Json.mapper().readTree("false"));
    }
    schema.forEach(OpenApiTest::close);
  }
}
