// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.platform.Secrets;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Bits of random bytes on disk. Stateless. */
final class TestBits {
  private TestBits() {}

  /** Writes a bit of random bytes into a directory. */
  static BitMetainfo write(Path directory, int length, Random random) throws IOException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    int pieceLength = BitMetainfo.pieceLengthFor(length);
    PieceHasher hasher = new PieceHasher(pieceLength);
    hasher.update(bytes, 0, length);
    BitMetainfo bit =
        BitMetainfo.create(
            "bench", Secrets.newHex(random, 32), length, pieceLength, hasher.finish());
    Files.write(directory.resolve(bit.name()), bytes);
    return bit;
  }
}
