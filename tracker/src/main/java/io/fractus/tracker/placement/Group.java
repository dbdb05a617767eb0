// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import java.util.Arrays;

/**
 * Nodes that hold stripes of one shape together. Each sits on a seat, and each bit of a stripe goes
 * to nodes of one seat. Not thread-safe.
 */
final class Group {
  static final int NONE = -1;

  /** Nodes that sit on a seat beside those that a stripe needs there: some are away, or full. */
  private static final int SPARE = 8;

  private final Shape shape;
  private final int number;
  private final long[][] seats;
  private int size;

  /**
   * What stripes have in common that can share groups.
   *
   * @param bits how many bits they have
   * @param copies how many copies each bit has
   */
  record Shape(int bits, int copies) {
    /**
     * Nodes of a group at most: less than {@link Groups#SCATTER_MAX} if a stripe needs not more.
     */
    int nodesMax() {
      int seat = Math.min(copies + SPARE, Groups.SCATTER_MAX / bits);
      return bits * Math.max(copies, seat);
    }

    /** Groups that a node is in at most. */
    int groupsMax() {
      int groups = Groups.SCATTER_MAX / Math.max(1, nodesMax() - 1);
      return Math.clamp(groups, 1, Groups.PER_NODE_MAX);
    }
  }

  /**
   * @param number which no other has, from 1 on
   */
  Group(Shape shape, int number) {
    this.shape = shape;
    this.number = number;
    this.seats = new long[shape.bits()][0];
  }

  Shape shape() {
    return shape;
  }

  int number() {
    return number;
  }

  int size() {
    return size;
  }

  boolean hasRoom() {
    return size < shape.nodesMax();
  }

  /** On which seat a node is, or {@link #NONE}. */
  int seat(long node) {
    for (int seat = 0; seat < seats.length; seat++) {
      for (long member : seats[seat]) {
        if (member == node) {
          return seat;
        }
      }
    }
    return NONE;
  }

  /** Not a copy: read only. */
  long[] at(int seat) {
    return seats[seat];
  }

  /** The members, by their seats. */
  long[] members() {
    return Arrays.stream(seats).flatMapToLong(Arrays::stream).toArray();
  }

  /** The seat with the fewest members. */
  int emptiest() {
    int emptiest = 0;
    for (int seat = 1; seat < seats.length; seat++) {
      emptiest = seats[seat].length < seats[emptiest].length ? seat : emptiest;
    }
    return emptiest;
  }

  void add(int seat, long node) {
    int members = seats[seat].length;
    seats[seat] = Arrays.copyOf(seats[seat], members + 1);
    seats[seat][members] = node;
    size++;
  }

  void remove(long node) {
    int seat = seat(node);
    if (seat != NONE) {
      seats[seat] = Arrays.stream(seats[seat]).filter(member -> member != node).toArray();
      size--;
    }
  }
}
