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
   * Ends the bit: its bytes survive a power cut when this returns.
   *
   * @param pieceHashes of all pieces, one after the other
   */
  BitMetainfo finish(String cloudId, byte[] pieceHashes) throws IOException {
    channel.force(false);
    return BitMetainfo.create(cloudId, name, length, pieceLength, pieceHashes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
