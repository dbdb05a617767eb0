// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import io.fractus.protocol.Footprint;
import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look through a store: finds what is complete and deletes what is not, and what is damaged. What
 * the disk does not give is left alone and told. One directory at a time, so that its memory does
 * not grow with the store.
 */
final class StoreScan {
  private static final Logger log = LoggerFactory.getLogger(StoreScan.class);
  private static final Pattern DIRECTORY = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern TEMPORARY = Pattern.compile("[0-9a-f]{32}\\.torrent\\.tmp");

  private final Path root;
  private final BitFiles files;
  private final Finder finder;
  private int unfinished;

  /** Is told what is found. */
  interface Finder {
    void complete(BitMetainfo bit);

    /** Of a bit only its torrent could be read. */
    void unreadable(BitMetainfo bit);

    /** It was complete, and is not any more. */
    void lost();

    /** A torrent or a directory could not be read: nobody knows which bits are there. */
    void unknown(Path file);

    /** It is to go, and cannot be deleted. */
    void leftover(String name, long footprint);
  }

  StoreScan(Path root, BitFiles files, Finder finder) {
    this.root = root;
    this.files = files;
    this.finder = finder;
  }

  /** Whether a path is that of a directory of bits. */
  static boolean isDirectory(Path path) {
    return DIRECTORY.matcher(path.getFileName().toString()).matches();
  }

  /**
   * Looks through all of it.
   *
   * @param known the names that are not to be looked at
   */
  void run(Predicate<String> known) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
      for (Path directory : directories) {
        if (isDirectory(directory)) {
          scan(directory, known);
        } else if (!directory.endsWith(StoreRoot.ID)) {
          log.warn("{} is not of the store and is left alone", directory);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (unfinished > 0) {
      log.info("deleted {} bits that were not complete", unfinished);
    }
  }

  /**
   * Looks through the directory of some bits.
   *
   * @param known the names that are not to be looked at
   */
  void scan(Path directory, Predicate<String> known) {
    Set<String> sidecars = new HashSet<>();
    Set<String> data = new HashSet<>();
    try {
      list(directory, sidecars, data);
    } catch (IOException e) {
      log.warn("{} cannot be read, what is in it is not known: {}", directory, e.toString());
      finder.unknown(directory);
      return;
    }
    data.removeAll(sidecars);
    sidecars.removeIf(known);
    data.removeIf(known);
    for (String name : sidecars) {
      if (!take(name)) {
        finder.lost();
        delete(name);
      }
    }
    for (String name : data) {
      delete(name);
      unfinished++;
    }
  }

  private void list(Path directory, Set<String> sidecars, Set<String> data) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        String stem = name.endsWith(BitFiles.SIDECAR) ? stem(name) : name;
        if (TEMPORARY.matcher(name).matches()) {
          delete(entry);
        } else if (!BitFiles.NAME.matcher(stem).matches()
            || !files.data(stem).startsWith(directory)) {
          log.warn("{} is not of the store and is left alone", entry);
        } else if (stem.equals(name)) {
          data.add(name);
        } else {
          sidecars.add(stem);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static String stem(String sidecar) {
    return sidecar.substring(0, sidecar.length() - BitFiles.SIDECAR.length());
  }

  /** Whether a bit with a sidecar is still good, or may be. */
  private boolean take(String name) {
    BitMetainfo bit;
    try {
      bit = files.metainfo(name);
    } catch (DamagedException | NoSuchFileException e) {
      log.warn("bit file {} is dropped: {}", name, e.getMessage());
      return false;
    } catch (IOException e) {
      log.warn("{} cannot be read, its bit is not known: {}", files.sidecar(name), e.toString());
      finder.unknown(files.sidecar(name));
      return true;
    }
    Verdict verdict = files.look(name, bit.length());
    if (verdict == Verdict.CHANGED) {
      verdict = files.verify(name);
    }
    switch (verdict) {
      case GOOD -> finder.complete(bit);
      case UNREADABLE -> {
        log.warn("{} is kept, and cannot be read", bit);
        finder.unreadable(bit);
      }
      case LOST, CORRUPT, CHANGED -> {
        log.warn("{} is dropped: its file is {}", bit, verdict);
        return false;
      }
    }
    return true;
  }

  private void delete(String name) {
    try {
      files.delete(name);
    } catch (IOException e) {
      log.warn("bit file {} cannot be deleted: {}", name, e.toString());
      finder.leftover(name, sizeOf(files.data(name)));
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Footprint.of(Files.size(file));
    } catch (IOException _) {
      // Not there, or not to be known.
      return 0;
    }
  }

  private static void delete(Path temporary) {
    try {
      Files.delete(temporary);
    } catch (IOException e) {
      log.warn("{} cannot be deleted: {}", temporary, e.toString());
    }
  }
}
