// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.platform.Secrets;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Bits to measure with. Stateless. */
final class TestBits {
  private static final int ZEROS_LENGTH = 1 << 20;
  private static final int ZEROS_PIECE = 64 << 10;

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

  /** Bits of 1 MiB in sixteen pieces, all zeros, told apart by a number in their names. */
  static List<BitMetainfo> zeros(int from, int to) {
    byte[] empty = new byte[ZEROS_PIECE];
    byte[] hash = PieceHasher.hash(empty, 0, empty.length);
    ByteBuffer pieces = ByteBuffer.allocate(hash.length * ZEROS_LENGTH / ZEROS_PIECE);
    while (pieces.hasRemaining()) {
      pieces.put(hash);
    }
    List<BitMetainfo> bits = new ArrayList<>();
    for (int i = from; i < to; i++) {
      // The first digits are directories of a node.
      String name = HexFormat.of().toHexDigits((byte) i) + "0".repeat(22);
      bits.add(
          BitMetainfo.create(
              "bench",
              name + HexFormat.of().toHexDigits(i),
              ZEROS_LENGTH,
              ZEROS_PIECE,
              pieces.array()));
    }
    return bits;
  }

  /** Writes the file of one of {@link #zeros}, which takes no space. */
  static void writeZeros(BitMetainfo bit, Path file) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bit.length());
    }
  }
}
