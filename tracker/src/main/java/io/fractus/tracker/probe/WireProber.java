// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.HangUp;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import io.fractus.tracker.history.ProbeVerdict;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The prober on the wire: a TCP connection, a BitTorrent handshake, whole pieces, because only a
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
  public ProbeReport probe(PeerAddress peer, @Nullable Question question) {
    if (question == null) {
      return connect(peer);
    }
    try (PeerReader reader = PeerReader.connect(peer, question.bit(), timeouts)) {
      return ask(reader, question);
    } catch (PeerException e) {
      return failed(HangUp.explain(e, () -> PeerReader.connect(peer, question.bit(), timeouts)));
    }
  }

  /** Asks a node that is connected, and has said that it serves. */
  static ProbeReport ask(PeerReader reader, Question question) throws PeerException {
    int bytes = Math.toIntExact(question.bytes());
    boolean has = true;
    for (int i = 0; i < question.count(); i++) {
      has &= reader.has(question.first() + i);
    }
    long asked = System.nanoTime();
    try {
      reader.readPieces(question.first(), question.count(), new byte[bytes], 0);
    } catch (PeerException e) {
      if (has && isSilence(e.kind())) {
        long silent = e.kind() == PeerException.Kind.TIMEOUT ? reader.silence().toMillis() : 0;
        return new ProbeReport(ProbeVerdict.STALLED, 0, silent, String.valueOf(e.getMessage()));
      }
      throw e;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
    String detail = "sent %s of %s".formatted(pieces(question), question.bit().infoHash());
    return new ProbeReport(ProbeVerdict.SERVED, bytes, millis, detail);
  }

  private static String pieces(Question question) {
    int last = question.first() + question.count() - 1;
    return question.count() == 1
        ? "piece " + question.first()
        : "pieces " + question.first() + " to " + last;
  }

  private static boolean isSilence(PeerException.Kind kind) {
    return kind == PeerException.Kind.TIMEOUT || kind == PeerException.Kind.UNREACHABLE;
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
      case UNREACHABLE, PROTOCOL, CLOSED -> ProbeVerdict.UNREACHABLE;
      case TIMEOUT, BUSY -> ProbeVerdict.STALLED;
      case NOT_SERVED, MISSING -> ProbeVerdict.MISSING;
      case CORRUPT -> ProbeVerdict.CORRUPT;
    };
  }
}
