// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import java.time.Duration;

/** Every bound of the way out, each with its reason. */
public final class WriteLimits {
  /** Largest object, in bytes: S3's own limit. */
  public static final long OBJECT_BYTES_MAX = 5L << 40;

  /** Stripes of one put that are staged and not yet on nodes: what hides the nodes' latency. */
  public static final int STRIPES_IN_FLIGHT_MAX = 4;

  /** Puts together have the heap divided by this; those that do not fit wait. */
  public static final int HEAP_DIVISOR = 4;

  /** Memory of a put beside its row of cells: frames, hashes, names. */
  public static final int PUT_BYTES = 512 << 10;

  /** Cells that are kept for the next put: the rows of two wide ones, or of a dozen usual ones. */
  public static final long POOL_BYTES = 32 << 20;

  /** Cells that are kept for the next pack: packs are encoded a few at a time. */
  public static final long PACK_POOL_BYTES = 8 << 20;

  /** How long a put may wait for memory, and a stripe space. */
  public static final Duration STAGING_WAIT = Duration.ofSeconds(30);

  /** One question to the tracker for complete copies; short, so that a put that fails ends soon. */
  public static final Duration AWAIT_STEP = Duration.ofSeconds(2);

  /** Pause after a round in which no further copy passed its probe. */
  public static final Duration PROBE_PAUSE = Duration.ofMillis(100);

  /** Stripes that are acknowledged and on their way to nodes; further puts wait. */
  public static final int SETTLED_AT_ONCE = 16;

  /** How long a stripe that does not get its copies waits to be placed anew. */
  public static final Duration REPLACE_AFTER = Duration.ofSeconds(8);

  /** Staged stripes that are followed up in one pass. */
  public static final int KEEPER_BATCH = 128;

  /** Pause between passes that follow up staged stripes. */
  public static final Duration KEEPER_PAUSE = Duration.ofMillis(500);

  /** Stripes whose last placing is remembered, so that it is not repeated at once. */
  public static final int KEEPER_MEMORY = 16_384;

  /** Copies that are asked for a block at a time while stripes are followed up. */
  public static final int PROBES_AT_ONCE = 16;

  /** Copies that are remembered as seen or as failed: those of all that may be staged. */
  public static final int PROBES_REMEMBERED = 32_768;

  /** Doomed objects that are taken apart in one pass. */
  public static final int RECLAIM_BATCH = 64;

  /** Pause after a pass that found nothing to reclaim, or could not. */
  public static final Duration RECLAIM_PAUSE = Duration.ofSeconds(1);

  private WriteLimits() {}
}
