// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.memory;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Cells that were used before: an array of 64 KiB costs more to clear than to seal into. What is
 * given back beyond the bound is left to the collector. Thread-safe.
 */
public final class CellPool {
  private final int length;
  private final ArrayBlockingQueue<byte[]> free;

  /**
   * An empty pool.
   *
   * @param length bytes of an array
   * @param kept arrays that it holds at most, 1 or more
   */
  public CellPool(int length, int kept) {
    this.length = length;
    this.free = new ArrayBlockingQueue<>(kept);
  }

  /** Arrays with anything in them, new ones if there are not enough. */
  public byte[][] take(int count) {
    byte[][] cells = new byte[count][];
    for (int i = 0; i < count; i++) {
      byte[] cell = free.poll();
      cells[i] = cell != null ? cell : new byte[length];
    }
    return cells;
  }

  /** Takes arrays back; whoever gives them must not touch them again. */
  public void give(byte[][] cells) {
    for (byte[] cell : cells) {
      if (!free.offer(cell)) {
        return;
      }
    }
  }

  /** Arrays that are kept at the moment. */
  public int kept() {
    return free.size();
  }
}
