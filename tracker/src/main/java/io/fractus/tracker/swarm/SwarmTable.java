// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Swarms by infohash: a hash table with open addressing whose rows are the swarms themselves, so
 * that a swarm costs some 20 bytes of it. Not thread-safe.
 */
final class SwarmTable {
  private static final int SMALLEST = 16;

  private static final long[] FREE = {};

  private int[] tags = new int[SMALLEST];
  private long[][] blocks = free(SMALLEST);
  private int used;

  /** Grows when something is read again while it changes; see {@link Swarms#load}. */
  int changes;

  private static long[][] free(int rows) {
    long[][] blocks = new long[rows][];
    Arrays.fill(blocks, FREE);
    return blocks;
  }

  private static boolean isFree(long[] block) {
    return block.length == 0;
  }

  /** The swarm with this key, or null. */
  long @Nullable [] find(SwarmKey key) {
    long[] block = blocks[row(key)];
    return isFree(block) ? null : block;
  }

  /** The row of a key, or the free one where it would be. */
  private int row(SwarmKey key) {
    int mask = tags.length - 1;
    int tag = key.tag();
    int row = tag & mask;
    while (true) {
      long[] block = blocks[row];
      if (isFree(block) || (tags[row] == tag && PeerBlock.is(block, key))) {
        return row;
      }
      row = (row + 1) & mask;
    }
  }

  /** Puts a swarm in the place of the one with its key, if there is one. */
  void put(long[] block) {
    SwarmKey key = PeerBlock.key(block);
    int row = row(key);
    if (isFree(blocks[row])) {
      used++;
    }
    blocks[row] = block;
    tags[row] = key.tag();
    if (used > tags.length / 4 * 3) {
      resize(tags.length * 2);
    }
  }

  void remove(SwarmKey key) {
    int row = row(key);
    if (isFree(blocks[row])) {
      return;
    }
    used--;
    int mask = tags.length - 1;
    // What was pushed past this row moves up, so that no search ends at a hole.
    int hole = row;
    int next = (row + 1) & mask;
    while (!isFree(blocks[next])) {
      int home = tags[next] & mask;
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        blocks[hole] = blocks[next];
        tags[hole] = tags[next];
        hole = next;
      }
      next = (next + 1) & mask;
    }
    blocks[hole] = FREE;
    if (tags.length > SMALLEST && used < tags.length / 8) {
      resize(tags.length / 2);
    }
  }

  private void resize(int rows) {
    long[][] old = all();
    tags = new int[rows];
    blocks = free(rows);
    used = 0;
    for (long[] block : old) {
      put(block);
    }
  }

  /** The swarms as they are now; each may be changed or removed while they are gone through. */
  private long[][] all() {
    long[][] all = new long[used][];
    int next = 0;
    for (long[] block : blocks) {
      if (!isFree(block)) {
        all[next++] = block;
      }
    }
    return all;
  }

  void forEach(Consumer<long[]> action) {
    for (long[] block : all()) {
      action.accept(block);
    }
  }
}
