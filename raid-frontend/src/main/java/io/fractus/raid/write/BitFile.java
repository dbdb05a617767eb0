// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One staged bit as it grows. Not thread-safe. */
final class BitFile implements AutoCloseable {
  private final String name;
  private final int pieceLength;
  private final FileChannel channel;
  private long length;

  BitFile(Path directory, String name, int pieceLength) throws IOException {
    this.name = name;
    this.pieceLength = pieceLength;
    this.channel =
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void append(byte[] cell, int cellLength) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(cell, 0, cellLength);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    length += cellLength;
  }

  /**
   * What the bit is, now that it is whole.
   *
   * @param pieceHashes of all pieces, one after the other
   */
  BitMetainfo metainfo(String cloudId, byte[] pieceHashes) {
    return BitMetainfo.create(cloudId, name, length, pieceLength, pieceHashes);
  }

  /** Has its bytes survive a power cut. */
  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
