// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.placement.Trust;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Merits of nodes and when they were found out, in arrays: some 75 bytes a node. Thread-safe. */
public final class MeritTable {
  /*
   *   key, hour, worth, region, kind            21 bytes
   *   parts of the week                         42 bytes
   *   room for more of it, a sixteenth           4 bytes
   *   slots to find it, at most 3 of 4 taken     5 to 11 bytes
   *
   * A row is made into an object when it is asked for, which lives as long as a decision.
   */

  static final int ABSENT = -1;

  private static final int ROOM_AT_START = 64;

  /** Near 2^64 over the golden ratio: spreads keys that follow one another. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private static final int ANCHOR = 1 << 2;
  private static final List<Trust> TRUSTS = List.of(Trust.values());

  private final List<String> regions = new ArrayList<>();
  private final Map<String, Integer> knownRegions = new HashMap<>();

  /** Rows by the hash of their keys, one more than the row; 0 if there is none. */
  private int[] slots = new int[2 * ROOM_AT_START];

  private long[] keys = new long[ROOM_AT_START];
  private int[] hours = new int[ROOM_AT_START];
  private float[] worths = new float[ROOM_AT_START];
  private int[] regionOf = new int[ROOM_AT_START];
  private byte[] kinds = new byte[ROOM_AT_START];
  private byte[] parts = new byte[ROOM_AT_START * FourHours.PARTS];
  private int size;

  /** The row of a node, or {@link #ABSENT}. */
  synchronized int row(long node) {
    return slots[slot(node)] - 1;
  }

  private int slot(long node) {
    int slot = Long.hashCode(node * SPREAD) & (slots.length - 1);
    while (slots[slot] != 0 && keys[slots[slot] - 1] != node) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** The hour since 1970 in which a row was found out. */
  synchronized int hour(int row) {
    return hours[row];
  }

  synchronized Trust trust(int row) {
    return TRUSTS.get(kinds[row] & (ANCHOR - 1));
  }

  synchronized Merits merits(int row) {
    return new Merits(
        FourHours.read(parts, row * FourHours.PARTS),
        trust(row),
        regions.get(regionOf[row]),
        worths[row],
        (kinds[row] & ANCHOR) != 0);
  }

  /** Takes a node up, or what is new of it. */
  public synchronized void put(long node, int hour, Merits merits) {
    int row = row(node);
    if (row == ABSENT) {
      row = add(node);
    }
    hours[row] = hour;
    worths[row] = merits.worth();
    kinds[row] = (byte) (TRUSTS.indexOf(merits.trust()) | (merits.isAnchor() ? ANCHOR : 0));
    regionOf[row] =
        knownRegions.computeIfAbsent(
            merits.region(),
            region -> {
              regions.add(region);
              return regions.size() - 1;
            });
    merits.hours().write(parts, row * FourHours.PARTS);
  }

  private int add(long node) {
    if (size == keys.length) {
      int room = size + size / 8;
      keys = Arrays.copyOf(keys, room);
      hours = Arrays.copyOf(hours, room);
      worths = Arrays.copyOf(worths, room);
      regionOf = Arrays.copyOf(regionOf, room);
      kinds = Arrays.copyOf(kinds, room);
      parts = Arrays.copyOf(parts, Math.multiplyExact(room, FourHours.PARTS));
    }
    if (4 * size >= 3 * slots.length) {
      slots = new int[2 * slots.length];
      for (int row = 0; row < size; row++) {
        slots[slot(keys[row])] = row + 1;
      }
    }
    keys[size] = node;
    slots[slot(node)] = size + 1;
    return size++;
  }
}
