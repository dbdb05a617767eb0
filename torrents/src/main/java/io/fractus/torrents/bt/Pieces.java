// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.data.ChunkDescriptor;
import bt.data.ChunkVerifier;
import bt.data.LocalBitfield;
import java.util.List;

/** Verifies pieces in place of bt, which would hash every file that it is given to seed. */
final class Pieces implements ChunkVerifier {
  @Override
  public boolean verify(List<ChunkDescriptor> chunks, LocalBitfield bitfield) {
    for (int piece = 0; piece < chunks.size(); piece++) {
      if (verify(chunks.get(piece), true)) {
        bitfield.markLocalPieceVerified(piece);
      }
    }
    return bitfield.getPiecesRemaining() == 0;
  }

  @Override
  public boolean verify(ChunkDescriptor chunk) {
    return verify(chunk, false);
  }

  @Override
  public boolean verifyIfPresent(ChunkDescriptor chunk) {
    return verify(chunk, false);
  }

  private static boolean verify(ChunkDescriptor chunk, boolean trusting) {
    boolean[] right = new boolean[1];
    chunk
        .getData()
        .visitUnits((unit, from, _) -> {
          BitUnit file = (BitUnit) unit;
          right[0] = (trusting && file.isTrusted()) || file.verify(from);
          return true;
        });
    return right[0];
  }
}
