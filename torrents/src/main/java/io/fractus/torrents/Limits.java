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

  /** Blocks that the Java engine reads and sends in one go: 256 KiB, one system call. */
  public static final int UPLOAD_BLOCKS_AT_ONCE = 16;

  /** Buffers of 256 KiB for that: 8 MiB in all; whoever finds none is served without one. */
  public static final int UPLOAD_BUFFERS_MAX = 32;

  /** Bytes of the input buffer of a connection that is served: 240 requests. */
  public static final int LINK_BUFFER_BYTES = 4 << 10;

  /** Files that the Java engine keeps open: a tenth of what a process may have by default. */
  public static final int OPEN_FILES_MAX = 100;

  /** How long a peer may take to shake hands: many round trips over a bad line. */
  public static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

  /** How long a TCP connection may take: one lost SYN. */
  public static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  /** How long a peer may say nothing: clients keep a connection alive every two minutes. */
  public static final Duration LINK_IDLE_MAX = Duration.ofSeconds(150);

  /** How long we say nothing before we keep a connection alive. */
  public static final Duration LINK_QUIET_MAX = Duration.ofSeconds(90);

  /** How long a peer may take nothing of what it asked for. */
  public static final Duration LINK_STALL_MAX = Duration.ofSeconds(60);

  /** How long a peer that does nothing keeps its place when another one wants it. */
  public static final Duration LINK_PLACE_MIN = Duration.ofSeconds(10);

  /** Bytes that one peer is asked for in a row, hashed together: 16 pieces of 64 KiB. */
  public static final int FETCH_RUN_BYTES = 1 << 20;

  /** One part in so many of the heap that may be on its way, of all fetches of an engine. */
  public static final int FETCH_MEMORY_SHARE = 4;

  /** The least of it, in bytes: four runs. */
  public static final long FETCH_MEMORY_MIN = 4L << 20;

  /** The most of it, in bytes: two runs of each of 32 peers, which is more than a line delivers. */
  public static final long FETCH_MEMORY_MAX = 64L << 20;

  /** Peers that one bit is fetched from at once. */
  public static final int FETCH_PEERS_MAX = 16;

  /** Silence of a peer after which another is asked for the same. */
  public static final Duration FETCH_HEDGE_AFTER = Duration.ofSeconds(2);

  /** Silence of a peer after which it is dropped and tried anew. */
  public static final Duration FETCH_SILENCE_MAX = Duration.ofSeconds(15);

  /** The longest pause before a peer that failed is tried again. */
  public static final Duration FETCH_RETRY_MAX = Duration.ofSeconds(8);

  /** Peers that came to us with wrong bytes before no more are let in for that bit. */
  public static final int FETCH_LIARS_MAX = 3;

  /** Announces under way at once. */
  public static final int ANNOUNCES_AT_ONCE = 8;

  /** How long a fetch that was given peers tries them before it asks the tracker for others. */
  public static final Duration ANNOUNCE_GRACE = Duration.ofSeconds(2);

  /** The pause between two announces: at most 200 a second, however many bits there are. */
  public static final Duration ANNOUNCE_GAP = Duration.ofMillis(5);

  /** How long a tracker may take. */
  public static final Duration ANNOUNCE_MAX = Duration.ofSeconds(30);

  /** The shortest interval that is taken from a tracker. */
  public static final Duration ANNOUNCE_INTERVAL_MIN = Duration.ofSeconds(60);

  /** The longest interval: a tracker may have forgotten us by then. */
  public static final Duration ANNOUNCE_INTERVAL_MAX = Duration.ofHours(2);

  /** The first pause after an announce that failed; it doubles up to half an hour. */
  public static final Duration ANNOUNCE_RETRY_MIN = Duration.ofSeconds(15);

  /** The longest pause after an announce that failed. */
  public static final Duration ANNOUNCE_RETRY_MAX = Duration.ofMinutes(30);

  /** Bytes of a tracker's answer: many times 200 peers. */
  public static final int ANNOUNCE_REPLY_MAX = 64 << 10;

  /** How long an engine that closes goes on telling the tracker that it stopped. */
  public static final Duration ANNOUNCE_FAREWELL_MAX = Duration.ofSeconds(2);

  /** How long bt may take to start one torrent, or to end it: it looks once a second. */
  public static final Duration BT_ANSWER_MAX = Duration.ofSeconds(30);

  /** How long bt may take to let go of a torrent by itself, before it is made to. */
  public static final Duration BT_STOP_MAX = Duration.ofSeconds(5);

  /** How often the peers of a fetch are offered to bt again, which forgets those that failed. */
  public static final Duration BT_PEERS_AGAIN = Duration.ofSeconds(1);

  /** How long a peer that was not reached is left alone. */
  public static final Duration BT_UNREACHABLE = Duration.ofMillis(900);

  /** How long bt's message loop may sleep; its 100 ms are the latency of each message. */
  public static final Duration BT_LOOP_SLEEP = Duration.ofMillis(5);

  /** How long a TCP connection may take, and as long again the handshake. */
  public static final Duration BT_CONNECT_MAX = Duration.ofSeconds(5);

  /** How long one piece may take before another peer is asked for it. */
  public static final Duration BT_PIECE_MAX = Duration.ofSeconds(30);

  /** Bytes of each of the two buffers of a connection: many blocks, far below bt's own 1 MiB. */
  public static final int BT_BUFFER_BYTES = 256 << 10;

  /** Blocks that wait for the disk; beyond it bt refuses them. */
  public static final int BT_QUEUE_MAX = 100_000;

  /** Connections of one bit: as many as of all bits would do no harm, but bt counts them apart. */
  public static final int BT_CONNECTIONS_PER_BIT_MAX = 500;

  /** Calls of nodes that have yet to say whose they are: far more than come in a second. */
  public static final int CALLERS_MAX = 256;

  /** Calls that are awaited: as many as a gateway has reads and probes at a time. */
  public static final int CALLS_AWAITED_MAX = 1_024;

  /**
   * How long a node may take to call, and a caller to say whose call it is: it is told over a
   * channel that is open, and connects.
   */
  public static final Duration CALL_MAX = Duration.ofSeconds(5);

  /** Bytes that one direction of a call holds: four blocks. */
  public static final int CALL_BUFFER_BYTES = 64 << 10;

  private Limits() {}
}
