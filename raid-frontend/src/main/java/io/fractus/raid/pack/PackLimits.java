// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import java.time.Duration;

/** Every bound of packs, each with its reason. */
public final class PackLimits {
  /** Largest object that is packed, in bytes: it is in memory twice, plain and sealed. */
  public static final int OBJECT_BYTES_MAX = 1 << 20;

  /** Sealed bytes of a pack that is put: what sixteen clients put at a time. */
  public static final int PACK_BYTES = 16 << 20;

  /**
   * Sealed bytes that small packs are merged into, so that a round of compaction is short. Objects
   * of a megabyte that come alone are not moved again: a torrent for each bit of them is not much.
   */
  public static final int MERGED_BYTES = 4 << 20;

  /** An object has at most a pack divided by this, or packs would be far from full. */
  public static final int OBJECTS_MIN = 4;

  /** Objects in a pack: its commit is one transaction, and others wait behind that. */
  public static final int OBJECTS_MAX = 1_024;

  /** How long at least a pack waits for those whose puts were answered a moment ago. */
  public static final Duration LINGER = Duration.ofMillis(4);

  /** How long at most it waits for them. */
  public static final Duration LINGER_MAX = Duration.ofMillis(40);

  /** It waits for them as long as the last pack took divided by this. */
  public static final int LINGER_DIVISOR = 8;

  /** How long the first put of a pack waits for the pack before to end. */
  public static final Duration PATIENCE = Duration.ofMillis(250);

  /** Packs of one layout on their way to nodes; what is put meanwhile makes the next one larger. */
  public static final int IN_FLIGHT_MAX = 4;

  /** Layouts whose rhythm is remembered while nothing of them is put. */
  public static final int LINES_KEPT = 64;

  /** Bodies that wait in packs together have the heap divided by this; others wait to be read. */
  public static final int BODIES_HEAP_DIVISOR = 8;

  /** Cells of packs that are encoded together have the heap divided by this. */
  public static final int CELLS_HEAP_DIVISOR = 16;

  /** A pack of which a smaller part than 1 divided by this is live is rewritten. */
  public static final int LIVE_DIVISOR = 2;

  /**
   * Packs of about one size that are worth one rewrite: each byte moves a few times in its life.
   */
  public static final int MERGE_MIN = 8;

  /** Packs that are rewritten into one in a round. */
  public static final int MERGE_MAX = 64;

  /** Packs that a round looks at. */
  public static final int CANDIDATES_MAX = 1_024;

  /** Pause after a round that found nothing to rewrite, or could not. */
  public static final Duration COMPACT_PAUSE = Duration.ofSeconds(10);

  /** How long a pack that could not be read is left alone. */
  public static final Duration UNREADABLE_PAUSE = Duration.ofMinutes(5);

  /** Packs that are remembered as not readable. */
  public static final int UNREADABLE_MAX = 512;

  private PackLimits() {}

  /** How long to wait for the clients of a pack that took so many nanoseconds. */
  static long linger(long took) {
    return Math.clamp(took / LINGER_DIVISOR, LINGER.toNanos(), LINGER_MAX.toNanos());
  }
}
