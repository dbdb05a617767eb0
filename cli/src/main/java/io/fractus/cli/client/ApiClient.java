// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import io.fractus.raid.object.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway's REST, as a client sees it. Every method throws {@link Failure}: not reachable if
 * nobody answers, failed with what the gateway said if it refuses. Thread-safe.
 */
public final class ApiClient implements AutoCloseable {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(Limits.ANSWER_BYTES_MAX)
                          .build())
                  .build())
          .build();

  private final URI base;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Limits.CONNECT)
          .build();

  public ApiClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** The answer to a GET as JSON. */
  public JsonNode get(String path, Map<String, String> query) {
    HttpResponse<InputStream> response =
        send("GET", path + query(query), Map.of(), BodyPublishers.noBody(), Limits.ANSWER);
    try (InputStream body = require(response)) {
      return MAPPER.readTree(body.readNBytes(Limits.ANSWER_BYTES_MAX));
    } catch (IOException e) {
      throw broken(e);
    } catch (JacksonException e) {
      throw Failure.failed("the gateway at " + base + " did not answer with JSON", e);
    }
  }

  /** What is answered to JSON, as JSON; nothing for an answer without a body. */
  public JsonNode send(String method, String path, String json) {
    Map<String, String> headers = Map.of("Content-Type", "application/json");
    HttpResponse<InputStream> response =
        send(method, path, headers, BodyPublishers.ofString(json), Limits.ANSWER);
    try (InputStream body = require(response)) {
      return MAPPER.readTree(body.readNBytes(Limits.ANSWER_BYTES_MAX));
    } catch (IOException e) {
      throw broken(e);
    } catch (JacksonException e) {
      throw Failure.failed("the gateway at " + base + " did not answer with JSON", e);
    }
  }

  /** Whether a path is there; refusals other than 404 are failures. */
  boolean exists(String path) {
    return found("HEAD", path);
  }

  /** Deletes what a path names; returns whether it was there. */
  boolean delete(String path) {
    return found("DELETE", path);
  }

  private boolean found(String method, String path) {
    HttpResponse<InputStream> response =
        send(method, path, Map.of(), BodyPublishers.noBody(), Limits.ANSWER);
    if (response.statusCode() == 404) {
      discard(response);
      return false;
    }
    discard(response, require(response));
    return true;
  }

  /** A request whose answer has no body that matters; returns its status. */
  int call(String method, String path) {
    HttpResponse<InputStream> response =
        send(method, path, Map.of(), BodyPublishers.noBody(), Limits.ANSWER);
    discard(response, require(response));
    return response.statusCode();
  }

  /** Sends an object; returns the headers of the answer. */
  HttpResponse<InputStream> put(ObjectKey key, Map<String, String> headers, BodyPublisher body) {
    HttpResponse<InputStream> response = send("PUT", path(key), headers, body, Limits.TRANSFER);
    discard(response, require(response));
    return response;
  }

  /** Begins to read an object; the caller reads and closes the body. */
  HttpResponse<InputStream> read(ObjectKey key, Map<String, String> headers) {
    HttpResponse<InputStream> response =
        send("GET", path(key), headers, BodyPublishers.noBody(), Limits.TRANSFER);
    var _ = require(response);
    return response;
  }

  /** The path of an object, each part of its key encoded. */
  static String path(ObjectKey object) {
    StringBuilder path = new StringBuilder(bucketPath(object.bucket())).append("/objects");
    for (String part : object.key().split("/", -1)) {
      path.append('/').append(encode(part));
    }
    return path.toString();
  }

  static String bucketPath(String bucket) {
    return "/api/v1/buckets/" + encode(bucket);
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String query(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    query.forEach((name, value) ->
        text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value)));
    return text.toString();
  }

  private HttpResponse<InputStream> send(
      String method,
      String pathAndQuery,
      Map<String, String> headers,
      BodyPublisher body,
      Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + pathAndQuery))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token)
            .method(method, body);
    headers.forEach(request::header);
    try {
      return http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw Failure.notReachable("no gateway answers at " + base + ": is the cloud up?", e);
    } catch (IOException e) {
      throw broken(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted", e);
    }
  }

  private Failure broken(IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Failure.failed("the connection to " + base + " broke: " + reason, e);
  }

  /** The body of a good answer; of any other a failure with what the gateway said. */
  private InputStream require(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response.body();
    }
    String detail = "the gateway at " + base + " answered " + status;
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(io.fractus.protocol.Limits.MESSAGE_BYTES_MAX);
      Problem problem = Json.read(new String(bytes, StandardCharsets.UTF_8), Problem.class);
      detail = problem.detail() == null ? detail : problem.detail();
    } catch (IOException | IllegalArgumentException _) {
      // No problem details, as with HEAD: the status has to do.
      detail = status == 404 ? "not found" : detail;
    }
    if (status == 401) {
      detail += ": check the token";
    }
    throw Failure.failed(detail);
  }

  private static void discard(HttpResponse<InputStream> response) {
    discard(response, response.body());
  }

  private static void discard(HttpResponse<InputStream> response, InputStream body) {
    try (body) {
      body.skipNBytes(0);
    } catch (IOException e) {
      throw Failure.failed("the answer of " + response.uri() + " broke off", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
