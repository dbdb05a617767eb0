// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the owner of a node asked of it while it ran, for as long as its directory lives: {@code
 * wishes.json}.
 *
 * @param paused whether it shall rest
 * @param leaving whether it shall hand over its bits
 * @param shareBytes the space that it shall offer, 0 for that of its configuration
 * @param configuredBytes the share of its configuration when that was asked
 */
record Wishes(boolean paused, boolean leaving, long shareBytes, long configuredBytes) {
  static final Wishes NONE = new Wishes(false, false, 0, 0);
  private static final String FILE = "wishes.json";

  /** Those of a directory; none if there is no file. */
  static Wishes load(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      return Json.read(Files.readString(file), Wishes.class);
    } catch (IOException | IllegalArgumentException e) {
      throw new NodeException(
          "cannot read " + file + ": " + e.getMessage() + "; delete it to go without it", e);
    }
  }

  Wishes save(StateFiles files) {
    files.write(FILE, (Json.write(this) + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The share to offer: the newest word counts, be it a wish or a configuration changed since. */
  long share(long configured) {
    return shareBytes > 0 && configured == configuredBytes ? shareBytes : configured;
  }

  Wishes withPaused(boolean value) {
    return new Wishes(value, leaving, shareBytes, configuredBytes);
  }

  Wishes withLeaving(boolean value) {
    return new Wishes(paused, value, shareBytes, configuredBytes);
  }

  Wishes withShare(long bytes, long configured) {
    return new Wishes(paused, leaving, bytes, configured);
  }
}
