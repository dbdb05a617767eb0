// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.platform.DurableFiles;
import io.fractus.protocol.Footprint;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.Bencode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent gave to its client, on disk before the client is told: one torrent a bit, without
 * an announce URL, so that the share is counted and a bit that the client forgot can be given
 * again.
 *
 * <pre>
 *   bits/3f…(40 hex).pending      given, and not seen complete
 *   bits/3f…(40 hex).torrent      was complete
 * </pre>
 *
 * A ledger that cannot be written or read is no state to go on from: {@link UncheckedIOException}.
 * Thread-safe.
 */
final class Ledger {
  private static final String COMPLETE = ".torrent";
  private static final String PENDING = ".pending";

  private final Path directory;

  @GuardedBy("this")
  private final Map<InfoHash, Entry> entries = new HashMap<>();

  @GuardedBy("this")
  private long usedBytes;

  /**
   * A bit of the ledger.
   *
   * @param name of its file
   * @param footprint what it takes of the share
   */
  record Entry(InfoHash bit, String name, long footprint, boolean complete) {}

  private Ledger(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads the ledger of a directory, which is made if it is not there.
   *
   * @throws IOException if it cannot be read, or a file in it is no torrent of a bit
   */
  static Ledger open(Path directory) throws IOException {
    Files.createDirectories(directory);
    Ledger ledger = new Ledger(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(COMPLETE) || name.endsWith(PENDING)) {
          ledger.put(read(file), name.endsWith(COMPLETE));
        } else if (name.endsWith(".tmp")) {
          Files.deleteIfExists(file);
        }
      }
    }
    return ledger;
  }

  private static BitMetainfo read(Path file) throws IOException {
    try {
      if (Bencode.decode(Files.readAllBytes(file)) instanceof BDictionary torrent
          && torrent.get("info") instanceof BDictionary info) {
        return BitMetainfo.parse(Bencode.encode(info));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not the torrent of a bit: " + e.getMessage(), e);
    }
    throw new IOException(file + " is not the torrent of a bit");
  }

  private synchronized void put(BitMetainfo bit, boolean complete) {
    Entry entry = new Entry(bit.infoHash(), bit.name(), Footprint.of(bit), complete);
    Entry before = entries.put(entry.bit(), entry);
    usedBytes += entry.footprint() - (before == null ? 0 : before.footprint());
  }

  /** Writes down a bit that the client is about to be given. */
  void add(BitMetainfo bit) {
    try {
      DurableFiles.write(file(bit.infoHash(), PENDING), bit.toTorrent(null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put(bit, false);
  }

  /** A bit was seen complete. */
  void complete(BitMetainfo bit) {
    if (find(bit.infoHash()).filter(Entry::complete).isPresent()) {
      return;
    }
    try {
      Files.move(
          file(bit.infoHash(), PENDING),
          file(bit.infoHash(), COMPLETE),
          StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.sync(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put(bit, true);
  }

  /** Strikes out a bit that the client no longer has. */
  void remove(InfoHash bit) {
    try {
      Files.deleteIfExists(file(bit, PENDING));
      Files.deleteIfExists(file(bit, COMPLETE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (this) {
      Entry entry = entries.remove(bit);
      usedBytes -= entry == null ? 0 : entry.footprint();
    }
  }

  synchronized Optional<Entry> find(InfoHash bit) {
    return Optional.ofNullable(entries.get(bit));
  }

  /** All of it, in no order. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  synchronized long usedBytes() {
    return usedBytes;
  }

  /** The metainfo of a bit of the ledger. */
  BitMetainfo metainfo(InfoHash bit) {
    boolean complete = find(bit).filter(Entry::complete).isPresent();
    try {
      return read(file(bit, complete ? COMPLETE : PENDING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(InfoHash bit, String suffix) {
    return directory.resolve(bit + suffix);
  }
}
