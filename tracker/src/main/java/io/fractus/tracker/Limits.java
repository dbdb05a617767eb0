// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import java.time.Duration;

/** Every bound of the tracker, each with its reason. */
public final class Limits {
  /** How often a client shall announce: liveness comes from channels, announces may be rare. */
  public static final Duration ANNOUNCE_INTERVAL = Duration.ofMinutes(30);

  /** How often a client may announce at most: the floor of libtorrent itself. */
  public static final Duration ANNOUNCE_INTERVAL_MIN = Duration.ofMinutes(5);

  /** After this a silent peer is dropped: two intervals and their jitter. */
  public static final Duration PEER_TTL = Duration.ofMinutes(75);

  /** How far apart the announces of one start may be: one by IPv4, one by IPv6. */
  public static final Duration SAME_START_MAX = Duration.ofMinutes(1);

  /** Peers in one reply: more than the holders that a bit can have. */
  public static final int PEERS_PER_REPLY_MAX = 50;

  /** Peers of all swarms together: about 60 bytes each, 240 MB of heap. */
  public static final int PEERS_MAX = 4_000_000;

  /** Announces of one node in a minute: 50,000 bits in one interval, and three times that. */
  public static final int ANNOUNCES_PER_MINUTE_MAX = 6_000;

  /** Announces of one node at once: a client with 50,000 bits that was started. */
  public static final int ANNOUNCES_AT_ONCE_MAX = 60_000;

  /** What a client that announces too often is told to wait at least. */
  public static final Duration ANNOUNCE_PAUSE = Duration.ofMinutes(10);

  /** How often a swarm is read again because it changed while it was read. */
  public static final int SWARM_READS_MAX = 3;

  /** Characters of a query: 64 percent-encoded infohashes and their names. */
  public static final int QUERY_LENGTH_MAX = 8 << 10;

  /** Bytes of a request's head that an announcing connection reads: the query and headers. */
  public static final int REQUEST_HEAD_MAX = 16 << 10;

  /** Bytes that an HTTP connection reads at once: whatever an announcing one has read before. */
  public static final int HTTP_INPUT_BYTES = 2 * REQUEST_HEAD_MAX;

  /** Bytes of answers to pipelined announces that are gathered before they are sent. */
  public static final int ANSWERS_AT_ONCE_MAX = 64 << 10;

  /** Announces that may wait for the registry at once; more would only wait for each other. */
  public static final int SWARM_READERS_MAX = 64;

  /** How long they wait for their turn: clients give up after ten seconds. */
  public static final Duration SWARM_READ_WAIT_MAX = Duration.ofSeconds(5);

  /** How often a failure that clients can cause is logged. */
  public static final Duration LOG_PAUSE = Duration.ofMinutes(1);

  /** UDP packets that wait for the registry; more are dropped, and clients send them again. */
  public static final int PACKETS_WAITING_MAX = 1_024;

  /** Threads that wait for the registry on behalf of UDP. */
  public static final int PACKET_READERS = 2;

  /** Bytes of a UDP packet that are read: a scrape of 74 bits has 1,496. */
  public static final int PACKET_MAX = 2_048;

  /** Bytes of a UDP answer: what fits a packet of IPv6 that nobody cuts. */
  public static final int UDP_ANSWER_MAX = 1_200;

  /** Threads that answer UDP: one a core, and a tracker needs no more than these. */
  public static final int UDP_THREADS_MAX = 8;

  /** Since when a stock client must have been heard of to count as online: an interval and more. */
  public static final Duration STOCK_SILENCE_MAX = Duration.ofMinutes(40);

  /** Claims of stock clients that are checked at once; the next announce makes others again. */
  public static final int STOCK_CLAIMS_MAX = 4_096;

  /** Probes of stock clients at once: each is a connection and a piece of up to 1 MiB. */
  public static final int STOCK_PROBES_MAX = 8;

  /** How long a stock client may take to unchoke: they think of it every ten seconds or so. */
  public static final Duration STOCK_UNCHOKE_MAX = Duration.ofSeconds(35);

