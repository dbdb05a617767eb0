// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import io.fractus.tracker.history.ProbeVerdict;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The prober on the wire: a TCP connection, a BitTorrent handshake, one whole piece, because only a
 * piece has a hash to be checked against. Stateless.
 */
public final class WireProber implements Prober {
  private final WireTimeouts timeouts;

  /**
   * @param timeouts how long a node may be silent; a probe takes at most their sum
   */
  public WireProber(WireTimeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public ProbeReport probe(PeerAddress peer, @Nullable BitMetainfo bit, int piece) {
    if (bit == null) {
      return connect(peer);
    }
    try (PeerReader reader = PeerReader.connect(peer, bit, timeouts)) {
      return ask(reader, bit, piece);
    } catch (PeerException e) {
      return failed(e);
    }
  }

  /** Asks a node that is connected. */
  static ProbeReport ask(PeerReader reader, BitMetainfo bit, int piece) throws PeerException {
    long asked = System.nanoTime();
    int bytes = reader.readPiece(piece).length;
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
    String detail = "sent piece %d of %s".formatted(piece, bit.infoHash());
    return new ProbeReport(ProbeVerdict.SERVED, bytes, millis, detail);
  }

  static ProbeReport failed(PeerException e) {
    return new ProbeReport(verdict(e.kind()), 0, 0, String.valueOf(e.getMessage()));
  }

  private ProbeReport connect(PeerAddress peer) {
    try (Socket socket = new Socket()) {
      socket.connect(peer.toSocketAddress(), (int) timeouts.connect().toMillis());
      return new ProbeReport(ProbeVerdict.SERVED, 0, 0, "accepted a connection at " + peer);
    } catch (IOException e) {
      return new ProbeReport(
          ProbeVerdict.UNREACHABLE, 0, 0, "no TCP connection to " + peer + ": " + e.getMessage());
    }
  }

  /** Who does not speak BitTorrent is not the node: its address is another's by now. */
  private static ProbeVerdict verdict(PeerException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE, TIMEOUT, BUSY, PROTOCOL, CLOSED -> ProbeVerdict.UNREACHABLE;
      case NOT_SERVED, MISSING -> ProbeVerdict.MISSING;
      case CORRUPT -> ProbeVerdict.CORRUPT;
    };
  }
}
