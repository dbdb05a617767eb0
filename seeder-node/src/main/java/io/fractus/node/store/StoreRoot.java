// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory of a store, as it was when it was opened. Immutable. */
final class StoreRoot {
  private final Path path;
  private final @Nullable Object key;

  private StoreRoot(Path path, @Nullable Object key) {
    this.path = path;
    this.key = key;
  }

  static StoreRoot of(Path path) throws IOException {
    return new StoreRoot(path, key(path));
  }

  Path path() {
    return path;
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /**
   * Why it cannot be used now, found out without a write to the disk; empty if it can be read and
   * written and is the same as ever.
   */
  Optional<String> unusable() {
    try {
      if (!Objects.equals(key, key(path))) {
        return Optional.of(path + " is not the directory it was: is its disk mounted?");
      }
      return Files.isWritable(path)
          ? Optional.empty()
          : Optional.of(path + " cannot be written: is its disk read-only?");
    } catch (IOException e) {
      return Optional.of(path + " cannot be used: " + e);
    }
  }
}
