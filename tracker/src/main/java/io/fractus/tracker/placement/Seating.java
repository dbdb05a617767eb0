// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Which nodes may take which bit of a stripe for the sake of its group. Not thread-safe. */
final class Seating {
  /** Of a node that may come to sit on any seat. */
  static final int NEWCOMER = -1;

  /** Of a node that gets no bit of the stripe. */
  static final int NOT_ADMITTED = -2;

  static final long NOBODY = 0;

  /** Of a stripe that goes anywhere. */
  static final Seating FREE = new Seating(null, new int[0], _ -> true);

  private final @Nullable Group group;
  private final int[] seatOfBit;
  private final LongPredicate joins;
  private final long newcomer;

  /**
   * @param seatOfBit for each bit of the stripe its seat
   * @param joins whether a node may join the group
   */
  Seating(@Nullable Group group, int[] seatOfBit, LongPredicate joins) {
    this(group, seatOfBit, joins, NOBODY);
  }

  /**
   * @param newcomer a member that is new to the cloud and shall get a copy, or {@link #NOBODY}
   */
  Seating(@Nullable Group group, int[] seatOfBit, LongPredicate joins, long newcomer) {
    this.newcomer = newcomer;
    this.group = group;
    this.seatOfBit = seatOfBit;
    this.joins = joins;
  }

  /** The bits of a stripe one after the other, the first on any seat: so all read as much. */
  static int[] turned(int bits, int by) {
    int[] seats = new int[bits];
    Arrays.setAll(seats, bit -> (bit + by) % bits);
    return seats;
  }

  Optional<Group> group() {
    return Optional.ofNullable(group);
  }

  boolean isFree() {
    return group == null;
  }

  /** The seat of a node, {@link #NEWCOMER} or {@link #NOT_ADMITTED}. */
  int seat(long node) {
    if (group == null) {
      return NEWCOMER;
    }
    int seat = group.seat(node);
    if (seat != Group.NONE) {
      return seat;
    }
    return joins.test(node) ? NEWCOMER : NOT_ADMITTED;
  }

  /** Whether a node comes before the others of its seat. */
  boolean isToShowItself(long node) {
    return newcomer != NOBODY && node == newcomer;
  }

  int seatOfBit(int bit) {
    return seatOfBit[bit];
  }

  /** How many nodes may join. */
  int room() {
    return group == null ? Integer.MAX_VALUE : group.shape().nodesMax() - group.size();
  }
}
