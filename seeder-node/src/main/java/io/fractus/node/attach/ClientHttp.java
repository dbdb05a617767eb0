// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.node.Limits;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** HTTP to a client's API, each exchange bounded in time and in bytes. Thread-safe. */
public final class ClientHttp implements AutoCloseable {
  private final URI base;
  private final HttpClient http;

  /** What came back. */
  public record Reply(int status, HttpHeaders headers, String body) {
    public JsonNode json() {
      try {
        return Json.read(body, JsonNode.class);
      } catch (IllegalArgumentException e) {
        throw new ClientException(
            ClientException.Kind.UNREACHABLE,
            "the client's answer is not JSON: status " + status,
            e);
      }
    }

    /** The first header of this name, or nothing. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /**
   * @param base where the client's API is
   */
  public ClientHttp(URI base) {
    this.base = base;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Limits.CONNECT_TIME_MAX)
            .build();
  }

  /** A request to a path below the base, or to the base itself if the path is empty. */
  public HttpRequest.Builder to(String path) {
    String root = base.toString().replaceFirst("/+$", "");
    return HttpRequest.newBuilder(path.isEmpty() ? base : URI.create(root + path));
  }

  /** A request with a body whose length is said: some clients know no chunks. */
  public HttpRequest.Builder post(String path, String type, byte[] body) {
    return to(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /** The same in JSON. */
  public HttpRequest.Builder postJson(String path, Object body) {
    return post(path, "application/json", Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  /** Sends; every status is an answer. */
  public Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              request.timeout(Limits.CLIENT_ANSWER_MAX).build(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), Limits.CLIENT_ANSWER_BYTES_MAX));
      return new Reply(
          response.statusCode(),
          response.headers(),
          new String(response.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.UNREACHABLE, "no answer from the client at " + base + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException(
          ClientException.Kind.UNREACHABLE,
          "interrupted while the client at " + base + " works",
          e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