  /** How long a stock client may take to connect to, and between blocks. */
  public static final Duration STOCK_BLOCK_MAX = Duration.ofSeconds(10);

  /** Probes of one claim, in two minutes: a client may be busy, or connected to us already. */
  public static final int STOCK_PROBE_ATTEMPTS_MAX = 8;

  /** Failed probes of one claim that make a fault; it may still come right after that. */
  public static final int STOCK_PROBE_FAULT = 3;

  /** Bits in a feed: more than a client keeps of one, and what it has not yet comes first. */
  public static final int FEED_ITEMS_MAX = 500;

  /** How often a client shall look at its feed. */
  public static final Duration FEED_TTL = Duration.ofMinutes(5);

  /** Infohashes in one scrape: what Transmission batches. */
  public static final int SCRAPE_MAX = 64;

  /** Events kept of one node: months of an ordinary one. */
  public static final int EVENTS_PER_NODE_MAX = 1_000;

  /**
   * Hours of a node that are kept one by one: two weeks, so that each hour of the week is twice.
   */
  public static final int HOURS_KEPT = 14 * 24;

  /** Days of a node that are kept: a season. */
  public static final int DAYS_KEPT = 90;

  /** Weeks of a node that are kept: two years, so that terms and holidays are there twice. */
  public static final int WEEKS_KEPT = 104;

  /**
   * Days of hours, and weeks of what is longer, that are forgotten when a day is over: twice what
   * comes new. So a clock that is wrong for a day costs no more than the oldest of them.
   */
  public static final int HISTORY_FORGOTTEN_AT_ONCE_MAX = 2;

  /** After the clock was set nothing is forgotten for a while: it may be set back. */
  public static final Duration HISTORY_KEPT_AFTER_STEP = Duration.ofDays(1);

  /** Sessions kept of one node: a week of one that comes and goes every three hours. */
  public static final int SESSIONS_KEPT = 50;

  /** Tags kept of one node, those of the past among them. */
  public static final int TAGS_KEPT = 50;

  /** How often what was recorded of nodes is written: a kill loses less than five seconds. */
  public static final Duration HISTORY_WRITE_INTERVAL = Duration.ofSeconds(2);

  /** Hours of a node that wait while the disk fails; beyond it the oldest are forgotten. */
  public static final int HOURS_UNWRITTEN_MAX = 48;

  /** Ends of sessions, and changes of tags, of a node that wait to be written; the newest stay. */
  public static final int CHANGES_UNWRITTEN_MAX = 100;

  /** Nodes written in one transaction, so that placements do not wait for all of them. */
  public static final int NODES_PER_WRITE_MAX = 256;

  /** If the process stood still for longer, nobody watched the nodes meanwhile. */
  public static final Duration UNWATCHED_AFTER = Duration.ofMinutes(1);

  /** How long nodes have to come back to a tracker that was started again. */
  public static final Duration RESTART_GRACE = Duration.ofMinutes(2);

  /**
   * How long a node without a channel counts as here after it served: two probes and their wait.
   */
  public static final Duration SERVED_TTL = Duration.ofMinutes(15);

  /** How long a node is tagged full after it said so. */
  public static final Duration FULL_TAG = Duration.ofMinutes(10);

  /** How often probes may start over the long run: 50 a second, 3 MB/s of pieces of 64 KiB. */
  public static final Duration PROBE_EVERY = Duration.ofMillis(20);

  /** Probes that may start at once after a rest. */
  public static final int PROBE_BURST = 100;

  /** How often a node may be probed over the long run: it has others to serve. */
  public static final Duration PROBE_OF_NODE_EVERY = Duration.ofSeconds(10);

  /**
   * Probes of a node in a row: as many as it takes to know whether it is slow or a liar, and enough
   * for a channel that breaks and comes and breaks.
   */
  public static final int PROBE_OF_NODE_BURST = 8;

