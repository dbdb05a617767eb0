// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.node.ControlFile;
import io.fractus.node.NodeStatus;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The node that runs on a directory, reached through its status port. Each call blocks. */
final class RunningNode {
  @Option(
      names = {"--data", "--dir"},
      paramLabel = "DIR",
      description = "The directory of the node (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("fractus-node");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in TOML, of which the directory is taken.")
  @Nullable Path config;

  /** How the node is, as it says it. */
  String statusJson() {
    return call("GET", "/status", "");
  }

  /** How the node is. */
  NodeStatus status() {
    return Json.read(statusJson(), NodeStatus.class);
  }

  /** Asks something of it; returns how it is after that. */
  NodeStatus ask(String verb, Map<String, Object> values) {
    String body = values.isEmpty() ? "" : Json.write(values);
    return Json.read(call("POST", "/control/" + verb, body), NodeStatus.class);
  }

  private String call(String method, String path, String body) {
    ControlFile control = control();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path))
            .timeout(Limits.ANSWER)
            .header("Authorization", "Bearer " + control.token())
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Limits.CONNECT)
            .build()) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw Failure.failed("the node says: " + response.body().strip());
      }
      return response.body();
    } catch (IOException e) {
      throw Failure.notReachable("the node on " + data + " does not answer: is it stopping?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted", e);
    }
  }

  private ControlFile control() {
    try {
      return ControlFile.find(data)
          .orElseThrow(() ->
              Failure.notReachable(
                  "no node runs on " + data.toAbsolutePath() + ": start it, or name its --data"));
    } catch (AccessDeniedException e) {
      throw Failure.failed("the node on " + data + " belongs to somebody else: ask as its user", e);
    } catch (IOException e) {
      throw Failure.failed("cannot read how to reach the node on " + data + ": " + e, e);
    }
  }
}
