// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.platform.DurableFiles;
import io.fractus.platform.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * The tokens of a cloud and its id, from files in the tracker's data directory that are made at its
 * first start.
 *
 * @param cloudId in every torrent of the cloud; no secret
 * @param join lets a node join
 * @param gateway lets a gateway place, ask, release and report
 * @param admin lets an operator look
 */
public record AccessTokens(String cloudId, String join, String gateway, String admin) {
  private static final int CLOUD_ID_DIGITS = 16;

  /** Reads {@code cloud.id} and the three {@code .token} files, making those that are missing. */
  public static AccessTokens load(Path directory, RandomGenerator random) throws IOException {
    Path cloudId = directory.resolve("cloud.id");
    if (!Files.exists(cloudId)) {
      String id = Secrets.newHex(random, CLOUD_ID_DIGITS) + "\n";
      DurableFiles.write(cloudId, id.getBytes(StandardCharsets.UTF_8));
    }
    return new AccessTokens(
        Secrets.load(cloudId),
        Secrets.loadOrCreate(directory.resolve("join.token"), random),
        Secrets.loadOrCreate(directory.resolve("gateway.token"), random),
        Secrets.loadOrCreate(directory.resolve("admin.token"), random));
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AccessTokens[cloudId=" + cloudId + "]";
  }
}
