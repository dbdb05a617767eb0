// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import java.time.Duration;

/** Every bound of the module, each with its reason. */
public final class Limits {
  /** Connections of one engine: what libtorrent itself allows at most. */
  public static final int CONNECTIONS_MAX = 8_000;

  /**
   * Alerts that may wait in the engine: a burst of 1,000 fetches with 64 pieces each; beyond it
   * libtorrent drops them.
   */
  public static final int ALERTS_MAX = 100_000;

  /** How long an engine may take to say that it listens: it needs milliseconds. */
  public static final Duration LISTEN_MAX = Duration.ofSeconds(20);

  /**
   * How long an engine may take to add or to let go of one torrent: its network thread may be
   * behind a slow disk.
   */
  public static final Duration ENGINE_ANSWER_MAX = Duration.ofSeconds(30);

  /**
   * The length of a message of the peer wire, in bytes: twice the bitfield of the largest torrent
   * and many times the block of 16 KiB that every client sends.
   */
  public static final int WIRE_MESSAGE_MAX = 1 << 20;

  /** Bytes of one requested block: stock clients refuse more. */
  public static final int WIRE_BLOCK_MAX = 16 << 10;

  /**
   * Blocks requested and not yet received: 2 MiB in flight, which is 160 Mbit/s at 100 ms; stock
   * clients refuse beyond 250 to 500.
   */
  public static final int WIRE_BLOCKS_OUTSTANDING_MAX = 128;

  private Limits() {}
}
