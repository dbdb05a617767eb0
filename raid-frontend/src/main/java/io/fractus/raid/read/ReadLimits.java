// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import java.time.Duration;

/** Every bound of the way back, each with its reason. */
public final class ReadLimits {
  /** Sealed bytes that a read holds in one window; two windows are in memory at a time. */
  public static final int WINDOW_BYTES = 4 << 20;

  /** Reads together have the heap divided by this; those that do not fit wait. */
  public static final int HEAP_DIVISOR = 2;

  /**
   * Windows of a read in memory: the one that is written, and the next with as many bytes again
   * while it is decoded.
   */
  public static final int WINDOWS_IN_MEMORY = 3;

  /**
   * Pieces that were read lately have the heap divided by this unless it is set, out of what reads
   * have together: 32 MB of the 256 MB that a gateway starts with, which is 500 pieces of 64 KiB.
   */
  public static final int PIECES_HEAP_DIVISOR = 8;

  /** The most that they may be given of the heap: as much is left for windows. */
  public static final int PIECES_HEAP_DIVISOR_MIN = 4;

  /**
   * Only windows of at most so many wanted bytes are kept: larger ones are parts of long reads,
   * which nobody repeats soon, and 32 of them would fill it.
   */
  public static final int KEPT_WINDOW_BYTES = 1 << 20;

  /** The share of kept pieces that were asked for more than once; the rest is for newcomers. */
  public static final double PIECES_PROVEN = 0.8;

  /** What a kept piece takes beside its bytes: its key and its places in maps. */
  public static final int PIECE_OVERHEAD = 256;

  /** How long a read waits for its turn. */
  public static final Duration READ_WAIT = Duration.ofSeconds(30);

  /** Stripes whose sources are asked for in one question. */
  public static final int STRIPES_PER_QUESTION = 16;

  /** Bits whose copies are remembered for when the tracker is away: about 10 MB. */
  public static final int KNOWN_BITS_MAX = 16_384;

  /** Packs whose stripes are remembered: 3 MB if all are of 4+2 and full. */
  public static final int KNOWN_PACKS_MAX = 128;

  /** Questions to the tracker under way at a time; what is asked meanwhile is one question then. */
  public static final int QUESTIONS_AT_ONCE = 4;

  /** Bits in one such question: the tracker looks each of them up, and all wait for the last. */
  public static final int BITS_JOINED = 1_024;

  /**
   * For so long reads go by what the tracker said last: a node that goes away meanwhile is noticed
   * by who reads from it before the tracker can know, and what is not enough is asked for anew.
   */
  public static final Duration SOURCES_FRESH = Duration.ofSeconds(5);

  /** After this nobody goes by it any more; in between it is renewed while it is still used. */
  public static final Duration SOURCES_OLD = Duration.ofSeconds(30);

  /** Questions in the background at a time; further ones are left to later reads. */
  public static final int RENEWED_AT_ONCE = 64;

  /** How long a tracker that did not answer is left alone if what is remembered is enough. */
  public static final Duration TRACKER_PAUSE = Duration.ofSeconds(2);

  /** Stripes that are looked at before a response starts. */
  public static final int STRIPES_CHECKED_MAX = 256;

  /** How long a node that did not answer is asked last. */
  public static final Duration SHUN = Duration.ofSeconds(20);

  /**
   * How long to wait before a busy copy is asked again. Transmission serves one reader an address,
   * and takes a second to see that one has gone.
   */
  public static final Duration BUSY_PAUSE = Duration.ofMillis(1_500);

  /** How often a busy copy is asked again: for as long as a probe from this address may take. */
  public static final int BUSY_MAX = 8;

  /** Nodes that are remembered for not answering. */
  public static final int SHUNNED_MAX = 4_096;

  /**
   * How long reports are gathered: a message for each read costs gateway and tracker more than the
   * read itself, and nobody waits for them.
   */
  public static final Duration REPORT_PAUSE = Duration.ofMillis(100);

  /** Reports that wait to be sent; further ones are dropped. */
  public static final int REPORTS_MAX = 4_096;

  /** Nodes whose speed is remembered: 2 MB of them. */
  public static final int SPEEDS_MAX = 4_096;

  /** After this without a read, half of the logarithm of a node's slowness is forgotten. */
  public static final Duration SPEED_HALF_LIFE = Duration.ofMinutes(10);

  /** Weight of the newest read in how slow a node is: about the last four count. */
  public static final double FACTOR_NEWEST = 0.25;

  /** Reads that count for how the times of one node scatter. */
  public static final int SPREAD_OF_NODE = 64;

  /** Reads that count for how the times of all nodes scatter. */
  public static final int SPREAD_OF_ALL = 512;

  /** Reads before a scatter says anything: of fewer the slowest twentieth is none. */
  public static final int SPREAD_KNOWN_FROM = 20;

  /** How many times as long as typical a read may take as long as no scatter is known. */
  public static final double SPREAD_UNKNOWN = 4;

  /** Reads of one size that count for what is typical. */
  public static final int TYPICAL_OF = 64;

  /** A read is late when this share of those from its node were done. */
  public static final double LATE_SHARE = 0.95;

  /** No read is late before this: collections of garbage and schedulers take as long. */
  public static final Duration LATE_MIN = Duration.ofMillis(20);

  /** Every read is late after this. */
  public static final Duration LATE_MAX = Duration.ofSeconds(5);

  /** When a read is late of which nothing is known. */
  public static final Duration LATE_UNKNOWN = Duration.ofMillis(500);

  /**
   * A node is slow, and is read around if others suffice, that takes this many times as long as
   * those; one that was overtaken is reported if it would have taken as long.
   */
  public static final double SLOW_FACTOR = 3;

  /** The longest that a read is said to take, by the pace that it had until it was given up. */
  public static final Duration SLOWEST = Duration.ofMinutes(10);

  /** Reads of at most so much ask one more source than they need, if there are bytes to spare. */
  public static final int SMALL_READ_BYTES = 1 << 20;

  /** Bits that are asked for beyond k in one window: each is held in memory. */
  public static final int MORE_BITS_MAX = 2;

  /** Bytes that may be read for nothing, in per cent of those that were wanted. */
  public static final int HEDGE_PERCENT = 5;

  /** What a gateway that has just started may read for nothing: one bit of one window. */
  public static final long HEDGE_BYTES_FIRST = 1 << 20;

  /** What a quiet time may save up for a bad one: sixteen windows. */
  public static final long HEDGE_BYTES_MAX = 64 << 20;

  /** What is left for sources that are late when one more than needed is asked at once. */
  public static final long HEDGE_BYTES_KEPT = 4 << 20;

  /** One window in so many is followed by a look at a slow node, if one has a bit of its stripe. */
  public static final int EXPLORE_EVERY = 16;

  /** Nodes that are looked at at a time. */
  public static final int EXPLORED_AT_ONCE = 4;

  /**
   * What nobody is blamed for: a read that was overtaken sooner is taken for chance until a look at
   * its node has taken as long as this.
   */
  public static final Duration BLAME_MIN = Duration.ofMillis(100);

  /** How long a slow node is left alone before it is looked at. */
  public static final Duration EXPLORE_AGE = Duration.ofSeconds(20);

  /** How long a slow node may take for one piece until it is as slow as can be. */
  public static final Duration EXPLORE_MAX = Duration.ofSeconds(10);

  private ReadLimits() {}
}
