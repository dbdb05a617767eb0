// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.cli.base.Failure;
import io.fractus.cli.up.Credentials;
import io.fractus.cli.up.Endpoints;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A cloud of its own processes and ports for the length of a benchmark. Not thread-safe. */
final class ScratchCloud implements AutoCloseable {
  private static final int STOP_SECONDS = 30;

  private final Path directory;
  private final Process up;

  private ScratchCloud(Path directory, Process up) {
    this.directory = directory;
    this.up = up;
  }

  /** Starts {@code fractus up} in a directory and returns when a put would succeed. */
  static ScratchCloud start(Path directory, String layout, int nodes) throws IOException {
    return start(directory, layout, nodes, "1GB", Map.of());
  }

  /**
   * The same with another share of each node and settings of all roles; again in the directory of a
   * cloud that was closed, it goes on with its data.
   */
  static ScratchCloud start(
      Path directory, String layout, int nodes, String share, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Java.run(
                    List.of(),
                    "io.fractus.cli.Main",
                    List.of(
                        "up",
                        "--data",
                        directory.toString(),
                        "--nodes",
                        Integer.toString(nodes),
                        "--layout",
                        layout,
                        "--share",
                        share,
                        "--port",
                        "0",
                        "--tracker-port",
                        "0",
                        "--bt-port",
                        "0")))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process up = builder.start();
    ScratchCloud cloud = new ScratchCloud(directory, up);
    try {
      cloud.awaitReady();
      return cloud;
    } catch (IOException | RuntimeException e) {
      cloud.close();
      throw e;
    }
  }

  private void awaitReady() throws IOException {
    BufferedReader out = up.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("ready")) {
        return;
      }
    }
    throw Failure.failed("the cloud of the benchmark did not start");
  }

  Path data() {
    return directory;
  }

  URI api() {
    return URI.create(Endpoints.read(directory.resolve("endpoints.json")).api());
  }

  URI s3() {
    return URI.create(Endpoints.read(directory.resolve("endpoints.json")).s3());
  }

  Credentials credentials() {
    return Credentials.load(directory.resolve("credentials"));
  }

  String token() {
    return credentials().token();
  }

  @Override
  public void close() {
    ScratchProcess.end(up, STOP_SECONDS);
  }
}
