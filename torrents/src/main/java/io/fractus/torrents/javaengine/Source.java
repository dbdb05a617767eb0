// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer that a fetch connects to, again and again until the fetch ends. */
final class Source {
  private static final Logger log = LoggerFactory.getLogger(Source.class);
  private static final Duration RETRY_MIN = Duration.ofMillis(500);

  private final JavaFetch fetch;
  private final PeerAddress peer;
  private final Links links;
  private final Shared shared;

  Source(JavaFetch fetch, PeerAddress peer, Links links, Shared shared) {
    this.fetch = fetch;
    this.peer = peer;
    this.links = links;
    this.shared = shared;
  }

  /** Fetches from it; blocks until the fetch ends or the peer was caught lying. */
  void run() {
    long pause = RETRY_MIN.toMillis();
    try {
      while (fetch.isRunning()) {
        boolean delivered = false;
        try {
          delivered = take();
        } catch (LyingPeerException e) {
          log.info("peer {} is asked no more: {}", peer, e.getMessage());
          return;
        } catch (IOException e) {
          log.debug("peer {} of {}: {}", peer, fetch.bit(), e.toString());
        }
        if (fetch.isRunning()) {
          pause = delivered ? RETRY_MIN.toMillis() : pause;
          TimeUnit.MILLISECONDS.sleep(pause);
          pause = Math.min(2 * pause, Limits.FETCH_RETRY_MAX.toMillis());
        }
      }
    } catch (InterruptedException _) {
      // The fetch has ended.
    }
  }

  private boolean take() throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      Link link = links.add(channel, peer);
      try {
        link.expectWithin(Limits.CONNECT_MAX);
        channel.connect(peer.toSocketAddress());
        link.expectWithin(Limits.HANDSHAKE_MAX);
        shakeHands(link);
        new Download(fetch, link, shared).run();
      } finally {
        links.remove(link);
      }
      return link.rate().downloaded() > 0;
    }
  }

  private void shakeHands(Link link) throws IOException {
    link.write(Wire.hello(fetch.hash(), shared.peerId(), 0).flip());
    byte[] hello = new byte[Wire.HELLO_BYTES];
    link.get(hello, 0, hello.length);
    if (!Wire.isHello(hello) || !Wire.bit(hello).equals(fetch.hash())) {
      throw new ProtocolException("it answered with another handshake");
    }
    byte[] peerId = new byte[Wire.PEER_ID_BYTES];
    link.get(peerId, 0, peerId.length);
    link.agreed(fetch.hash(), Wire.isFast(hello));
  }
}
