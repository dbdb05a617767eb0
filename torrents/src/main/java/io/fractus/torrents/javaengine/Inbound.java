// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.MessageIds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a peer that comes to us. Thread-safe. */
final class Inbound {
  private static final Logger log = LoggerFactory.getLogger(Inbound.class);

  private final Function<InfoHash, @Nullable Carried> carried;
  private final Consumer<Seed> broke;
  private final Links links;
  private final Shared shared;

  /**
   * @param carried finds a bit of the engine
   * @param broke told a seed whose file cannot be read
   */
  Inbound(
      Function<InfoHash, @Nullable Carried> carried,
      Consumer<Seed> broke,
      Links links,
      Shared shared) {
    this.carried = carried;
    this.broke = broke;
    this.links = links;
    this.shared = shared;
  }

  /** Serves a peer until it goes; blocks. */
  void serve(SocketChannel channel) {
    try (channel) {
      InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
      Link link =
          links.add(
              channel, new PeerAddress(remote.getAddress().getHostAddress(), remote.getPort()));
      try {
        serve(link);
      } finally {
        links.remove(link);
      }
    } catch (IOException | RuntimeException e) {
      log.debug("a peer that came is gone: {}", e.toString());
    }
  }

  private void serve(Link link) throws IOException {
    byte[] hello = new byte[Wire.HELLO_BYTES];
    // An encrypted handshake shows in its first byte, and its sender waits for ours.
    link.get(hello, 0, 1);
    if (hello[0] != Wire.NAME_LENGTH) {
      throw new ProtocolException("not a BitTorrent handshake");
    }
    link.get(hello, 1, hello.length - 1);
    if (!Wire.isHello(hello)) {
      throw new ProtocolException("not a BitTorrent handshake");
    }
    boolean fast = Wire.isFast(hello);
    switch (carried.apply(Wire.bit(hello))) {
      case Seed seed when seed.isSeeding() -> {
        ByteBuffer answer =
            Wire.hello(seed.hash(), shared.peerId(), 2 * 5 + Wire.bitfieldBytes(seed.pieces()));
        Wire.putEverything(answer, fast, seed.pieces());
        Wire.putBare(answer, MessageIds.UNCHOKE);
        link.write(answer.flip());
        agree(link, seed.hash(), fast);
        upload(link, seed);
      }
      case JavaFetch fetch when fetch.admits() -> {
        link.write(Wire.hello(fetch.hash(), shared.peerId(), 0).flip());
        agree(link, fetch.hash(), fast);
        download(link, fetch);
      }
      case null, default -> throw new ProtocolException("not served: " + Wire.bit(hello));
    }
  }

  private void agree(Link link, InfoHash bit, boolean fast) throws IOException {
    byte[] peerId = new byte[Wire.PEER_ID_BYTES];
    link.get(peerId, 0, peerId.length);
    if (Arrays.equals(peerId, shared.peerId())) {
      throw new ProtocolException("it is ourselves");
    }
    link.agreed(bit, fast);
  }

  private void upload(Link link, Seed seed) throws IOException {
    try {
      new Upload(link, seed, shared).run();
    } catch (FileFaultException e) {
      // Unless it was closed because the bit was removed.
      if (carried.apply(seed.hash()) == seed && seed.broke()) {
        log.warn("{} cannot be read and is not served any more: {}", seed.file(), e.toString());
        broke.accept(seed);
      }
      throw e;
    }
  }

  /** Takes from it what it has; once the bit is whole, gives it what it has not. */
  private void download(Link link, JavaFetch fetch) throws IOException {
    try {
      new Download(fetch, link, shared).run();
    } catch (LyingPeerException e) {
      fetch.lied();
      throw e;
    }
    if (carried.apply(fetch.hash()) instanceof Seed seed && !link.isPeerComplete()) {
      link.expectWithin(Limits.LINK_IDLE_MAX);
      link.write(Wire.haveAllNow(seed.pieces()));
      upload(link, seed);
    }
  }
}
