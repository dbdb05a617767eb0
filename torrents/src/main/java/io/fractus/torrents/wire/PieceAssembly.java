// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import io.fractus.torrents.Limits;
import java.util.BitSet;

/** One piece whose blocks are being requested and received. Not thread-safe. */
final class PieceAssembly {
  private final int piece;
  private final int length;
  private final BitSet requested = new BitSet();
  private final BitSet received = new BitSet();

  PieceAssembly(int piece, int length) {
    this.piece = piece;
    this.length = length;
  }

  int piece() {
    return piece;
  }

  boolean complete() {
    return received.cardinality() == blocks();
  }

  /** The first block that is neither here nor under way, or -1. */
  int nextToRequest() {
    int block = requested.nextClearBit(0);
    return block < blocks() ? block : -1;
  }

  void requested(int block) {
    requested.set(block);
  }

  /** The peer will not answer what it was asked for so far. */
  void forgetRequests() {
    requested.clear();
    requested.or(received);
  }

  /** The peer refused one block. Returns whether it was under way. */
  boolean rejected(int begin) {
    int block = begin / Limits.WIRE_BLOCK_MAX;
    boolean underWay = requested.get(block) && !received.get(block);
    if (underWay) {
      requested.clear(block);
    }
    return underWay;
  }

  /** Whether these bytes are a block that is awaited. */
  boolean awaits(int begin, int count) {
    if (begin < 0 || begin >= length || begin % Limits.WIRE_BLOCK_MAX != 0) {
      return false;
    }
    int block = begin / Limits.WIRE_BLOCK_MAX;
    return count == blockLength(block) && requested.get(block) && !received.get(block);
  }

  void received(int begin) {
    received.set(begin / Limits.WIRE_BLOCK_MAX);
  }

  int blockLength(int block) {
    return Math.min(Limits.WIRE_BLOCK_MAX, length - block * Limits.WIRE_BLOCK_MAX);
  }

  private int blocks() {
    return (length + Limits.WIRE_BLOCK_MAX - 1) / Limits.WIRE_BLOCK_MAX;
  }
}
