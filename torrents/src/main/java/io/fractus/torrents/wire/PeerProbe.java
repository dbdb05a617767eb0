// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import java.time.Duration;

/** Asks a peer for one piece of a bit to see whether it serves. Stateless. */
public final class PeerProbe {
  private PeerProbe() {}

  /**
   * Connects, shakes hands and reads one piece. Blocks for at most the timeouts.
   *
   * @param piece which piece to ask for; the caller picks it by chance
   */
  public static ProbeResult probe(
      PeerAddress peer, BitMetainfo bit, int piece, WireTimeouts timeouts) {
    long start = System.nanoTime();
    try (PeerReader reader = PeerReader.connect(peer, bit, timeouts)) {
      reader.readPiece(piece);
      return new ProbeResult.Served(since(start));
    } catch (PeerException e) {
      return new ProbeResult.Failed(e.kind(), String.valueOf(e.getMessage()), since(start));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
