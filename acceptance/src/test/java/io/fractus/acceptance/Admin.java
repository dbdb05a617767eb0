// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an operator asks the tracker of a cloud. Stateless. */
final class Admin {
  private Admin() {}

  static JsonNode get(Cloud cloud, String path) throws IOException {
    String token = Files.readString(cloud.data().resolve("tracker").resolve("admin.token")).strip();
    URI uri = cloud.endpoint("tracker").resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Json.read(client.send(request, BodyHandlers.ofString()).body(), JsonNode.class);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The kinds of what happened to a node, the newest first. */
  static List<String> events(Cloud cloud, String node) throws IOException {
    List<String> kinds = new ArrayList<>();
    for (JsonNode event : get(cloud, "/api/v1/nodes/" + node + "/events")) {
      kinds.add(event.required("kind").stringValue());
    }
    return kinds;
  }

  /** A node in the list of all. */
  static JsonNode node(Cloud cloud, String name) throws IOException {
    for (JsonNode node : get(cloud, "/api/v1/nodes")) {
      if (node.required("name").stringValue().equals(name)) {
        return node;
      }
    }
    throw new AssertionError("no node " + name);
  }
}
