// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import io.fractus.torrents.hash.HashKernels.Choice;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of pieces of several cells each. The lanes are bits, whose states go from row to row;
 * bits that are too few for lanes have a digest of the JDK each.
 */
final class ChainedPieces implements PieceRows {
  private static final int LANES = BlockLanes.LANES;
  private static final int BLOCK = BlockLanes.BLOCK;
  private static final HashAlgorithm SHA_1 = HashAlgorithm.SHA_1;
  private static final byte[][] NO_CELLS = new byte[0][];
  private static final int[] NO_OFFSETS = new int[0];

  private final int pieceLength;
  private final PieceHashes hashes;
  private final @Nullable LaneHasher hasher;

  /** State g is that of the bits 16 g to 16 g + 15. */
  private final int[][] states;

  /** Of the bits that are not in lanes. */
  private final MessageDigest[] digests;

  private final int bitsInLanes;
  private int inPiece;
  private int piece;

  ChainedPieces(int bits, int pieceLength, PieceHashes hashes, Choice choice) {
    this.pieceLength = pieceLength;
    this.hashes = hashes;
    int over = bits % LANES;
    int full = over >= SHA_1.lanesMin() ? bits : bits - over;
    this.bitsInLanes = choice == Choice.LANES ? full : 0;
    this.hasher = bitsInLanes > 0 ? new LaneHasher(SHA_1) : null;
    this.states = new int[Math.ceilDiv(bitsInLanes, LANES)][];
    if (hasher != null) {
      for (int group = 0; group < states.length; group++) {
        states[group] = hasher.state();
        hasher.begin(states[group]);
      }
    }
    this.digests = new MessageDigest[bits - bitsInLanes];
    for (int i = 0; i < digests.length; i++) {
      digests[i] = SHA_1.jdk();
    }
  }

  @Override
  public int rowsHeld() {
    return 1;
  }

  @Override
  public void update(byte[][] cells, int[] offsets, int length, boolean last) {
    inPiece += length;
    if (hasher != null) {
      for (int group = 0; group < states.length; group++) {
        hasher.update(states[group], cells, offsets, group * LANES, inGroup(group), length / BLOCK);
      }
    }
    for (int i = 0; i < digests.length; i++) {
      digests[i].update(cells[bitsInLanes + i], offsets[bitsInLanes + i], length);
    }
    if (last || inPiece == pieceLength) {
      int rest = length % BLOCK;
      endPiece(cells, offsets, length - rest, rest);
    }
  }

  @Override
  public void finish() {
    if (inPiece > 0) {
      endPiece(NO_CELLS, NO_OFFSETS, 0, 0);
    }
  }

  private int inGroup(int group) {
    return Math.min(LANES, bitsInLanes - group * LANES);
  }

  private void endPiece(byte[][] cells, int[] offsets, int skip, int rest) {
    if (hasher != null) {
      for (int group = 0; group < states.length; group++) {
        endInLanes(hasher, group, cells, offsets, skip, rest);
      }
    }
    for (int i = 0; i < digests.length; i++) {
      LaneDigest.write(
          digests[i], hashes.array(), hashes.at(bitsInLanes + i, piece), SHA_1.bytes());
    }
    piece++;
    inPiece = 0;
  }

  private void endInLanes(
      LaneHasher lanes, int group, byte[][] cells, int[] offsets, int skip, int rest) {
    int[] state = states[group];
    int first = group * LANES;
    lanes.end(state, cells, offsets, first, inGroup(group), skip, rest, inPiece);
    for (int lane = 0; lane < inGroup(group); lane++) {
      lanes.write(state, lane, hashes.array(), hashes.at(first + lane, piece));
    }
    lanes.begin(state);
  }
}
