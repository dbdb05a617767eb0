// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;

/** A bit of random bytes, the same for the same seed. */
public final class TestBit {
  private final BitMetainfo metainfo;
  private final byte[] bytes;

  private TestBit(BitMetainfo metainfo, byte[] bytes) {
    this.metainfo = metainfo;
    this.bytes = bytes;
  }

  public static TestBit random(long seed, int length, String cloudId) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] name = new byte[16];
    random.nextBytes(name);
    int pieceLength = BitMetainfo.pieceLengthFor(length);
    PieceHasher hasher = new PieceHasher(pieceLength);
    hasher.update(bytes, 0, length);
    return new TestBit(
        BitMetainfo.create(
            cloudId, HexFormat.of().formatHex(name), length, pieceLength, hasher.finish()),
        bytes);
  }

  public BitMetainfo metainfo() {
    return metainfo;
  }

  /** What is in it; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Writes the file where an engine looks for it. */
  public void writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve(metainfo.name()), bytes);
  }
}
