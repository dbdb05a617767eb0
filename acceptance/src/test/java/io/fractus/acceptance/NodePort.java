// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** The status port of a running node, as its owner reaches it. Immutable. */
final class NodePort {
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Path directory;

  /**
   * @param directory of the node
   */
  NodePort(Path directory) {
    this.directory = directory;
  }

  /** Asks the node to do something; the status code of its answer. */
  int ask(String verb, String body) throws IOException {
    return send(request("/control/" + verb)
            .header(
                "Authorization",
                "Bearer " + Files.readString(directory.resolve("control.token")).strip())
            .POST(BodyPublishers.ofString(body))
            .build())
        .statusCode();
  }

  JsonNode status() throws IOException {
    return Json.read(send(request("/status").build()).body(), JsonNode.class);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    JsonNode control =
        Json.read(Files.readString(directory.resolve("control.json")), JsonNode.class);
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + control.get("port").asInt() + path))
        .timeout(ANSWER);
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
