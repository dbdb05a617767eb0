// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import java.util.Arrays;

/** Which groups nodes are in, in arrays: 18 to 36 bytes each time. Not thread-safe. */
final class Memberships {
  private static final int ROOM_AT_START = 64;
  private static final int[] NONE = {};

  /** Near 2^64 over the golden ratio: spreads keys that follow one another. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /** In place of a group: nothing was ever here, so nothing that is looked for is behind. */
  private static final int EMPTY = 0;

  /** In place of a group: something was here. */
  private static final int LEFT = -1;

  /** By the hash of the node, and the next free place. A node is there once for each group. */
  private long[] nodes = new long[ROOM_AT_START];

  private int[] groups = new int[ROOM_AT_START];

  /** How many places are not empty. */
  private int used;

  /**
   * The groups of a node.
   *
   * @return their numbers, from 1 on
   */
  int[] of(long node) {
    int[] found = NONE;
    for (int at = first(node); groups[at] != EMPTY; at = after(at)) {
      if (nodes[at] == node && groups[at] != LEFT) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = groups[at];
      }
    }
    return found;
  }

  /** A node that is not in a group joins it. */
  void add(long node, int group) {
    if (3 * used >= 2 * groups.length) {
      spread();
    }
    put(node, group);
  }

  void remove(long node, int group) {
    for (int at = first(node); groups[at] != EMPTY; at = after(at)) {
      if (nodes[at] == node && groups[at] == group) {
        groups[at] = LEFT;
        return;
      }
    }
  }

  private void put(long node, int group) {
    int at = first(node);
    while (groups[at] != EMPTY) {
      at = after(at);
    }
    nodes[at] = node;
    groups[at] = group;
    used++;
  }

  /** Anew, without those that left, and in more room if it is needed. */
  private void spread() {
    long[] nodesBefore = nodes;
    int[] groupsBefore = groups;
    long there = Arrays.stream(groups).filter(group -> group > 0).count();
    int room = 3 * there >= groups.length ? 2 * groups.length : groups.length;
    nodes = new long[room];
    groups = new int[room];
    used = 0;
    for (int at = 0; at < groupsBefore.length; at++) {
      if (groupsBefore[at] > 0) {
        put(nodesBefore[at], groupsBefore[at]);
      }
    }
  }

  private int first(long node) {
    return Long.hashCode(node * SPREAD) & (groups.length - 1);
  }

  private int after(int at) {
    return (at + 1) & (groups.length - 1);
  }
}
