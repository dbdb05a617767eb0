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

  /** How long a read waits for its turn. */
  public static final Duration READ_WAIT = Duration.ofSeconds(30);

  /** Stripes whose sources are asked for in one question. */
  public static final int STRIPES_PER_QUESTION = 16;

  /** Bits whose copies are remembered for when the tracker is away: about 10 MB. */
  public static final int KNOWN_BITS_MAX = 16_384;

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

  /** Reports that wait to be sent; further ones are dropped. */
  public static final int REPORTS_MAX = 4_096;

  private ReadLimits() {}
}
