// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.data.Storage;
import bt.data.StorageUnit;
import bt.metainfo.Torrent;
import bt.metainfo.TorrentFile;
import bt.net.buffer.ByteBufferView;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of one bit, as bt reads and writes it. Thread-safe. */
final class BitUnit implements StorageUnit, Storage {
  /** What is told of the file. */
  interface Watcher {
    /** Bytes are about to be read for a peer; may wait. */
    void reading(int bytes);

    /** Bytes of a peer are about to be written; may wait. */
    void writing(int bytes);

    /** A piece is right. */
    void verified(int piece);

    /** The disk failed. */
    void failed(IOException e);
  }

  private final BitMetainfo bit;
  private final FileChannel channel;
  private final Watcher watcher;
  private final boolean trusted;

  private BitUnit(BitMetainfo bit, FileChannel channel, boolean trusted, Watcher watcher) {
    this.bit = bit;
    this.channel = channel;
    this.trusted = trusted;
    this.watcher = watcher;
  }

  /** A file that is complete, and is not to be hashed. */
  static BitUnit complete(BitMetainfo bit, Path directory, Watcher watcher) throws IOException {
    Path file = directory.resolve(bit.name());
    return new BitUnit(bit, FileChannel.open(file, StandardOpenOption.READ), true, watcher);
  }

  /** A file to be written; what is in it is kept if it is right. */
  static BitUnit partial(BitMetainfo bit, Path directory, Watcher watcher) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(bit.name()),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (channel.size() > bit.length()) {
      channel.truncate(bit.length());
    }
    return new BitUnit(bit, channel, false, watcher);
  }

  /** Whether the file is known to be complete. */
  boolean isTrusted() {
    return trusted;
  }

  int pieces() {
    return bit.pieceCount();
  }

  /** Whether a piece that begins here is in the file, and right; tells the watcher if it is. */
  boolean verify(long offset) {
    int piece = (int) (offset / bit.pieceLength());
    byte[] bytes = new byte[bit.pieceLength(piece)];
    try {
      ByteBuffer into = ByteBuffer.wrap(bytes);
      while (into.hasRemaining()) {
        if (channel.read(into, offset + into.position()) < 0) {
          return false;
        }
      }
    } catch (IOException e) {
      watcher.failed(e);
      return false;
    }
    boolean right = bit.verifies(piece, PieceHasher.hash(bytes, 0, bytes.length));
    if (right) {
      watcher.verified(piece);
    }
    return right;
  }

  @Override
  public StorageUnit getUnit(Torrent torrent, TorrentFile torrentFile) {
    return this;
  }

  @Override
  public void flush() {
    // Whoever needs it on disk forces it through a channel of its own.
  }

  @Override
  public int readBlock(ByteBuffer buffer, long offset) {
    watcher.reading(buffer.remaining());
    try {
      int total = 0;
      while (buffer.hasRemaining()) {
        int count = channel.read(buffer, offset + total);
        if (count < 0) {
          throw new EOFException("the file ends at byte " + (offset + total));
        }
        total += count;
      }
      return total;
    } catch (IOException e) {
      watcher.failed(e);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int writeBlock(ByteBuffer buffer, long offset) {
    watcher.writing(buffer.remaining());
    try {
      int total = 0;
      while (buffer.hasRemaining()) {
        total += channel.write(buffer, offset + total);
      }
      return total;
    } catch (IOException e) {
      watcher.failed(e);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int writeBlock(ByteBufferView buffer, long offset) {
    watcher.writing(buffer.remaining());
    try {
      int total = 0;
      while (buffer.hasRemaining()) {
        // Its other way, into a buffer, copies in the wrong direction.
        total += buffer.transferTo(channel, offset + total);
      }
      return total;
    } catch (IOException e) {
      watcher.failed(e);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long capacity() {
    return bit.length();
  }

  @Override
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
