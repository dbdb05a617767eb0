// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.tracker.Limits;
import org.jspecify.annotations.Nullable;

/**
 * One announce, read as leniently as clients are different. What a client says of its own address
 * is not read: it is where it comes from.
 *
 * @param bit the swarm
 * @param peerId 20 bytes, for replies that are not compact
 * @param port where the client listens; 0 only when it stops
 * @param complete whether nothing is left to fetch
 * @param event what happened
 * @param compact whether peers shall be packed (BEP 23)
 * @param peersWanted at most
 */
record AnnounceRequest(
    InfoHash bit,
    BString peerId,
    int port,
    boolean complete,
    Event event,
    boolean compact,
    int peersWanted) {

  /** What a client says that happened; what is not known is nothing. */
  enum Event {
    NONE,
    STARTED,
    STOPPED,
    COMPLETED
  }

  /**
   * Reads the parameters of a query.
   *
   * @throws AnnounceException if the swarm, the peer id or the port is missing or wrong
   */
  static AnnounceRequest of(RawQuery query) {
    byte[] hash = query.bytes("info_hash");
    if (hash == null || hash.length != InfoHash.BYTES) {
      throw new AnnounceException("info_hash must be 20 bytes");
    }
    byte[] peerId = query.bytes("peer_id");
    if (peerId == null || peerId.length != InfoHash.BYTES) {
      throw new AnnounceException("peer_id must be 20 bytes");
    }
    Event event = event(query.text("event"));
    long port = query.number("port", 0);
    if (port < 0 || port > 65_535 || (port == 0 && event != Event.STOPPED)) {
      throw new AnnounceException("port must be 1..65535");
    }
    long wanted = query.number("numwant", Limits.PEERS_PER_REPLY_MAX);
    if (wanted < 0) {
      wanted = Limits.PEERS_PER_REPLY_MAX;
    }
    // Clients that do not know yet what is left say nothing, or something huge: not complete.
    boolean complete = query.number("left", 1) == 0;
    return new AnnounceRequest(
        InfoHash.of(hash),
        BValue.string(peerId),
        (int) port,
        complete,
        event,
        query.number("compact", 1) != 0,
        (int) Math.min(wanted, Limits.PEERS_PER_REPLY_MAX));
  }

  private static Event event(@Nullable String text) {
    return switch (text) {
      case "started" -> Event.STARTED;
      case "stopped" -> Event.STOPPED;
      case "completed" -> Event.COMPLETED;
      case null, default -> Event.NONE;
    };
  }
}
