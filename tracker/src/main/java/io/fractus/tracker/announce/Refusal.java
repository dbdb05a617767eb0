// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

/** Why an announce or a scrape is refused, in the words that the client is told. */
public enum Refusal {
  INFO_HASH("info_hash must be 20 bytes"),
  PEER_ID("peer_id must be 20 bytes"),
  PORT("port must be 1..65535"),
  NO_PASSKEY("passkey missing"),
  UNKNOWN_PASSKEY("unknown passkey"),
  TOO_LONG("query too long"),
  /** The registry is not read in time. */
  BUSY("the tracker is busy, try again later"),
  TOO_OFTEN("too many announces of this node, slow down"),
  /** These words make Transmission, rTorrent and others stop announcing the torrent. */
  UNREGISTERED("unregistered torrent"),
  /** Over UDP, of a client that cannot send its passkey there (BEP 41). */
  UNKNOWN_CLIENT("passkey missing: announce over HTTP first, or send the URL as in BEP 41");

  private final String reason;

  Refusal(String reason) {
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  /** Whether the same announce may succeed later. */
  boolean isLater() {
    return this == BUSY || this == TOO_OFTEN;
  }

  AnnounceException thrown() {
    return new AnnounceException(this);
  }
}
