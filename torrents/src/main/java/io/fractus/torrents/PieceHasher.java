// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Takes the SHA-1 of each piece of a bit as its bytes pass by. Not thread-safe; used once. */
public final class PieceHasher {
  private final int pieceLength;
  private final MessageDigest digest;
  private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
  private int inPiece;

  /**
   * A hasher at the first byte of a bit.
   *
   * @param pieceLength bytes of every piece but the last
   */
  public PieceHasher(int pieceLength) {
    this.pieceLength = pieceLength;
    this.digest = sha1();
  }

  /** The next bytes of the bit. */
  public void update(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int step = Math.min(left, pieceLength - inPiece);
      digest.update(bytes, from, step);
      from += step;
      left -= step;
      inPiece += step;
      if (inPiece == pieceLength) {
        endPiece();
      }
    }
  }

  /** The hashes of all pieces, one after the other; the bit ends here. */
  public byte[] finish() {
    if (inPiece > 0) {
      endPiece();
    }
    return pieces.toByteArray();
  }

  private void endPiece() {
    pieces.writeBytes(digest.digest());
    inPiece = 0;
  }

  /** The SHA-1 of some bytes. */
  public static byte[] hash(byte[] bytes, int offset, int length) {
    MessageDigest digest = sha1();
    digest.update(bytes, offset, length);
    return digest.digest();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
