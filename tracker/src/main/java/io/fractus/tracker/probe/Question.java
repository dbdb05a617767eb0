// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.BitMetainfo;
import java.util.Objects;

/**
 * What a probe asks for.
 *
 * @param bit which the node should have
 * @param first of its pieces
 * @param count how many pieces, at least one
 */
public record Question(BitMetainfo bit, int first, int count) {
  public Question {
    Objects.checkFromIndexSize(first, count, bit.pieceCount());
    if (count < 1) {
      throw new IllegalArgumentException("asks for " + count + " pieces");
    }
  }

  /** One piece. */
  public static Question of(BitMetainfo bit, int piece) {
    return new Question(bit, piece, 1);
  }

  /** Bytes that are asked for. */
  long bytes() {
    return (count - 1L) * bit.pieceLength() + bit.pieceLength(first + count - 1);
  }
}
