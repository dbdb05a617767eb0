// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first look at a store: finds what is complete and deletes what is not. One directory at a
 * time, so that its memory does not grow with the store. Used once.
 */
final class StoreScan {
  private static final Logger log = LoggerFactory.getLogger(StoreScan.class);
  private static final Pattern DIRECTORY = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern TEMPORARY = Pattern.compile("[0-9a-f]{32}\\.torrent\\.tmp");

  private final Path root;
  private final BitFiles files;
  private int unfinished;

  StoreScan(Path root, BitFiles files) {
    this.root = root;
    this.files = files;
  }

  void run(Consumer<BitMetainfo> complete, Runnable lost) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
      for (Path directory : directories) {
        if (DIRECTORY.matcher(directory.getFileName().toString()).matches()) {
          scan(directory, complete, lost);
        } else {
          log.warn("{} is not of the store and is left alone", directory);
        }
      }
    }
    if (unfinished > 0) {
      log.info("deleted {} bits that were not complete", unfinished);
    }
  }

  private void scan(Path directory, Consumer<BitMetainfo> complete, Runnable lost)
      throws IOException {
    Set<String> sidecars = new HashSet<>();
    Set<String> data = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        String stem = name.endsWith(BitFiles.SIDECAR) ? stem(name) : name;
        if (TEMPORARY.matcher(name).matches()) {
          Files.delete(entry);
        } else if (!BitFiles.NAME.matcher(stem).matches()
            || !files.data(stem).startsWith(directory)) {
          log.warn("{} is not of the store and is left alone", entry);
        } else if (stem.equals(name)) {
          data.add(name);
        } else {
          sidecars.add(stem);
        }
      }
    }
    for (String name : sidecars) {
      if (!take(name, complete)) {
        lost.run();
        files.delete(name);
      }
    }
    data.removeAll(sidecars);
    for (String name : data) {
      files.delete(name);
      unfinished++;
    }
  }

  private static String stem(String sidecar) {
    return sidecar.substring(0, sidecar.length() - BitFiles.SIDECAR.length());
  }

  /** Whether a bit with a sidecar is still good. */
  private boolean take(String name, Consumer<BitMetainfo> complete) {
    BitMetainfo bit;
    try {
      bit = files.metainfo(name);
    } catch (IOException e) {
      log.warn("bit file {} is dropped: {}", name, e.getMessage());
      return false;
    }
    Verdict verdict = files.look(name, bit.length());
    if (verdict == Verdict.CHANGED) {
      verdict = files.verify(name);
    }
    if (verdict != Verdict.GOOD) {
      log.warn("{} is dropped: its file is {}", bit, verdict);
      return false;
    }
    complete.accept(bit);
    return true;
  }
}
