// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import java.time.Duration;

/** Every bound of repair, each with its reason. */
public final class RepairLimits {
  /** How often is looked at what is to be repaired. */
  public static final Duration ROUND = Duration.ofMillis(500);

  /** How often nodes are looked at for those that are lost: each costs a microsecond. */
  public static final Duration WATCH = Duration.ofSeconds(2);

  /** Bits looked at in one round, beside the writer: some ten milliseconds of a core. */
  public static final int LOOKS_MAX = 1_024;

  /** How long all bits are left alone after each of them was looked at. */
  public static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);

  /** Bits that are known to need repair: 30 MB. Others are found when their turn comes. */
  public static final int QUEUE_MAX = 100_000;

  /** Bits whose copies changed and that were not looked at yet; others wait for the sweep. */
  public static final int TOUCHED_MAX = 100_000;

  /** Bits that are tried for that; others have to wait for a node that is not busy. */
  public static final int TRIED_MAX = 64;

  /** Copies that repair has on their way at a time: gateways place theirs beside them. */
  public static final int REPAIRS_MAX = 256;

  /** Copies that repair has on their way to one node at a time. */
  public static final int TO_NODE_MAX = 8;

  /** How long a bit waits for nodes that are busy now. */
  public static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  /** How long a bit is left to the gateway that places it before it is looked at again. */
  public static final Duration YOUNG_PAUSE = Duration.ofSeconds(5);

  /** How long a bit waits that no node can take: others may come, or have room. */
  public static final Duration STUCK_PAUSE = Duration.ofSeconds(30);

  /** How long a bit waits for the node of a living copy. */
  public static final Duration SOURCE_PAUSE = Duration.ofMinutes(2);

  /** Buckets of rates that are kept though they may be full. */
  public static final int BUCKETS_MAX = 10_000;

  /** Bits with more copies than wanted that wait to be looked at; others are found again. */
  public static final int SURPLUS_WAITING_MAX = 10_000;

  /** Bits of which all copies are looked at at a time before one goes. */
  public static final int SURPLUS_AUDITS_MAX = 8;

  /** How long a bit with more copies than wanted is left alone if none of them could go. */
  public static final Duration SURPLUS_PAUSE = Duration.ofMinutes(10);

  /**
   * Copies more than wanted that a bit keeps of those that came back: who left once leaves again,
   * and one is there by then. More of them save little and cost as much each.
   */
  public static final int RESERVE = 1;

  /** A node with a smaller share of its space left has none for copies that are not wanted. */
  public static final double RESERVE_FREE_MIN = 0.2;

  /** For how long no bit keeps copies in reserve after space was wanted that was nowhere. */
  public static final Duration RESERVE_GIVES_WAY = Duration.ofMinutes(30);

  /** Bits with copies in reserve that are counted, and looked at once: 10 MB. */
  public static final int RESERVES_KNOWN_MAX = 100_000;

  /** Bits that a gateway is asked to rebuild at a time. */
  public static final int REBUILDS_PER_GATEWAY_MAX = 16;

  /** For how long a gateway has a bit to itself if it is not heard again. */
  public static final Duration REBUILD_LEASE = Duration.ofMinutes(2);

  /** How long a bit waits that gateways could not rebuild, or that none knows. */
  public static final Duration REBUILD_PAUSE = Duration.ofMinutes(2);

  /** When a gateway that could not rebuild a bit tries again: its mates may be here by then. */
  public static final Duration REBUILD_RETRY = Duration.ofSeconds(15);

  /** For how long a gateway is not asked for a bit that it does not know. */
  public static final Duration UNKNOWN_PAUSE = Duration.ofMinutes(30);

  private RepairLimits() {}
}
