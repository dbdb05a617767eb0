// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.platform.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small files that a node writes into its directory while it runs, on a disk that somebody else
 * may have filled: its owner must be able to pause and to drain it just then. Some blocks are kept
 * in the file {@code ballast} for that, and let go of when a file cannot be written. What cannot be
 * written even so counts as long as the node runs, and is tried again. Thread-safe.
 */
final class StateFiles {
  private static final Logger log = LoggerFactory.getLogger(StateFiles.class);
  private static final String BALLAST = "ballast";

  private final Path directory;

  @GuardedBy("this")
  private final Map<String, byte[]> unsaved = new LinkedHashMap<>();

  StateFiles(Path directory) {
    this.directory = directory;
    loadBallast();
  }

  /** Writes a file durably, now or as soon as that is possible. */
  synchronized void write(String name, byte[] bytes) {
    unsaved.remove(name);
    try {
      try {
        DurableFiles.write(directory.resolve(name), bytes);
      } catch (IOException e) {
        if (!Files.deleteIfExists(directory.resolve(BALLAST))) {
          throw e;
        }
        DurableFiles.write(directory.resolve(name), bytes);
      }
    } catch (IOException e) {
      log.warn(
          "{} cannot be written, and is tried again: {}", directory.resolve(name), e.toString());
      unsaved.put(name, bytes);
    }
  }

  /** Deletes a file, or what was to be one. */
  synchronized void delete(String name) {
    unsaved.remove(name);
    try {
      Files.deleteIfExists(directory.resolve(name));
    } catch (IOException e) {
      log.warn("cannot delete {}: {}", directory.resolve(name), e.toString());
    }
  }

  /** Writes what could not be written; called now and then. */
  synchronized void retry() {
    for (Iterator<Map.Entry<String, byte[]>> all = unsaved.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, byte[]> file = all.next();
      try {
        DurableFiles.write(directory.resolve(file.getKey()), file.getValue());
        all.remove();
      } catch (IOException _) {
        // It was said, and stays to be read in the status.
        return;
      }
    }
    loadBallast();
  }

  private void loadBallast() {
    Path ballast = directory.resolve(BALLAST);
    if (Files.exists(ballast) || directory.toFile().getUsableSpace() < Limits.DISK_SPARE_BYTES) {
      return;
    }
    // Not zeros, which some file systems do not give a block.
    byte[] bytes = new byte[Limits.BALLAST_BYTES];
    Arrays.fill(bytes, (byte) 'x');
    try {
      DurableFiles.write(ballast, bytes);
    } catch (IOException e) {
      log.debug("no ballast: {}", e.toString());
    }
  }

  /** What is not on the disk yet, for people; empty if all is. */
  synchronized Optional<String> trouble() {
    return unsaved.isEmpty()
        ? Optional.empty()
        : Optional.of(
            directory
                + " cannot be written: what the node was asked is not saved, and counts until it"
                + " ends");
  }
}
