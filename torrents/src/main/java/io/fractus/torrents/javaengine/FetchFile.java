// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The file that a fetch writes. Not thread-safe but for {@link #close}. */
final class FetchFile {
  private final BitMetainfo bit;
  private final Path directory;
  private volatile @Nullable FileChannel channel;
  private volatile boolean closed;
  private long length;

  FetchFile(BitMetainfo bit, Path directory) {
    this.bit = bit;
    this.directory = directory;
  }

  /** Opens it, or makes it; what is too long is cut off. */
  void open() throws IOException {
    Files.createDirectories(directory);
    FileChannel opened =
        FileChannel.open(
            directory.resolve(bit.name()),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    channel = opened;
    if (closed) {
      opened.close();
    }
    if (opened.size() > bit.length()) {
      opened.truncate(bit.length());
    }
    length = opened.size();
  }

  /** Whether a piece is in it, and right. */
  boolean holds(int piece) throws IOException {
    long position = (long) piece * bit.pieceLength();
    byte[] bytes = new byte[bit.pieceLength(piece)];
    if (position + bytes.length > length) {
      return false;
    }
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining()) {
      if (opened().read(into, position + into.position()) < 0) {
        throw new EOFException("the file became shorter under way");
      }
    }
    return bit.verifies(piece, PieceHasher.hash(bytes, 0, bytes.length));
  }

  void write(byte[] bytes, int offset, int count, long position) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes, offset, count);
    long at = position;
    while (from.hasRemaining()) {
      at += opened().write(from, at);
    }
  }

  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      throw new IOException("the file is not open");
    }
    return open;
  }

  void close() {
    closed = true;
    FileChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // Whoever needs it on disk forces it through a channel of its own.
      }
    }
  }
}
