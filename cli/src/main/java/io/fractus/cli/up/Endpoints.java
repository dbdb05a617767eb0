// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.platform.DurableFiles;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the roles of a local cloud are: {@code DIR/endpoints.json}.
 *
 * @param s3 the URL of S3
 * @param api the URL of REST and the console
 * @param tracker the URL of the tracker
 * @param nodes by their names
 */
public record Endpoints(String s3, String api, String tracker, Map<String, NodeEndpoint> nodes) {
  public Endpoints {
    nodes = new java.util.TreeMap<>(nodes);
  }

  /**
   * One node.
   *
   * @param bt where peers reach it, {@code host:port}
   * @param dir its data directory
   * @param pid its process
   * @param status the URL of its health and metrics
   */
  public record NodeEndpoint(String bt, String dir, long pid, String status) {}

  void write(Path file) {
    String text = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    try {
      DurableFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Failure.failed("cannot write " + file + ": " + e, e);
    }
  }

  /** Throws {@link Failure} of not reachable if there is no such file. */
  public static Endpoints read(Path file) {
    try {
      if (Files.size(file) > Limits.SMALL_FILE_BYTES_MAX) {
        throw Failure.failed(file + " is too large for endpoints");
      }
      return Json.read(Files.readString(file), Endpoints.class);
    } catch (NoSuchFileException e) {
      throw Failure.notReachable(
          "no cloud at "
              + file.getParent()
              + ": start one with 'fractus up', or name another with --data or --endpoint",
          e);
    } catch (IOException e) {
      throw Failure.failed("cannot read " + file + ": " + e, e);
    } catch (IllegalArgumentException e) {
      throw Failure.failed(file + " is " + e.getMessage(), e);
    }
  }
}
