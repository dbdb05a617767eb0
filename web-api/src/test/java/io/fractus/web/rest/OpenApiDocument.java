// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fractus.protocol.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document that a gateway serves, as a list of what it promises. */
final class OpenApiDocument {
  private static final String ANY = "*/*";

  private final JsonNode root;

  OpenApiDocument(String json) {
    root = Json.read(json, JsonNode.class);
  }

  /** Each as a method and a path, such as {@code GET /api/v1/nodes}. */
  Set<String> operations() {
    Set<String> found = new TreeSet<>();
    each((name, _) -> found.add(name));
    return found;
  }

  /** Operations that take a token. */
  Set<String> guarded() {
    Set<String> found = new TreeSet<>();
    each((name, operation) -> {
      if (!operation.has("security")) {
        found.add(name);
      }
    });
    return found;
  }

  /** Each as an operation and a status. */
  Set<String> statuses() {
    Set<String> found = new TreeSet<>();
    each((name, operation) ->
        operation
            .get("responses")
            .propertyNames()
            .forEach(status -> found.add(name + " " + status)));
    return found;
  }

  /** Each as an operation and a name, of those in some part of a request. */
  Set<String> parameters(String in) {
    Set<String> found = new TreeSet<>();
    each((name, operation) -> {
      JsonNode item = root.get("paths").get(name.substring(name.indexOf(' ') + 1));
      Stream.of(item, operation)
          .filter(node -> node.has("parameters"))
          .flatMap(node -> node.get("parameters").valueStream())
          .map(this::resolved)
          .filter(parameter -> parameter.get("in").asString().equals(in))
          .forEach(parameter -> found.add(name + " " + parameter.get("name").asString()));
    });
    return found;
  }

  /** Holds an answer against the schema of its operation, in which no other fields are allowed. */
  void check(String operation, HttpResponse<String> answer) {
    String path = operation.substring(operation.indexOf(' ') + 1);
    String method = operation.substring(0, operation.indexOf(' ')).toLowerCase(Locale.ROOT);
    JsonNode responses = root.get("paths").get(path).get(method).get("responses");
    String status = Integer.toString(answer.statusCode());
    String what = operation + " " + status + ": " + answer.body();
    assertThat(responses.has(status)).as(what).isTrue();
    JsonNode content = resolved(responses.get(status)).get("content");
    if (content == null || method.equals("head")) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    assertThat(content.has(type) || content.has(ANY)).as(what + " of " + type).isTrue();
    if (content.has(type) && type.endsWith("json")) {
      validate(content.get(type).get("schema"), answer.body(), what);
    }
  }

  private void validate(JsonNode declared, String body, String what) {
    ObjectNode schema = (ObjectNode) declared.deepCopy();
    schema.set("components", root.get("components").deepCopy());
    close(schema);
    var errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema)
            .validate(Json.read(body, JsonNode.class));
    assertThat(errors).as(what).isEmpty();
  }

  private void each(BiConsumer<String, JsonNode> visitor) {
    List<String> methods = new ArrayList<>();
    root.get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(entry -> {
                  if (!entry.getKey().equals("parameters")) {
                    String method = entry.getKey().toUpperCase(Locale.ROOT);
                    methods.add(method);
                    visitor.accept(method + " " + path.getKey(), entry.getValue());
                  }
                }));
    assertThat(methods).isNotEmpty();
  }

  private JsonNode resolved(JsonNode node) {
    JsonNode reference = node.get("$ref");
    return reference == null ? node : root.at(reference.asString().substring(1));
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      object.set("additionalProperties", Json.mapper().readTree("false"));
    }
    schema.forEach(OpenApiDocument::close);
  }
}
