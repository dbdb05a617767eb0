// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.swarm.Announce;
import io.fractus.tracker.swarm.Announce.Event;
import io.fractus.tracker.swarm.SwarmKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query of an announce or a scrape, read as leniently as clients are different: from bytes, for
 * infohashes are no text; a plus is a plus, as every client means it; of what is there twice the
 * first counts. What a client says of its own address is not read: it is where it comes from. Not
 * thread-safe.
 */
final class AnnounceQuery {
  private static final byte[] EMPTY = {};

  /* The parameters, as bits that remember which were there. */
  private static final int PEER_ID = 1 << 0;
  private static final int PORT = 1 << 1;
  private static final int UPLOADED = 1 << 2;
  private static final int DOWNLOADED = 1 << 3;
  private static final int LEFT = 1 << 4;
  private static final int EVENT = 1 << 5;
  private static final int NUMWANT = 1 << 6;
  private static final int COMPACT = 1 << 7;
  private static final int PASSKEY = 1 << 8;

  private final List<byte[]> hashes = new ArrayList<>(1);
  private byte @Nullable [] passkey;
  private byte[] peerId = EMPTY;
  private byte @Nullable [] event;
  private long port = Announce.UNKNOWN;
  private long uploaded = Announce.UNKNOWN;
  private long downloaded = Announce.UNKNOWN;
  private long left = Announce.UNKNOWN;
  private long wanted = Announce.UNKNOWN;
  private long compact = 1;
  private int seen;

  private AnnounceQuery() {}

  /** Parses what follows the question mark. */
  static AnnounceQuery parse(byte[] text, int from, int to) {
    AnnounceQuery query = new AnnounceQuery();
    int start = from;
    while (start < to) {
      int end = start;
      int equals = -1;
      while (end < to && text[end] != '&') {
        if (equals < 0 && text[end] == '=') {
          equals = end;
        }
        end++;
      }
      if (equals > start) {
        query.take(text, start, equals, end);
      }
      start = end + 1;
    }
    return query;
  }

  private void take(byte[] text, int start, int equals, int end) {
    int length = equals - start;
    switch (text[start]) {
      case 'i' -> {
        if (is(text, start, length, "info_hash") && hashes.size() < Limits.SCRAPE_MAX) {
          hashes.add(Percent.decode(text, equals + 1, end));
        }
      }
      case 'p' -> takeP(text, start, equals, end);
      case 'u' -> {
        if (is(text, start, length, "uploaded") && isFirst(UPLOADED)) {
          uploaded = number(text, equals + 1, end);
        }
      }
      case 'd' -> {
        if (is(text, start, length, "downloaded") && isFirst(DOWNLOADED)) {
          downloaded = number(text, equals + 1, end);
        }
      }
      case 'l' -> {
        if (is(text, start, length, "left") && isFirst(LEFT)) {
          left = number(text, equals + 1, end);
        }
      }
      case 'e' -> {
        if (is(text, start, length, "event") && isFirst(EVENT)) {
          event = Percent.decode(text, equals + 1, end);
        }
      }
      case 'n' -> {
        if (is(text, start, length, "numwant") && isFirst(NUMWANT)) {
          wanted = number(text, equals + 1, end);
        }
      }
      case 'c' -> {
        if (is(text, start, length, "compact") && isFirst(COMPACT)) {
          compact = number(text, equals + 1, end);
        }
      }
      default -> {
        // Clients add what they like.
      }
    }
  }

  private void takeP(byte[] text, int start, int equals, int end) {
    int length = equals - start;
    if (is(text, start, length, "peer_id") && isFirst(PEER_ID)) {
      peerId = Percent.decode(text, equals + 1, end);
    } else if (is(text, start, length, "port") && isFirst(PORT)) {
      port = number(text, equals + 1, end);
    } else if (is(text, start, length, "passkey") && isFirst(PASSKEY)) {
      passkey = Percent.decode(text, equals + 1, end);
    }
  }

  private boolean isFirst(int bit) {
    boolean first = (seen & bit) == 0;
    seen |= bit;
    return first;
  }

  private static boolean is(byte[] text, int start, int length, String name) {
    if (length != name.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Digits as a number that is cut at the largest; anything else is unknown. */
  private static long number(byte[] text, int from, int to) {
    if (from >= to) {
      return Announce.UNKNOWN;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return Announce.UNKNOWN;
      }
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
    }
    return number;
  }

  /** The passkey in the query, or null. */
  byte @Nullable [] passkey() {
    return passkey;
  }

  /**
   * The bits that are asked for.
   *
   * @throws AnnounceException if one is no infohash
   */
  List<InfoHash> bits() {
    List<InfoHash> bits = new ArrayList<>(hashes.size());
    for (byte[] hash : hashes) {
      bits.add(infoHash(hash));
    }
    return bits;
  }

  private static InfoHash infoHash(byte[] hash) {
    if (hash.length != InfoHash.BYTES) {
      throw Refusal.INFO_HASH.thrown();
    }
    return InfoHash.of(hash);
  }

  /** Whether peers shall be packed (BEP 23): unless it is asked for otherwise. */
  boolean isCompact() {
    return compact != 0;
  }

  /**
   * What is announced.
   *
   * @throws AnnounceException if the swarm, the peer id or the port is missing or wrong
   */
  Announce announce() {
    if (hashes.isEmpty() || hashes.getFirst().length != InfoHash.BYTES) {
      throw Refusal.INFO_HASH.thrown();
    }
    if (peerId.length != InfoHash.BYTES) {
      throw Refusal.PEER_ID.thrown();
    }
    Event happened = event();
    if (port > 65_535 || (port < 1 && happened != Event.STOPPED)) {
      throw Refusal.PORT.thrown();
    }
    return new Announce(
        SwarmKey.of(hashes.getFirst(), 0),
        ByteBuffer.wrap(peerId).getLong(),
        (int) Math.max(port, 0),
        uploaded,
        downloaded,
        // Clients that do not know yet what is left say nothing, or something huge.
        left == 0,
        happened,
        wanted < 0
            ? Limits.PEERS_PER_REPLY_MAX
            : (int) Math.min(wanted, Limits.PEERS_PER_REPLY_MAX));
  }

  private Event event() {
    if (event == null) {
      return Event.NONE;
    }
    for (Event known : Events.ALL) {
      if (Arrays.equals(event, Events.name(known))) {
        return known;
      }
    }
    return Event.NONE;
  }
}
