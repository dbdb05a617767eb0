// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A bit with its bytes, for tests. */
public final class TestBits {
  public static final String CLOUD = "cloud-of-tests";

  private final BitMetainfo metainfo;
  private final byte[] bytes;

  private TestBits(BitMetainfo metainfo, byte[] bytes) {
    this.metainfo = metainfo;
    this.bytes = bytes;
  }

  /** A bit of random bytes with a random name. */
  public static TestBits random(RandomGenerator random, int length) {
    return random(random, length, CLOUD);
  }

  public static TestBits random(RandomGenerator random, int length, String cloudId) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] name = new byte[16];
    random.nextBytes(name);
    int pieceLength = BitMetainfo.pieceLengthFor(length);
    PieceHasher hasher = new PieceHasher(pieceLength);
    hasher.update(bytes, 0, length);
    return new TestBits(
        BitMetainfo.create(
            cloudId, HexFormat.of().formatHex(name), length, pieceLength, hasher.finish()),
        bytes);
  }

  public BitMetainfo metainfo() {
    return metainfo;
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Writes the bytes where an engine would, into a directory that is there. */
  public void writeTo(Path directory) throws IOException {
    Files.write(directory.resolve(metainfo.name()), bytes);
  }
}
