// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.token;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.cli.up.Endpoints;
import io.fractus.platform.Secrets;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A tracker as its operator reaches it. Each call blocks. */
public final class TrackerAdmin {
  @Option(
      names = "--tracker",
      paramLabel = "URL",
      description = "The tracker; that of --data if not given.")
  @Nullable URI tracker;

  @Option(
      names = "--admin-token-file",
      paramLabel = "FILE",
      description = "The tracker's admin.token; that of --data if not given.")
  @Nullable Path tokenFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of a cloud on this machine (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("fractus-data");

  /** The body of a good answer. */
  public String call(String method, String path, String body) {
    URI base =
        tracker != null
            ? tracker
            : URI.create(Endpoints.read(data.resolve("endpoints.json")).tracker());
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Limits.ANSWER)
            .header("Authorization", "Bearer " + token())
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Limits.CONNECT)
            .build()) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw Failure.failed(detail(response));
      }
      return response.body();
    } catch (IOException e) {
      throw Failure.notReachable("no tracker answers at " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted", e);
    }
  }

  private String token() {
    Path file = tokenFile != null ? tokenFile : data.resolve("tracker").resolve("admin.token");
    try {
      return Secrets.load(file);
    } catch (IOException e) {
      throw Failure.failed(
          "cannot read the admin token in " + file + ": name it with --admin-token-file", e);
    }
  }

  private static String detail(HttpResponse<String> response) {
    try {
      return Json.read(response.body(), Problem.class).detail();
    } catch (IllegalArgumentException _) {
      return "the tracker answered " + response.statusCode();
    }
  }
}
