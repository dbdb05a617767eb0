// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import io.fractus.torrents.PeerAddress;
import org.jspecify.annotations.Nullable;

/** One peer did not deliver. The message says which, and what it did instead. */
public final class PeerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure. */
  public enum Kind {
    /** Refused, reset, without a route or without any answer to TCP: nobody answers there. */
    UNREACHABLE,
    /** It closed the connection: it has not the bit, or no more. */
    NOT_SERVED,
    /**
     * It answered for the bit and closed the connection before it served: it has too many readers,
     * or one from this address. A while later it may be otherwise.
     */
    BUSY,
    /** It has the bit but not the piece. */
    MISSING,
    /** It sent a piece that is not the one of the bit. */
    CORRUPT,
    /** It was silent for too long. */
    TIMEOUT,
    /** What it said is not the BitTorrent protocol, or beyond its limits. */
    PROTOCOL,
    /** The reader was closed by its owner, or its thread was interrupted. */
    CLOSED
  }

  private final Kind kind;

  PeerException(Kind kind, PeerAddress peer, String message, @Nullable Throwable cause) {
    super("peer " + peer + ": " + message, cause);
    this.kind = kind;
  }

  PeerException(Kind kind, PeerAddress peer, String message) {
    this(kind, peer, message, null);
  }

  public Kind kind() {
    return kind;
  }
}
