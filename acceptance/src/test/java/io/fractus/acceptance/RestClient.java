// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The REST API over plain HTTP. Thread-safe. */
final class RestClient {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI base;
  private final String token;

  RestClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** What came back. */
  @SuppressWarnings("ArrayRecordComponent")
  record Reply(int status, HttpHeaders headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The problem document that every error must come with. */
    Problem problem() {
      if (!header("Content-Type").startsWith("application/problem+json")) {
        throw new AssertionError(status + " without a problem document: " + text());
      }
      return Json.read(text(), Problem.class);
    }

    Reply orFail() {
      if (status / 100 != 2) {
        throw new AssertionError("status " + status + ": " + text());
      }
      return this;
    }
  }

  /** The path of an object; the key must need no escapes. */
  static String path(String bucket, String key) {
    return "/api/v1/buckets/" + bucket + "/objects/" + key;
  }

  URI base() {
    return base;
  }

  String token() {
    return token;
  }

  URI uri(String path) {
    return URI.create(base.toString().replaceFirst("/$", "") + path);
  }

  Reply send(String method, String path, Map<String, String> headers, BodyPublisher body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .method(method, body);
    headers.forEach(request::setHeader);
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  Reply get(String path, Map<String, String> headers) throws IOException {
    return send("GET", path, headers, BodyPublishers.noBody());
  }

  Reply head(String path) throws IOException {
    return send("HEAD", path, Map.of(), BodyPublishers.noBody());
  }

  Reply delete(String path) throws IOException {
    return send("DELETE", path, Map.of(), BodyPublishers.noBody());
  }

  /** Makes a bucket that may be there already. */
  void makeBucket(String bucket) throws IOException {
    Reply reply = send("PUT", "/api/v1/buckets/" + bucket, Map.of(), BodyPublishers.noBody());
    if (reply.status() / 100 != 2 && reply.status() != 409) {
      throw new AssertionError("cannot make the bucket: " + reply.status() + " " + reply.text());
    }
  }

  Reply put(String bucket, String key, byte[] body, Map<String, String> headers)
      throws IOException {
    return send("PUT", path(bucket, key), headers, BodyPublishers.ofByteArray(body));
  }

  Reply put(String bucket, String key, byte[] body) throws IOException {
    return put(bucket, key, body, Map.of());
  }

  Reply get(String bucket, String key) throws IOException {
    return get(path(bucket, key), Map.of());
  }

  /** Bytes {@code from} to {@code to}, both included. */
  Reply range(String bucket, String key, long from, long to) throws IOException {
    return get(path(bucket, key), Map.of("Range", "bytes=" + from + "-" + to));
  }

  boolean isReady() throws IOException {
    return get("/readyz", Map.of()).status() == 200;
  }
}
