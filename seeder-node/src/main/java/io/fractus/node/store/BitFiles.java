// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import io.fractus.platform.DurableFiles;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.Bencode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two files of a bit. Thread-safe.
 *
 * <pre>
 *   bits/3f/3f…(32 hex)           the bytes of the bit
 *   bits/3f/3f…(32 hex).torrent   its sidecar: the torrent, without an announce URL
 * </pre>
 *
 * A sidecar is written after the bit is verified and fsynced: where there is one, the bit was
 * complete at the sidecar's time of modification.
 */
final class BitFiles {
  private static final Logger log = LoggerFactory.getLogger(BitFiles.class);
  static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
  static final String SIDECAR = ".torrent";

  /** Small beside a heap of 64 MB, large enough for a disk. */
  private static final int BUFFER_BYTES = 64 << 10;

  /** A torrent without an announce URL is its info and a dictionary of one key around it. */
  private static final int SIDECAR_BYTES_MAX = BitMetainfo.INFO_LENGTH_MAX + 64;

  private final Path root;
  private final AtomicLong hashedBytes = new AtomicLong();

  BitFiles(Path root) {
    this.root = root;
  }

  /** Bytes read to verify bits so far. */
  long hashedBytes() {
    return hashedBytes.get();
  }

  Path directory(String name) {
    return root.resolve(name.substring(0, 2));
  }

  Path data(String name) {
    return directory(name).resolve(name);
  }

  Path sidecar(String name) {
    return directory(name).resolve(name + SIDECAR);
  }

  /** Makes the directory of a bit, durably. */
  void makeDirectory(String name) throws IOException {
    Path directory = directory(name);
    if (!Files.isDirectory(directory)) {
      try {
        // Not its parents: a disk that is not mounted any more shall not get a store of its own.
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException _) {
        // Another bit was quicker.
      }
      DurableFiles.sync(root);
    }
  }

  /** Makes a bit that is on disk complete for ever: its bytes first, its sidecar after them. */
  void complete(BitMetainfo bit) throws IOException {
    Path data = data(bit.name());
    long length = Files.size(data);
    if (length != bit.length()) {
      throw new IOException(bit + " has " + length + " bytes on disk");
    }
    DurableFiles.sync(data);
    DurableFiles.write(sidecar(bit.name()), bit.toTorrent(null));
  }

  /** Deletes both files: the sidecar first, so that what is left is never taken for complete. */
  void delete(String name) throws IOException {
    Files.deleteIfExists(sidecar(name));
    Files.deleteIfExists(data(name));
  }

  /**
   * Reads a sidecar.
   *
   * @throws DamagedException if it is not that of this name
   * @throws NoSuchFileException if there is none
   * @throws IOException if the disk does not give it
   */
  BitMetainfo metainfo(String name) throws IOException {
    Path file = sidecar(name);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(SIDECAR_BYTES_MAX);
      if (Bencode.decode(bytes) instanceof BDictionary torrent
          && torrent.get("info") instanceof BDictionary info) {
        BitMetainfo bit = BitMetainfo.parse(Bencode.encode((BValue) info));
        if (bit.name().equals(name)) {
          return bit;
        }
      }
      throw new DamagedException(file + " is not the torrent of a bit of that name");
    } catch (IllegalArgumentException e) {
      throw new DamagedException(file + " is not a torrent: " + e.getMessage(), e);
    }
  }

  /** Looks at a bit without reading it. */
  Verdict look(String name, long length) {
    try {
      BasicFileAttributes data = attributes(data(name));
      BasicFileAttributes sidecar = attributes(sidecar(name));
      if (!data.isRegularFile() || !sidecar.isRegularFile() || data.size() != length) {
        return Verdict.LOST;
      }
      return data.lastModifiedTime().compareTo(sidecar.lastModifiedTime()) > 0
          ? Verdict.CHANGED
          : Verdict.GOOD;
    } catch (NoSuchFileException _) {
      return Verdict.LOST;
    } catch (IOException e) {
      return unreadable(name, e);
    }
  }

  private static Verdict unreadable(String name, IOException e) {
    log.debug("bit file {} cannot be read: {}", name, e.toString());
    return Verdict.UNREADABLE;
  }

  /**
   * Reads a bit and compares each piece. A good one is marked as complete at the time at which its
   * file was last written, so that it is not hashed again for the same reason.
   */
  Verdict verify(String name) {
    try {
      BitMetainfo bit = metainfo(name);
      FileTime written = attributes(data(name)).lastModifiedTime();
      Verdict seen = look(name, bit.length());
      if (seen != Verdict.GOOD && seen != Verdict.CHANGED) {
        return seen;
      }
      if (!hashesMatch(bit)) {
        return Verdict.CORRUPT;
      }
      if (seen == Verdict.CHANGED) {
        mark(name, written);
      }
      return Verdict.GOOD;
    } catch (NoSuchFileException _) {
      return Verdict.LOST;
    } catch (DamagedException _) {
      return Verdict.CORRUPT;
    } catch (IOException e) {
      return unreadable(name, e);
    }
  }

  private void mark(String name, FileTime written) {
    try {
      Files.setLastModifiedTime(sidecar(name), written);
    } catch (IOException e) {
      // On a disk that cannot be written it is hashed again some day.
      log.debug("bit file {} cannot be marked as good: {}", name, e.toString());
    }
  }

  private boolean hashesMatch(BitMetainfo bit) throws IOException {
    PieceHasher hasher = new PieceHasher(bit.pieceLength());
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = bit.length();
    try (InputStream in = Files.newInputStream(data(bit.name()))) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return false;
        }
        hasher.update(buffer, 0, read);
        hashedBytes.addAndGet(read);
        left -= read;
      }
    }
    byte[] hashes = hasher.finish();
    int hashBytes = hashes.length / bit.pieceCount();
    for (int piece = 0; piece < bit.pieceCount(); piece++) {
      int from = piece * hashBytes;
      if (!bit.verifies(piece, Arrays.copyOfRange(hashes, from, from + hashBytes))) {
        return false;
      }
    }
    return true;
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
