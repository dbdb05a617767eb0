// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.node.Limits;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerProbe;
import io.fractus.torrents.wire.ProbeResult;
import io.fractus.torrents.wire.WireTimeouts;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the client for a piece as any peer would, beside the agent's thread: what the client says of
 * itself is not what a reader gets. Thread-safe.
 */
final class ServeProbe {
  private static final Logger log = LoggerFactory.getLogger(ServeProbe.class);

  private static final WireTimeouts TIMEOUTS =
      new WireTimeouts(
          WireTimeouts.DEFAULT.connect(),
          WireTimeouts.DEFAULT.handshake(),
          Limits.CLIENT_UNCHOKE_MAX,
          WireTimeouts.DEFAULT.block());

  private final List<String> hosts;
  private final RandomGenerator random;
  private final Semaphore slots = new Semaphore(Limits.CLIENT_PROBES_AT_ONCE);
  private volatile int port;

  /** What came of a probe. */
  enum Verdict {
    /** Nothing yet. */
    NONE,
    /** The piece came and is right. */
    SERVED,
    /** Nothing came. */
    NOTHING,
    /** A piece came and is wrong. */
    CORRUPT
  }

  /**
   * @param hosts literal addresses on which the client may be reached from here, the best first
   */
  ServeProbe(List<String> hosts, RandomGenerator random) {
    this.hosts = List.copyOf(hosts);
    this.random = random;
  }

  /** The port on which the client serves now. */
  void aim(int newPort) {
    port = newPort;
  }

  /** Begins a probe whose verdict the watch gets; false if too many are under way. */
  boolean start(Watch watch) {
    if (!slots.tryAcquire()) {
      return false;
    }
    int piece = random.nextInt(watch.bit.pieceCount());
    watch.verdict = Verdict.NONE;
    Thread.ofVirtual()
        .name("probe")
        .start(() -> {
          try {
            watch.verdict = ask(watch.bit, piece);
          } finally {
            slots.release();
          }
        });
    return true;
  }

  /** A client that listens on one address only is reached on that one. */
  private Verdict ask(BitMetainfo bit, int piece) {
    Verdict verdict = Verdict.NOTHING;
    for (String host : hosts) {
      PeerAddress peer = new PeerAddress(host, port);
      ProbeResult result = PeerProbe.probe(peer, bit, piece, TIMEOUTS);
      log.debug("a probe of {} at {}: {}", bit, peer, result);
      verdict = verdict(result);
      if (!isUnreachable(result)) {
        break;
      }
    }
    return verdict;
  }

  private static boolean isUnreachable(ProbeResult result) {
    return result instanceof ProbeResult.Failed failed
        && failed.kind() == PeerException.Kind.UNREACHABLE;
  }

  private static Verdict verdict(ProbeResult result) {
    return switch (result) {
      case ProbeResult.Served _ -> Verdict.SERVED;
      case ProbeResult.Failed failed ->
          failed.kind() == PeerException.Kind.CORRUPT ? Verdict.CORRUPT : Verdict.NOTHING;
    };
  }
}
