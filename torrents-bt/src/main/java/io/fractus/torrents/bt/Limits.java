// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import java.time.Duration;

/** Every bound of the module, each with its reason. */
final class Limits {
  /** How long bt may take to start one torrent, or to end it: it looks once a second. */
  static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /** How long bt may take to let go of a torrent by itself, before it is made to. */
  static final Duration STOP_MAX = Duration.ofSeconds(5);

  /** How often the peers of a fetch are offered to bt again, which forgets those that failed. */
  static final Duration PEERS_AGAIN = Duration.ofSeconds(1);

  /** How long a peer that was not reached is left alone. */
  static final Duration UNREACHABLE = Duration.ofMillis(900);

  /** How long bt's message loop may sleep; its 100 ms are the latency of each message. */
  static final Duration LOOP_SLEEP = Duration.ofMillis(5);

  /** How long a TCP connection may take, and as long again the handshake. */
  static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /** How long one piece may take before another peer is asked for it. */
  static final Duration PIECE_MAX = Duration.ofSeconds(30);

  /** Bytes of each of the two buffers of a connection: many blocks, far below bt's own 1 MiB. */
  static final int BUFFER_BYTES = 256 << 10;

  /** Blocks that wait for the disk; beyond it bt refuses them. */
  static final int QUEUE_MAX = 100_000;

  /** Connections of one bit: as many as of all bits would do no harm, but bt counts them apart. */
  static final int CONNECTIONS_PER_BIT_MAX = 500;

  private Limits() {}
}
