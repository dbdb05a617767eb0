// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import java.time.Duration;

/** Every bound of the node, each with its reason. */
public final class Limits {
  /** The smallest share, in bytes: a handful of the 1 MiB bits that small nodes get. */
  public static final long SHARE_BYTES_MIN = 10_000_000;

  /** Usable bytes left alone on the disk: what its owner needs to notice and clear it up. */
  public static final long DISK_SPARE_BYTES = 64L << 20;

  /** Kept for the node's own files on a disk that is full: each takes a block while it is new. */
  public static final int BALLAST_BYTES = 64 << 10;

  /**
   * One part in so many of a share that is kept back for what encryption adds: 32 bytes to each
   * 4,096, a header, and a block that is begun. Of a bit of 1 MiB that is 1.2 %, of 256 KiB 1.6 %.
   */
  public static final long SEAL_SHARE = 50;

  /** Fetches at a time: enough to hide a slow source, few enough for the gateway that feeds all. */
  public static final int FETCHES_MAX = 16;

  /** Releases carried out at a time: each waits for the engine to close a file. */
  public static final int RELEASES_MAX = 2;

  /** Bits that wait or are worked on: about 1.5 KB of metainfo each in a heap of 64 MB. */
  public static final int ASSIGNMENTS_MAX = 16_384;

  /** Bits handed to the engine at a time at start. */
  public static final int SEEDS_MAX = 4;

  /** Sources given to the engine for one fetch: as many as a bit has copies. */
  public static final int FETCH_PEERS_MAX = 16;

  /** What a fetch may take whatever its length: three attempts to connect. */
  public static final Duration FETCH_TIME_MIN = Duration.ofSeconds(30);

  /** Slowest fetch worth waiting for, in bytes per second. */
  public static final long FETCH_RATE_MIN = 64 << 10;

  /** How long the first sources may deliver nothing before the last one is asked too. */
  public static final Duration FETCH_PATIENCE = Duration.ofSeconds(5);

  /** How long a fetch may verify nothing before it begins anew: some tries fit into a put. */
  public static final Duration FETCH_STALL = Duration.ofSeconds(8);

  /** How much later than its deadline the engine may end a fetch. */
  public static final Duration FETCH_GRACE = Duration.ofSeconds(10);

  /**
   * Connections out to readers at a time, for those who cannot connect in: two sockets, two threads
   * and two buffers of 64 KiB each, 16 MB in all when all are busy.
   */
  public static final int CALLS_TO_READERS_MAX = 128;

  /** Connections out to nodes that fetch at a time: such a node has time, and is tried again. */
  public static final int CALLS_TO_FETCHERS_MAX = 32;

  /** How long a node that fetches is called again and again: until it has come to that bit. */
  public static final Duration CALL_TRIES = Duration.ofSeconds(60);

  /** The pause before a node that fetches is called again. */
  public static final Duration CALL_PAUSE = Duration.ofMillis(500);

  /** Messages waiting for the tracker; more, and the channel starts again with an inventory. */
  public static final int OUTGOING_MAX = 32_768;

  /** How often files are looked at, without reading them. */
  public static final Duration LOOK_INTERVAL = Duration.ofSeconds(30);

  /** Bits looked at in one go, at two stats each: 50,000 are seen once in 25 minutes. */
  public static final int LOOKS_MAX = 1_024;

  /**
   * Bytes read in each interval to find what rotted on the disk: 1 MB a second is a gigabyte in a
   * quarter of an hour and a terabyte in twelve days.
   */
  public static final long SCRUB_BYTES = 30_000_000;

  /** When a bit that could not be read is tried again: a disk may have been spinning up. */
  public static final Duration UNREADABLE_RETRY_FIRST = Duration.ofSeconds(30);

  /** The longest wait before it is tried again: a read error can cost a disk half a minute. */
  public static final Duration UNREADABLE_RETRY_MAX = Duration.ofHours(1);

  /** Read errors met in one round of the patrol, for the same reason. */
  public static final int UNREADABLE_PER_ROUND_MAX = 16;

  /** How long a first start tries to reach the tracker. */
  public static final Duration JOIN_TIME_MAX = Duration.ofSeconds(60);

  /** How long opening the channel may take. */
  public static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(10);

  /** How long one frame may take to leave: a stalled tracker is left and tried again. */
  public static final Duration SEND_TIME_MAX = Duration.ofSeconds(30);

  /** Silence of the tracker, pongs included, after which the connection is taken for dead. */
  public static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  /** How long a node rests that the tracker takes for a copy: its owner has to see to it. */
  public static final Duration CLONE_PAUSE = Duration.ofMinutes(5);

  /** The longest first wait before connecting again. */
  public static final Duration BACKOFF_FIRST = Duration.ofMillis(200);

  /** The longest wait before connecting again. */
  public static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

  /** Bytes of a request to the status port that are read. */
  public static final int CONTROL_BODY_MAX = 4_096;

  /** How often is looked whether the node shall rest. */
  public static final Duration MANNERS_ROUND = Duration.ofSeconds(10);

  /** How long a program may take to say how the machine is. */
  public static final Duration MACHINE_ANSWER_MAX = Duration.ofSeconds(2);

  /** How long a part of the node may take to stop. */
  public static final Duration STOP_TIME_MAX = Duration.ofSeconds(10);

  /** How long a stock client may take for one answer: it may be hashing a large file meanwhile. */
  public static final Duration CLIENT_ANSWER_MAX = Duration.ofSeconds(20);

  /** Bytes of one answer of a stock client: a full list of 50,000 torrents at 1 KB each. */
  public static final int CLIENT_ANSWER_BYTES_MAX = 64 << 20;

  /** Torrents asked for in one answer of a stock client: about 1 MB of JSON. */
  public static final int CLIENT_PAGE = 500;

  /** How often a stock client that fetches is looked at: a part of what a put waits for. */
  public static final Duration CLIENT_FETCH_LOOK = Duration.ofMillis(500);

  /** How long a client may take to begin with what it was told, or to show it. */
  public static final Duration CLIENT_BEGIN_MAX = Duration.ofSeconds(10);

  /** How long a client may fetch without a byte more before it has to announce again. */
  public static final Duration CLIENT_STALL = Duration.ofSeconds(8);

  /** What a fetch of a stock client may take whatever its length: an announce and two attempts. */
  public static final Duration CLIENT_FETCH_MIN = Duration.ofSeconds(90);

  /** The agent's own probes of a bit that is complete; the tracker and gateways make theirs. */
  public static final int CLIENT_PROBES_MAX = 3;

  /** Probes of a client at once: each may wait for ten seconds, and a put waits for all. */
  public static final int CLIENT_PROBES_AT_ONCE = 32;

  /**
   * How often the tracker may have one bit hashed: in between a probe says whether it is served.
   */
  public static final Duration CLIENT_RECHECK_EVERY = Duration.ofMinutes(5);

  /** How long a stock client may take to unchoke: they think of it every ten seconds or so. */
  public static final Duration CLIENT_UNCHOKE_MAX = Duration.ofSeconds(25);

  /** How long to wait before a client that does not answer is asked again. */
  public static final Duration CLIENT_RETRY = Duration.ofSeconds(5);

  private Limits() {}
}
