// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.Limits;
import java.util.BitSet;

/** Pieces in a row that one peer is asked for, and their blocks as they come. Not thread-safe. */
final class Run {
  private final Download owner;
  private final int first;
  private final int count;
  private final long position;
  private final byte[] bytes;
  private final BitSet asked = new BitSet();
  private final BitSet here = new BitSet();

  /**
   * @param position where the first piece begins in the bit
   * @param length bytes of all its pieces
   */
  Run(Download owner, int first, int count, long position, int length) {
    this.owner = owner;
    this.first = first;
    this.count = count;
    this.position = position;
    this.bytes = new byte[length];
  }

  Download owner() {
    return owner;
  }

  int first() {
    return first;
  }

  int count() {
    return count;
  }

  /** Where its bytes begin in the bit. */
  long position() {
    return position;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean isComplete() {
    return here.cardinality() == blocks();
  }

  /** The first block that is neither here nor under way, or -1. */
  int nextToAsk() {
    int block = asked.nextClearBit(0);
    return block < blocks() ? block : -1;
  }

  void asked(int block) {
    asked.set(block);
  }

  /** The peer will not answer what it was asked for so far. */
  void forgetAsked() {
    asked.clear();
    asked.or(here);
  }

  int blockLength(int block) {
    return Math.min(Limits.WIRE_BLOCK_MAX, bytes.length - block * Limits.WIRE_BLOCK_MAX);
  }

  /** Whether a block that begins here in the bit is under way. */
  boolean awaits(long at) {
    long offset = at - position;
    if (offset < 0 || offset >= bytes.length || offset % Limits.WIRE_BLOCK_MAX != 0) {
      return false;
    }
    int block = (int) (offset / Limits.WIRE_BLOCK_MAX);
    return asked.get(block) && !here.get(block);
  }

  /** Whether a block that is under way has this length. */
  boolean awaits(long at, int length) {
    return awaits(at) && blockLength((int) ((at - position) / Limits.WIRE_BLOCK_MAX)) == length;
  }

  void arrived(long at) {
    here.set((int) ((at - position) / Limits.WIRE_BLOCK_MAX));
  }

  private int blocks() {
    return Math.ceilDiv(bytes.length, Limits.WIRE_BLOCK_MAX);
  }
}
