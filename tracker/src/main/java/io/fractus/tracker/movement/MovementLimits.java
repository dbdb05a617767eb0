// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import java.time.Duration;

/** Every bound of movement, each with its reason. */
public final class MovementLimits {
  /**
   * Decayed reads a copy from which on a bit gets one more: 7 reads an hour over a day, or 128 at
   * once. A copy costs one read, so it has paid long before it goes.
   */
  public static final double HOT_READS = 128;

  /** Decayed reads for each copy that would be left below which one goes: a day after the last. */
  static final double COOL_READS = HOT_READS / 4;

  /** Copies of a hot bit for each that it shall have anyway. */
  static final int TIMES_WANTED_MAX = 2;

  /** What is left free on a node that takes a copy beyond those wanted: others need the space. */
  static final double EXTRA_FREE_SHARE = 0.25;

  /** If less of the cloud is free, copies beyond those wanted go. */
  static final double TIGHT_FREE_SHARE = 0.1;

  /** If less of it is free, none are made: what they take must not bring the others down. */
  static final double AMPLE_FREE_SHARE = 0.2;

  /** A bit that may have more decayed reads is not cold: less than one in half a day. */
  static final double COLD_READS = 0.5;

  /** A younger bit is not cold: what is written is read soon, or never. */
  static final Duration COLD_AGE = Duration.ofDays(7);

  /** An anchor with less free gives cold bits away: first copies of new ones need its space. */
  static final double CROWDED_FREE_SHARE = 0.25;

  /** So much freer has the node to be that takes one, so that nothing ever moves back. */
  static final double FREER_BY = 0.25;

  /**
   * Nats that a bit needs in its worst hours; what it has beyond that may go. It misses once in a
   * thousand then: RAID 6 8+2 has seven nines, and any layout with parity four.
   */
  static final double BUDGET_ENOUGH = 7;

  /** Most that a node moves of what the cloud moves in a day. */
  static final double NODE_PART = 0.125;

  /** What may be moved in a day however small a cloud is: some bits of the largest kind. */
  static final long DAY_BYTES_MIN = 64L << 20;

  /** How often is looked at what was begun. */
  public static final Duration ROUND = Duration.ofSeconds(2);

  /** How often is looked for what to move: all nodes are read for it, and nothing is urgent. */
  public static final Duration LOOK = Duration.ofSeconds(5);

  /** Copies looked at each time: some milliseconds beside the writer. */
  public static final int LOOKS_MAX = 256;

  /** Hot bits looked at each time, the hottest first. */
  public static final int HOT_MAX = 64;

  /** Bits with copies for their readers that are looked at in one round. */
  public static final int EXTRAS_MAX = 256;

  /** Nodes among which one is chosen; of more, so many are drawn. */
  public static final int NODES_MAX = 512;

  /** Copies that movement has on their way at a time: repair and drains go beside it. */
  public static final int MOVES_MAX = 32;

  /** Copies that it has on their way to or from one node at a time. */
  public static final int MOVES_OF_NODE_MAX = 4;

  /** How long the copies of a node are left alone after each of them was looked at. */
  public static final Duration SWEEP_PAUSE = Duration.ofHours(1);

  /** How long a bit is left alone that no node could take. */
  public static final Duration STUCK_PAUSE = Duration.ofMinutes(10);

  /** Bits of which that is remembered. */
  public static final int STUCK_MAX = 10_000;

  /** Copies that are asked for a piece at a time before that in whose place they are made goes. */
  public static final int AUDITS_MAX = 8;

  /** How often what was read is written: a kill loses that much. */
  public static final Duration DEMAND_WRITTEN_EVERY = Duration.ofMinutes(1);

  /** Bits of which that is written in one transaction, so that placements do not wait. */
  public static final int DEMAND_PER_WRITE = 512;

  /** Transactions of that in a row. */
  public static final int DEMAND_WRITES_MAX = 32;

  private MovementLimits() {}
}