  /** How often nodes of one site may be probed over the long run: they share a line. */
  public static final Duration PROBE_OF_SITE_EVERY = Duration.ofMillis(200);

  /** Probes of a site at once: a rack that lost its switch is known to be gone in a second. */
  public static final int PROBE_OF_SITE_BURST = 32;

  /** Probes under way; the nodes among them that hang hold up no others for long. */
  public static final int PROBES_CONCURRENT_MAX = 128;

  /** Nodes that are looked at for a round of probes: four times as many as may start. */
  public static final int PROBES_DUE_MAX = 400;

  /** Nodes that wait because somebody doubts them. */
  public static final int PROBE_HINTS_MAX = 10_000;

  /** A node that fetched nothing for longer had nobody to fetch from: that is not its speed. */
  public static final Duration FETCH_PAUSE_MAX = Duration.ofSeconds(30);

  /** How often a fetching node is probed for what it says that it fetched. */
  public static final Duration PROBE_OF_FETCHES_EVERY = Duration.ofMinutes(1);

  /** How often is looked for nodes whose time it is. */
  public static final Duration PROBE_ROUND = Duration.ofSeconds(1);

  /** How old the list of nodes may be. */
  public static final Duration PROBE_NODES_READ = Duration.ofSeconds(15);

  /** Characters of a client's name and version. */
  public static final int CLIENT_LENGTH_MAX = 64;

  /** Characters of a tag: one word. */
  public static final int TAG_LENGTH_MAX = 32;

  /** Tags of one node that people set. */
  public static final int ADMIN_TAGS_MAX = 20;

  /** Characters of an event's detail: evidence, not a log. */
  public static final int EVENT_DETAIL_MAX = 500;

  /** Time in which events of one node and kind are one event. */
  public static final Duration EVENT_COALESCING = Duration.ofMinutes(1);

  /** Node and kind pairs whose last event is remembered for coalescing. */
  public static final int COALESCED_EVENTS_MAX = 100_000;

  /** Messages that wait for one node: two full releases. */
  public static final int OUTGOING_MAX = 8_192;

  /** How long a sender waits for room in a node's queue before the channel is given up. */
  public static final Duration OUTGOING_WAIT_MAX = Duration.ofSeconds(2);

  /** How long one frame may take: a node that does not read for so long is gone. */
  public static final Duration FRAME_SEND_MAX = Duration.ofSeconds(30);

  /** Bits in one inventory: 60 MB of infohashes, 4 TB of 1 MiB bits. */
  public static final int INVENTORY_MAX = 4_000_000;

  /** Changes in one transaction, so that a big inventory does not hold up placements. */
  public static final int CHANGES_PER_TRANSACTION_MAX = 512;

  /** Bits that a node is asked to describe at once: 2 MB of metainfo. */
  public static final int DESCRIPTIONS_AT_ONCE_MAX = 256;

  /** How often what could not be decided of a node's bits is looked at again. */
  public static final Duration ORPHANS_PAUSE = Duration.ofSeconds(5);

  /** How long it is remembered that a bit was released: a node may be away for more than a year. */
  public static final Duration RELEASES_KEPT = Duration.ofDays(500);

  /**
   * From how much of the time releases are forgotten at once, of the oldest: this is done every
   * hour, so a clock that is wrong for a day costs four days of 500.
   */
  public static final Duration RELEASES_FORGOTTEN_AT_ONCE = Duration.ofHours(4);

  /** Releases that are remembered: 2 GB of the registry. */
  public static final int RELEASES_KEPT_MAX = 40_000_000;

  /** How often a node is told to fetch a bit again before the tracker looks for another. */
  public static final int FETCH_ATTEMPTS_MAX = 5;

  /** Wait before the second attempt; it doubles. */
  public static final Duration FETCH_BACKOFF = Duration.ofMillis(500);

  /** Longest wait between attempts. */
  public static final Duration FETCH_BACKOFF_MAX = Duration.ofSeconds(30);

