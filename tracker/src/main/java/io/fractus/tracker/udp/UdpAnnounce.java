// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.udp;

import io.fractus.tracker.Limits;
import io.fractus.tracker.announce.AnnounceException;
import io.fractus.tracker.announce.AnnounceService;
import io.fractus.tracker.announce.AnnounceUrl;
import io.fractus.tracker.announce.Refusal;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.swarm.Announce;
import io.fractus.tracker.swarm.Announce.Event;
import io.fractus.tracker.swarm.Outcome.Answer;
import io.fractus.tracker.swarm.Outcome.Counts;
import io.fractus.tracker.swarm.SwarmKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * From a UDP packet to its answer (BEP 15). What is malformed or has no connection id of ours is
 * dropped, so that nobody is sent what somebody else asked for. Thread-safe.
 *
 * <pre>
 *   connect   0 protocol id   8 action 0  12 transaction
 *   announce  0 connection id 8 action 1  12 transaction  16 infohash  36 peer id
 *             56 downloaded  64 left  72 uploaded  80 event  84 address (not read)  88 key
 *             92 wanted  96 port  98 options (BEP 41)
 *   scrape    0 connection id 8 action 2  12 transaction  16 infohashes
 * </pre>
 */
public final class UdpAnnounce {
  private static final long PROTOCOL_ID = 0x41727101980L;
  private static final int CONNECT = 0;
  private static final int ANNOUNCE = 1;
  private static final int SCRAPE = 2;
  private static final int ERROR = 3;
  private static final int HEAD = 16;
  private static final int ANNOUNCE_LENGTH = 98;
  private static final int HASH = 20;
  private static final int SCRAPED_MAX = 74;
  private static final int OPTION_END = 0;
  private static final int OPTION_URL = 2;

  private final AnnounceService service;
  private final ConnectionIds ids;
  private final InstantSource steady;

  /** What becomes of a packet. */
  enum Result {
    /** Nothing is sent. */
    DROPPED,
    /** The answer is in the buffer. */
    ANSWERED,
    /** The registry must be read first; nothing was done. */
    MUST_WAIT
  }

  /**
   * @param random makes the key of connection ids, so it must be secure
   */
  public UdpAnnounce(AnnounceService service, InstantSource steady, RandomGenerator random) {
    this.service = service;
    this.steady = steady;
    this.ids = new ConnectionIds(random.nextLong(), random.nextLong());
  }

  /**
   * Answers a packet.
   *
   * @param in the packet
   * @param address of the sender, four or sixteen bytes
   * @param out empty, with room for {@link Limits#UDP_ANSWER_MAX}; has the answer afterwards
   */
  Result answer(ByteBuffer in, byte[] address, ByteBuffer out, boolean mayWait) {
    if (in.remaining() < HEAD) {
      return Result.DROPPED;
    }
    long id = in.getLong(0);
    int action = in.getInt(8);
    int transaction = in.getInt(12);
    long now = steady.millis() / 1_000;
    if (action == CONNECT) {
      if (id != PROTOCOL_ID) {
        return Result.DROPPED;
      }
      out.putInt(CONNECT).putInt(transaction).putLong(ids.issue(address, now));
      return Result.ANSWERED;
    }
    if (!ids.isValid(id, address, now)) {
      return Result.DROPPED;
    }
    try {
      return switch (action) {
        case ANNOUNCE -> announce(in, address, out, transaction, mayWait);
        case SCRAPE -> scrape(in, address, out, transaction);
        default -> Result.DROPPED;
      };
    } catch (AnnounceException e) {
      out.clear();
      out.putInt(ERROR).putInt(transaction);
      out.put(e.refusal().reason().getBytes(StandardCharsets.UTF_8));
      return Result.ANSWERED;
    }
  }

  private Result announce(
      ByteBuffer in, byte[] address, ByteBuffer out, int transaction, boolean mayWait) {
    if (in.remaining() < ANNOUNCE_LENGTH) {
      return Result.DROPPED;
    }
    Announce announce = read(in);
    KnownNode node = node(in, announce.swarm(), address, announce.port());
    Answer answer = service.announce(node, announce, address, mayWait);
    if (answer == null) {
      return Result.MUST_WAIT;
    }
    out.putInt(ANNOUNCE).putInt(transaction);
    out.putInt(service.interval(node, announce.swarm()));
    out.putInt(answer.counts().incomplete()).putInt(answer.counts().complete());
    boolean isV4 = address.length == Integer.BYTES;
    out.put(isV4 ? answer.peers().v4() : answer.peers().v6());
    return Result.ANSWERED;
  }

  private static Announce read(ByteBuffer in) {
    Event event = AnnounceUrl.event(in.getInt(80));
    int port = in.getShort(96) & 0xffff;
    if (port == 0 && event != Event.STOPPED) {
      throw AnnounceUrl.refuse(Refusal.PORT);
    }
    int wanted = in.getInt(92);
    return new Announce(
        new SwarmKey(in.getLong(16), in.getLong(24), in.getInt(32)),
        in.getLong(36),
        port,
        Math.max(in.getLong(72), Announce.UNKNOWN),
        Math.max(in.getLong(56), Announce.UNKNOWN),
        in.getLong(64) == 0,
        event,
        wanted < 0 ? Limits.PEERS_PER_REPLY_MAX : Math.min(wanted, Limits.PEERS_PER_REPLY_MAX));
  }

  /** By the URL in the options, or else by where it announced from over HTTP. */
  private KnownNode node(ByteBuffer in, SwarmKey swarm, byte[] address, int port) {
    byte[] url = url(in);
    if (url == null) {
      return service.nodeAt(swarm, address, port);
    }
    return service.node(AnnounceUrl.passkey(url), swarm.infoHash());
  }

  /** The path and query of the URL that the client announces to (BEP 41), or null. */
  private static byte @Nullable [] url(ByteBuffer in) {
    int at = ANNOUNCE_LENGTH;
    int end = in.limit();
    if (at == end) {
      return null;
    }
    byte[] url = new byte[end - at];
    int urlLength = 0;
    while (at < end) {
      int option = in.get(at++);
      if (option == OPTION_END) {
        break;
      }
      if (option != OPTION_URL || at == end) {
        continue;
      }
      int length = Math.min(in.get(at++) & 0xff, end - at);
      in.get(at, url, urlLength, length);
      urlLength += length;
      at += length;
    }
    return urlLength == 0 ? null : Arrays.copyOf(url, urlLength);
  }

  /** A scrape has no room for a passkey: counts are for addresses that are in the swarm. */
  private Result scrape(ByteBuffer in, byte[] address, ByteBuffer out, int transaction) {
    out.putInt(SCRAPE).putInt(transaction);
    int scraped = 0;
    for (int at = HEAD; at + HASH <= in.limit() && scraped < SCRAPED_MAX; at += HASH) {
      SwarmKey swarm = new SwarmKey(in.getLong(at), in.getLong(at + 8), in.getInt(at + 16));
      Counts counts = service.countsFor(swarm, address);
      out.putInt(counts.complete()).putInt(counts.downloaded()).putInt(counts.incomplete());
      scraped++;
    }
    return Result.ANSWERED;
  }
}
