// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import java.util.Arrays;

/** Room for the SHA-1 of every piece of the bits of one stripe. Not thread-safe. */
final class PieceHashes {
  private final int piecesMax;
  private final byte[] hashes;

  PieceHashes(int bits, int piecesMax) {
    this.piecesMax = piecesMax;
    this.hashes = new byte[Math.multiplyExact(bits * piecesMax, HashAlgorithm.SHA_1.bytes())];
  }

  /** Where all hashes are written to, each at its {@link #at}. */
  byte[] array() {
    return hashes;
  }

  /** Where the hash of a piece begins in the array. */
  int at(int bit, int piece) {
    return (bit * piecesMax + piece) * HashAlgorithm.SHA_1.bytes();
  }

  /** The hashes of the first pieces of a bit, one after the other. */
  byte[] of(int bit, int pieces) {
    return Arrays.copyOfRange(
        hashes, at(bit, 0), at(bit, 0) + pieces * HashAlgorithm.SHA_1.bytes());
  }
}