  /** Attempts that wait for their time; beyond this the next inventory makes them. */
  public static final int RETRIES_WAITING_MAX = 100_000;

  /** Stripes whose bits are remembered as belonging together while they are being placed. */
  public static final int LIVE_PLACEMENTS_MAX = 10_000;

  /** How long they are remembered at most. */
  public static final Duration LIVE_PLACEMENT_AGE_MAX = Duration.ofMinutes(10);

  /** How long a node that said that it is full gets no new bits. */
  public static final Duration FULL_PAUSE = Duration.ofMinutes(1);

  /** Questions for sources that are held open; the next one is answered at once. */
  public static final int WAITING_QUESTIONS_MAX = 4_096;

  /** Requests that run at the same time, the waiting questions among them. */
  public static final int CONCURRENT_REQUESTS_MAX = 8_192;

  /** Connections that wait to be accepted: a client connects for each of its announces. */
  public static final int ACCEPT_QUEUE_MAX = 1_024;

  /**
   * Nodes that placement looks at to choose one. With sixteen, bits miss a fraction as often as
   * with one; from sixteen to all of them little is left to gain, and all would choose the same.
   */
  public static final int CANDIDATES_SAMPLED = 16;

  /** Bits from which groups of nodes are found again after a start: a second of reading. */
  public static final int GROUP_BITS_READ_MAX = 262_144;

  /** Bits that are read for that at a time. */
  public static final int GROUP_BITS_PAGE = 4_096;

  /**
   * Nodes whose week is estimated anew within one placement, which holds the writer of the
   * registry: some milliseconds.
   */
  public static final int ESTIMATES_AT_A_TIME_MAX = 32;

  /** How often is looked at what shall move from node to node. */
  public static final Duration DRAIN_ROUND = Duration.ofMillis(500);

  /** Copies looked at in one round, of all nodes: some milliseconds of the registry's writer. */
  public static final int DRAIN_LOOKS_MAX = 256;

  /** Copies that are on their way from one node at a time: it serves others too. */
  public static final int DRAIN_MOVES_PER_NODE_MAX = 32;

  /** Copies that are on their way to one node at a time: what it fetches at once. */
  public static final int DRAIN_MOVES_TO_NODE_MAX = 16;

  /** Copies that are on their way between all nodes: gateways place theirs beside them. */
  public static final int DRAIN_MOVES_MAX = 256;

  /** How long what could not be moved is left alone: others may come, or have room. */
  public static final Duration DRAIN_PAUSE = Duration.ofSeconds(5);

  /** How often a node is told how far its drain is. */
  public static final Duration DRAIN_TOLD_EVERY = Duration.ofSeconds(2);

  /** How long a node that shall take a copy may be away before another is asked. */
  public static final Duration MOVE_ABSENCE_MAX = Duration.ofMinutes(2);

  /** How long it may take to fetch it; a stock client looks at its feed now and then only. */
  public static final Duration MOVE_AGE_MAX = Duration.ofHours(6);

  /** Copies that are awaited, and since when: several for each move. */
  public static final int WANTED_REMEMBERED_MAX = 8 * DRAIN_MOVES_MAX;

  /** How long a node may take to prove that it is here when another says that it is the same. */
  public static final Duration PROOF_WAIT_MAX = Duration.ofSeconds(5);

  /** How long nodes may join with a token if nothing else is asked for. */
  public static final Duration JOIN_TOKEN_AGE = Duration.ofDays(1);

  /** How long they may at most, unless for ever. */
  public static final Duration JOIN_TOKEN_AGE_MAX = Duration.ofDays(3_650);

  /** Nodes that may join with one token: the join token itself is for more. */
  public static final int JOIN_TOKEN_USES_MAX = 100_000;

  /** Tokens that are kept; those that are used up make room. */
  public static final int JOIN_TOKENS_MAX = 10_000;

  /** Characters of a search or a filter. */
  public static final int FILTER_LENGTH_MAX = 100;

  private Limits() {}
}
